"""Bad files for the other commands: a command line in a folder with these files must end with exit
code 1 or 2, print this on standard error, and nothing on standard output."""

from __future__ import annotations

import gzip
import io
import json
import struct
import warnings
import zipfile
from dataclasses import dataclass, field

from revisioned.release import archive, manifest

GOOD = b"id,x\n1,a\n2,b\n"
DIFF = {
    "old": "a",
    "new": "b",
    "key": ["id"],
    "columns": {
        "old": ["id", "x"],
        "new": ["id", "x"],
        "added": [],
        "removed": [],
        "renamed": [],
        "ignored": [],
    },
    "events": [{"key": {"id": "1"}, "op": "changed", "field": "x", "old": "a", "new": "c"}],
    "counts": {"added": 0, "removed": 0, "changed": 1, "cells": 1},
}
EVENT = DIFF["events"][0]


@dataclass(frozen=True)
class Call:
    """The arguments of a command, and the files in the folder where it is called."""

    words: tuple[str, ...]
    files: dict[str, bytes] = field(default_factory=dict)


def diff(bad: bytes, name: str = "bad.csv", key: str = "id") -> Call:
    """Compare the file with a good one."""
    return Call(("diff", "good.csv", name, "--key", key), {"good.csv": GOOD, name: bad})


def patch(bad: object, file: bytes = GOOD) -> Call:
    """Apply the file as a patch to a good file, or to this one."""
    data = bad if isinstance(bad, bytes) else json.dumps(bad).encode()
    return Call(("apply", "patch.json", "good.csv"), {"patch.json": data, "good.csv": file})


def columns(**changed: object) -> dict[str, object]:
    """A difference with a wrong description of its columns."""
    return {**DIFF, "columns": {**DIFF["columns"], **changed}}


def event(**changed: object) -> Call:
    """A difference whose only event has these parts changed; None removes a part."""
    parts = {name: value for name, value in (EVENT | changed).items() if value is not None}
    return patch({**DIFF, "events": [parts]})


def release() -> dict[str, bytes]:
    """The download of a small release."""
    files = {"data/a.csv": b"id\n1\n", "datapackage.json": b"{}\n"}
    about = manifest.Manifest("small", "1.0.0", "2026-11-24", None, "", ())
    made = manifest.make(about, files)
    return archive.tree(files, made.render(), {})


def folder(**changed: bytes | None) -> Call:
    """The unpacked release with the content of some files replaced; None removes a file."""
    named = {
        archive.MANIFEST if name == "manifest" else name: data for name, data in changed.items()
    }
    files = {path: data for path, data in (release() | named).items() if data is not None}
    return Call(("verify", "r"), {f"r/{path}": data for path, data in files.items()})


