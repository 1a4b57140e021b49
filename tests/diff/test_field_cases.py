"""Cases that users of other tools ran into."""

from __future__ import annotations

import json
from itertools import product

import pytest

from tests.diff.conftest import File, Run


def events(run: Run, old: str, new: str, *words: str) -> list[str]:
    code, out, err = run("diff", old, new, "--format", "csv", *words)
    assert code == 0, err
    return out.splitlines()[1:]


@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_a_cell_that_is_removed_is_shown(file: File, run: Run, name: str) -> None:
    old, new = (
        file("a.csv", "id,date\n1,2026-01-07\n2,2026-01-08\n"),
        file("b.csv", "id,date\n1,\n2,\n"),
    )

    _, out, _ = run("diff", old.name, new.name, "--key", "id", "--format", name)

    assert all(day in out for day in ("2026-01-07", "2026-01-08"))


@pytest.mark.parametrize(
    "words", [["--key", "country", "--key", "year"], ["--key", "country , year"]]
)
def test_a_key_of_several_columns_may_be_repeated_or_listed(
    file: File, run: Run, words: list[str]
) -> None:
    old = file("a.csv", "country,year,v\nAA,2020,1\nBB,2021,2\n")
    new = file("b.csv", "country,year,v\nCC,2020,1\nBB,2021,3\n")

    found = events(run, old.name, new.name, *words)

    assert [line.split(",")[:3] for line in found] == [
        ["AA", "2020", "removed"],
        ["BB", "2021", "changed"],
        ["CC", "2020", "added"],
    ]


@pytest.mark.parametrize("word", ["Name, Official", '"Name, Official"'])
def test_a_column_name_may_contain_a_comma(file: File, run: Run, word: str) -> None:
    old = file("a.csv", '"Name, Official",State,v\na,b,1\n')
    new = file("b.csv", '"Name, Official",State,v\na,b,2\n')

    assert events(run, old.name, new.name, "--key", word) == ["a,changed,v,1,2,"]
    assert events(run, old.name, new.name, "--key", '"Name, Official",State') == [
        "a,b,changed,v,1,2,"
    ]


def test_a_column_called_position_is_a_column(file: File, run: Run) -> None:
    old, new = file("a.csv", "id,position\n1,Chair\n"), file("b.csv", "id,position\n1,Treasurer\n")

    for name in ("text", "markdown", "html"):
        _, out, _ = run("diff", old.name, new.name, "--key", "id", "--format", name)
        assert "position" in out
        assert "moved from" not in out
        assert "(moved)" not in out


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("caf\u00e9", "cafe\u0301"),
        ("한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
        ("a b", "a  b"),
        ("a", "a "),
        ("a b", "a\u00a0b"),
        ("ab", "a\u200bb"),
        ("a", "\ufeffa"),
        ("\ufb01", "fi"),
        ("a\nb", "a\r\nb"),
        ("a\nb", r"a\nb"),
        ("\u2764", "\u2764\ufe0f"),
        ("cafe", "cafe\u0301"),
    ],
    ids=ascii,
)
def test_what_looks_the_same_is_made_visible(
    file: File, run: Run, form: str, old: str, new: str
) -> None:
    sides = [file(f"{name}.csv", f'id,x\n1,"{cell}"\n') for name, cell in (("a", old), ("b", new))]
    names = [side.name for side in sides]

    _, out, _ = run("diff", *names, "--key", "id", "--format", form)

    escapes = (r"\x", r"\u", r"\n", r"\r", "\\\\x", "\\\\u", "\\\\n", "\\\\r")
    shown = out.replace(names[0], "").replace(names[1], "")
    assert any(escape in shown for escape in escapes)


def test_keys_and_names_that_look_the_same_are_distinguished(file: File, run: Run) -> None:
    old = file("a.csv", "id,n\u00e9v\nZ\u00fcrich,a\n")
    new = file("b.csv", "id,ne\u0301v\nZu\u0308rich,b\n")

    _, out, _ = run("diff", old.name, new.name, "--key", "id")

    assert "- Z\u00fcrich" in out
    assert r"+ Zu\u0308rich" in out
    assert r"column added: ne\u0301v" in out


COMBINATIONS = [
    combination
    for combination in product([False, True], repeat=5)
    if combination[0] or combination[1]
]