def stated(**changed: object) -> Call:
    """The release with these values in its manifest."""
    document = json.loads(release()[archive.MANIFEST]) | changed
    return folder(manifest=(json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())


def packed(data: bytes) -> Call:
    """Bytes in a file that is named like the zip of a release."""
    return Call(("verify", "r.zip"), {"r.zip": data})


def zipped(*more: tuple[str, bytes], deflated: bool = False) -> bytes:
    """The release as a zip with additional entries."""
    out = io.BytesIO()
    kind = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", kind) as opened:
        warnings.simplefilter("ignore")  # one name appears twice on purpose
        for name, data in (*sorted(release().items()), *more):
            opened.writestr(zipfile.ZipInfo(name, archive.TIME), data, kind)
    return out.getvalue()


def overlapping() -> bytes:
    """A zip whose directory lists one stored file of a megabyte a hundred times."""
    piece = bytes(1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        opened.writestr(zipfile.ZipInfo("a", archive.TIME), piece)
    data = out.getvalue()
    start = data.index(b"PK\x01\x02")
    entry, end = data[start : data.index(b"PK\x05\x06")], data[data.index(b"PK\x05\x06") :]
    count = 100
    tail = struct.pack("<HHII", count, count, count * len(entry), start)
    return data[:start] + entry * count + end[:8] + tail + end[20:]


DIFFS: dict[str, Call] = {
    "no file": Call(("diff", "a.csv", "b.csv", "--key", "id")),
    "a folder": Call(("diff", "f", "f", "--key", "id"), {"f/a": b""}),
    "empty": diff(b""),
    "UTF-16": diff(GOOD.decode().encode("utf-16")),
    "Latin-1": diff(b"id,x\n1,\xe9\n"),
    "overlong": diff(b"id,x\n1,\xc0\xaf\n"),
    "quote never closed": diff(b'id,x\n1,"a\n2,b\n'),
    "text behind a quote": diff(b'id,x\n1,"a"b\n'),
    "too few cells": diff(b"id,x\n1\n"),
    "too many cells": diff(b"id,x\n1,a,b\n"),
    "100,000 cells": diff(b"id,x\n1" + b"," * 99_999 + b"\n"),
    "two columns of one name": diff(b"id,x,x\n1,a,b\n"),
    "column without a name": diff(b"id,\n1,a\n"),
    "no key column": diff(b"no,x\n1,a\n"),
    "key in other capitals": diff(b"ID,x\n1,a\n"),
    "key behind an invisible mark": diff(b"\xe2\x80\x8bid,x\n1,a\n"),
    "two byte order marks": diff(b"\xef\xbb\xbf\xef\xbb\xbfid,x\n1,a\n"),
    "key twice": diff(b"id,x\n1,a\n1,b\n"),
    "key empty": diff(b"id,x\n,a\n"),
    "semicolons, and no key column": diff(b"no;x\n1;a\n"),
    "a pointer to a large file": diff(b"version https://git-lfs.github.com/spec/v1\noid x\n"),
    "a zip": diff(b"PK\x03\x04" + bytes(99)),
    "gzip that is none": diff(GOOD, "bad.csv.gz"),
    "gzip cut off": diff(gzip.compress(GOOD * 99, mtime=0)[:-9], "bad.csv.gz"),
    "gzip of something else": diff(gzip.compress(b"\xff\xfe", mtime=0), "bad.csv.gz"),
    "more columns than a statement takes": Call(
        ("diff", "a.csv", "a.csv", "--key", "id"),
        {"a.csv": ",".join(["id", *(f"c{n}" for n in range(500))]).encode() + b"\n"},
    ),
    "no key": Call(("diff", "a.csv", "a.csv"), {"a.csv": GOOD}),
    "unknown column": Call(
        ("diff", "a.csv", "a.csv", "--key", "id", "--only", "y"), {"a.csv": GOOD}
    ),
    "key left out": Call(
        ("diff", "a.csv", "a.csv", "--key", "id", "--ignore", "id"), {"a.csv": GOOD}
    ),
}
PATCHES: dict[str, Call] = {
    "nothing": patch(b""),
    "no JSON": patch(b"id,x\n"),
    "not UTF-8": patch(b"\xff\xfe{}"),
    "a list": patch([]),
    "null": patch(None),
    "lists in lists": patch(b"[" * 100_000),
    "objects in objects": patch(b'{"a":' * 100_000),
    "number of 5,000 digits": patch(b'{"a":' + b"9" * 5000 + b"}"),
    "name twice": patch(b'{"key":["id"],"key":["x"]}'),
    "half a character": event(new="\ud800"),
    "no key": patch({**DIFF, "key": None}),
    "key that is a word": patch({**DIFF, "key": "id"}),
    "key of a number": patch({**DIFF, "key": [7]}),
    "key of nothing": patch({**DIFF, "key": []}),
    "columns that are a list": patch({**DIFF, "columns": []}),
    "columns that are words": patch(columns(added="x")),
    "no events": patch({**DIFF, "events": None}),
    "event that is a word": patch({**DIFF, "events": ["added"]}),
    "op unknown": event(op="moved"),
    "op missing": event(op=None),
    "op that is a list": event(op=["added"]),
    "key missing": event(key=None),
    "key of a number in an event": event(key={"id": 1}),
    "field missing": event(field=None),
    "field of a number": event(field=7),
    "old missing": event(old=None),
    "new of null": event(new=[None]),
    "row missing": event(op="added"),
    "row of a number": event(op="added", row=7),
    "row that is a list": event(op="added", row=["1", "a"]),
    "rows of two shapes": patch({**DIFF, "events": [
        {"key": {"id": "3"}, "op": "added", "row": {"id": "3", "x": "c"}},
        {"key": {"id": "4"}, "op": "added", "row": {"id": "4", "y": "c"}},
    ]}),
    "row of another key": event(op="added", row={"id": "9", "x": "c"}),
    "row of other columns": event(op="added", key={"id": "9"}, row={"id": "9", "y": "c"}),
    "cell that is otherwise": event(old="z"),
    "record that is not there": event(key={"id": "9"}),
    "column that is not there": event(field="y"),
    "change of the key": event(field="id", old="1", new="9"),
    "added twice": event(op="added", row={"id": "1", "x": "a"}),
    "removed with other cells": event(op="removed", row={"id": "1", "x": "z"}),
    "columns of one side": patch(columns(added=["y"])),
    "columns of an earlier version": patch({**DIFF, "columns": {"added": [], "removed": []}}),
    "renamed that is no pair": patch(columns(renamed=[["x"]])),
    "renamed to what both sides have": patch(columns(renamed=[["x", "id"]])),
    "columns left out": patch(columns(ignored=["x"])),
    "file with other columns": patch(DIFF, b"id,y\n1,a\n"),
    "file with a key twice": patch(DIFF, b"id,x\n1,a\n1,b\n"),
    "file without the key": patch(DIFF, b"no,x\n1,a\n"),
    "file that is ragged": patch(DIFF, b"id,x\n1\n"),
    "file in UTF-16": patch(DIFF, GOOD.decode().encode("utf-16")),
}  # fmt: skip
RELEASES: dict[str, Call] = {
    "no such thing": Call(("verify", "nothing.zip")),
    "no such version": Call(("verify", "9.9.9")),
    "empty folder": Call(("verify", "r"), {"r/x/y": b""}),
    "no manifest": folder(manifest=None),
    "manifest that is not JSON": folder(manifest=b"{"),
    "manifest that is a list": folder(manifest=b"[]\n"),
    "manifest in itself": folder(manifest=b'{"a":' * 100_000),
    "manifest with a number of 5,000 digits": folder(manifest=b'{"a":' + b"9" * 5000 + b"}"),
    "manifest with a name twice": folder(manifest=b'{"name":"a","name":"b"}'),
    "manifest with more words": stated(more=1),
    "manifest without files": stated(files=[]),
    "manifest whose files are a number": stated(files=7),
    "manifest whose files are words": stated(files=["data/a.csv"]),
    "manifest of a version that is none": stated(version="one"),
    "manifest of a version that is a list": stated(version=["1.0.0"]),
    "manifest after itself": stated(previous={"version": "1.0.0", "sha256": "0" * 64}),
    "manifest after a later one": stated(previous={"version": "2.0.0", "sha256": "0" * 64}),
    "manifest after nothing": stated(previous={"version": "0.9.0", "sha256": "0" * 64}),
    "manifest after a word": stated(previous="0.9.0"),
    "manifest after no version": stated(previous={"version": "x", "sha256": ""}),
    "file changed": folder(**{"data/a.csv": b"id\n2\n"}),
    "file missing": folder(**{"data/a.csv": None}),
    "file more": folder(**{"data/b.csv": b"id\n"}),
    "sums missing": folder(SHA256SUMS=None),
    "sums changed": folder(SHA256SUMS=b"x\n"),
    "no zip": packed(b"PK"),
    "zip cut off": packed(zipped()[:-40]),
    "zip with a changed byte": packed(zipped().replace(b"id\n1", b"id\n2")),
    "zip with a file twice": packed(zipped(("data/a.csv", b"x"))),
    "zip with a way out": packed(zipped(("../../struck", b"x"))),
    "zip with an absolute path": packed(zipped(("/struck", b"x"))),
    "zip of a thousand times its size": packed(zipped(("bomb", bytes(50_000_000)), deflated=True)),
    "zip that overlaps itself": packed(overlapping()),
}
JOURNAL = "build/.changes.json"
OTHERS: dict[str, Call] = {
    "change cut off that is none": Call(("refresh",), {JOURNAL: b"{"}),
    "change cut off that leads out": Call(("refresh",), {JOURNAL: b'{"../struck": {"was": null, "new": "eA=="}}'}),
    "change cut off that leads out through a folder": Call(("refresh",), {JOURNAL: b'{"data/../../struck": {"was": null, "new": "eA=="}}'}),
    "change cut off with an absolute path": Call(("refresh",), {JOURNAL: b'{"/tmp/struck": {"was": null, "new": null}}'}),
    "change cut off that is not a text": Call(("refresh",), {JOURNAL: b'{"data/a": 7}'}),
    "change cut off of another form": Call(("refresh",), {JOURNAL: b'{"data/a.csv": "eA=="}'}),
    "change cut off of git's settings": Call(("refresh",), {JOURNAL: b'{".git/config": {"was": null, "new": "eA=="}}'}),
    "change cut off of a workflow": Call(("refresh",), {JOURNAL: b'{".github/workflows/ci.yml": {"was": null, "new": "eA=="}}'}),
    "change cut off of code": Call(("refresh",), {JOURNAL: b'{"scripts/cli.py": {"was": null, "new": "eA=="}}'}),
    "change cut off of what make runs": Call(("refresh",), {JOURNAL: b'{"Makefile": {"was": null, "new": "eA=="}}'}),
    "change cut off of what was edited since": Call(("refresh",), {JOURNAL: b'{"data/a.csv": {"was": null, "new": "eA=="}}', "data/a.csv": b"mine"}),
    "change cut off that removes what was edited since": Call(("build",), {JOURNAL: b'{"data/a.csv": {"was": null, "new": null}}', "data/a.csv": b"mine"}),
}  # fmt: skip
NEW = ("init", "made", "--from", "good.csv", "--key", "id", "--revision")
NAMES: dict[str, Call] = {
    "path out of the folder": Call((*NEW, "../../../struck"), {"good.csv": GOOD}),
    "path in the folder": Call((*NEW, "a/b"), {"good.csv": GOOD}),
    "path of Windows": Call((*NEW, "..\\struck"), {"good.csv": GOOD}),
    "hidden file": Call((*NEW, ".struck"), {"good.csv": GOOD}),
    "NUL": Call((*NEW, "a\0b"), {"good.csv": GOOD}),
    "device of Windows": Call((*NEW, "aux"), {"good.csv": GOOD}),
    "dot at the end": Call((*NEW, "2024."), {"good.csv": GOOD}),
    "longer than the name of a file": Call((*NEW, "x" * 300), {"good.csv": GOOD}),
}
CASES = {
    "revision": NAMES,
    "diff": DIFFS,
    "apply": PATCHES,
    "verify": RELEASES,
    "command line": OTHERS,
}