@pytest.mark.parametrize(("comes", "goes", "added", "removed", "changed"), COMBINATIONS)
def test_a_difference_with_columns_of_one_side_is_applied(
    file: File, run: Run, comes: bool, goes: bool, added: bool, removed: bool, changed: bool
) -> None:
    """Records are added, removed and changed along with columns, and no case crashes."""

    def table(name: str, columns: list[str], ids: str) -> str:
        lines = [
            ",".join([one, *(f"{one}{column}{name if changed else ''}" for column in columns)])
            for one in ids
        ]
        return "\n".join([",".join(["id", *columns]), *lines, ""])

    before = table("o", ["x", *["gone"] * goes], "12" + "3" * removed)
    after = table("n", ["x", *["new"] * comes], "12" + "4" * added)
    old, new = file("a.csv", before), file("b.csv", after)
    _, out, _ = run("diff", old.name, new.name, "--key", "id", "--format", "json")

    code, patched, err = run("apply", file("patch.json", out).name, old.name)

    assert (code, patched, err) == (0, after, "")


def test_an_added_column_is_listed_once_with_its_number_of_cells(file: File, run: Run) -> None:
    old, new = file("a.csv", "id\n1\n2\n"), file("b.csv", "id,seat\n1,Bern\n2,\n")

    _, out, _ = run("diff", old.name, new.name, "--key", "id")

    assert out.count("column added: seat, 1 cell filled") == 1
    assert "seat: {+Bern+}" in out


def test_a_renamed_column_is_one_line(file: File, run: Run) -> None:
    old, new = file("a.csv", "id,x\n1,a\n2,b\n"), file("b.csv", "id,y\n1,a\n2,b\n")

    _, out, _ = run("diff", old.name, new.name, "--key", "id")

    assert out.splitlines()[2:] == [
        "0 added, 0 removed, 0 changed in 0 cells",
        "column renamed: x → y",
    ]
    assert run("diff", old.name, new.name, "--key", "id", "--exit-code")[0] == 1


def test_a_rename_can_be_given_for_a_changed_column_and_for_the_key(file: File, run: Run) -> None:
    old, new = file("a.csv", "id,x\n1,a\n2,b\n"), file("b.csv", "code,y\n1,A\n2,b\n")
    words = ("--key", "id", "--rename", "id=code", "--rename", "x=y")

    assert events(run, old.name, new.name, *words) == [
        ",column_renamed,,id,code,",
        ",column_renamed,,x,y,",
        "1,changed,y,a,A,",
    ]


@pytest.mark.parametrize(
    ("rename", "reason"),
    [
        ("x=z", "--rename x=z: the new side has no column 'z'"),
        ("z=y", "--rename z=y: the old side has no column 'z'"),
        ("id=y", "--rename id=y: both sides have a column 'id'"),
        ("x", "--rename x: say OLD=NEW"),
    ],
)
def test_an_impossible_rename_is_refused(file: File, run: Run, rename: str, reason: str) -> None:
    old, new = file("a.csv", "id,x\n1,a\n"), file("b.csv", "id,y\n1,a\n")

    code, _, err = run("diff", old.name, new.name, "--key", "id", "--rename", rename)

    assert code == 2
    assert err.startswith(reason)


def test_a_cell_that_a_patch_does_not_know_of_is_not_lost(file: File, run: Run) -> None:
    old, new = file("a.csv", "id,gone\n1,\n"), file("b.csv", "id\n1\n")
    _, out, _ = run("diff", old.name, new.name, "--key", "id", "--format", "json")
    other = file("c.csv", "id,gone\n1,here\n")

    code, _, err = run("apply", file("patch.json", out).name, other.name)

    assert code == 2
    assert err.startswith(f"{other.name}:2: gone: 1 has 'here' in a column that goes")


def test_a_patch_for_other_columns_is_refused_with_their_names(file: File, run: Run) -> None:
    old, new = file("a.csv", "id,x\n1,a\n"), file("b.csv", "id,x\n1,b\n")
    _, out, _ = run("diff", old.name, new.name, "--key", "id", "--format", "json")
    other = file("c.csv", "id,y\n1,a\n")

    code, _, err = run("apply", file("patch.json", out).name, other.name)

    assert code == 2
    assert err.endswith("that the difference starts from: missing: x; not expected: y\n")


def test_a_patch_of_an_earlier_version_is_refused_as_such(file: File, run: Run) -> None:
    patch = {"old": "a", "new": "b", "key": ["id"], "columns": {"added": [], "removed": []}}
    changes = file("patch.json", json.dumps({**patch, "events": []}))

    code, _, err = run("apply", changes.name, file("a.csv", "id\n1\n").name)

    assert code == 2
    assert "its `columns` lack `old` and `new`; make it again with this version" in err
