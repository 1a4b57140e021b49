"""Constraints of the descriptor that Frictionless does not enforce; and no constraint is
ignored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from revisioned.validate.check import check

KEYED = {"primaryKey": ["id"]}


def package(root: Path, tables: dict[str, tuple[dict[str, Any], str]], **more: Any) -> Path:
    """A package in a folder; for each table its schema or its whole resource, and its CSV."""
    resources = []
    for name, (declared, text) in tables.items():
        path = root / "data" / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        own = declared if "schema" in declared else {"schema": declared}
        resources.append({"name": name, "path": f"data/{name}.csv", **own})
    descriptor = {"name": "mini", "version": "0.1.0", "resources": resources, **more}
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return root


def field(name: str, kind: str = "string", **constraints: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "constraints": constraints}


def findings(root: Path) -> list[str]:
    return [str(finding) for finding in check(root).findings if finding.severity == "error"]


def of_cells(root: Path, declared: dict[str, Any], *cells: str) -> list[str]:
    """The findings about cells of one column, one cell a line from the second line on."""
    lines = "".join(f"{number:02},{cell}\n" for number, cell in enumerate(cells))
    schema = {"fields": [field("id"), declared], **KEYED}
    return findings(package(root, {"t": (schema, f"id,{declared['name']}\n{lines}")}))


def test_an_empty_part_of_a_key_is_refused(tmp_path: Path) -> None:
    schema = {"fields": [field("a"), field("b")], "primaryKey": ["a", "b"]}

    assert findings(package(tmp_path, {"t": (schema, "a,b\nx,\ny,z\n")})) == [
        "data/t.csv:2: b: the key is empty"
    ]


def test_a_pattern_holds_for_the_whole_cell(tmp_path: Path) -> None:
    declared = field("kind", pattern="un|non_un")

    assert of_cells(tmp_path, declared, "un", "unknown", "non_un", "un OR 1=1") == [
        "data/t.csv:3: kind: 'unknown' does not match un|non_un",
        "data/t.csv:5: kind: 'un OR 1=1' does not match un|non_un",
    ]


def test_unique_keys_are_unique_and_an_empty_cell_is_like_no_other(tmp_path: Path) -> None:
    schema = {"fields": [field("id"), field("code")], **KEYED, "uniqueKeys": [["code"]]}

    assert findings(package(tmp_path, {"t": (schema, "id,code\n1,A\n2,\n3,A\n4,\n")})) == [
        "data/t.csv:4: code: 'A' is on line 2 already, but must be unique"
    ]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("year", ["2026", "-0044"], ["２０２６", "2_26", "+026"]),
        (
            "yearmonth",
            ["2026-01"],
            ["2026-1", "26-01", "2026-+1", "2026- 1", "2026-1_0", "20260-01", "2026-٣"],
        ),
        ("duration", ["P1Y", "PT5M", "P1DT2H"], ["PT", "P1DT", "P"]),
        (
            "datetime",
            ["2026-01-07T10:00:00Z"],
            ["2026-01-07_10:00:00", "2026-01-07T24:00:00Z", "2026-01-07"],
        ),
        ("time", ["10:00:00"], ["10:00", "24:00:00"]),
        ("date", ["2026-01-07"], ["2026-1-7", "20260107"]),
    ],
)
def test_times_are_written_so_that_they_sort(
    tmp_path: Path, kind: str, good: list[str], bad: list[str]
) -> None:
    found = of_cells(tmp_path, field("x", kind), *good, *bad)

    lines = [int(finding.split(":")[1]) for finding in found]
    assert lines == list(range(2 + len(good), 2 + len(good) + len(bad)))


def test_times_of_one_column_have_one_offset(tmp_path: Path) -> None:
    cells = ("2026-01-07T10:00:00Z", "2026-01-07T10:00:00+02:00", "2026-01-07T10:00:00")

    found = of_cells(tmp_path, field("x", "datetime"), *cells)

    assert [finding.split(":")[1] for finding in found] == ["3", "4"]


def test_a_partly_empty_reference_is_reported(tmp_path: Path) -> None:
    target = {"fields": [field("a"), field("b")], "primaryKey": ["a", "b"]}
    key = {"fields": ["a", "b"], "reference": {"resource": "target", "fields": ["a", "b"]}}
    schema = {"fields": [field("id"), field("a"), field("b")], **KEYED, "foreignKeys": [key]}
    tables = {"target": (target, "a,b\nx,y\n"), "t": (schema, "id,a,b\n1,x,y\n2,x,\n3,,\n")}

    found = findings(package(tmp_path, tables))

    assert "data/t.csv:3: b: refers to target by a, b, and lacks b" in found


def series(root: Path, fields: list[dict[str, Any]], *texts: str) -> Path:
    """A package with a series of revisions, each with its CSV."""
    tables: dict[str, tuple[dict[str, Any], str]] = {
        f"states-{number}": (
            {
                "schema": {"fields": fields, **KEYED},
                "series": "states",
                "revision": f"2026-01-0{number}",
            },
            text,
        )
        for number, text in enumerate(texts, 1)
    }
    names = ("series", "revision", "title", "source_id")
    known = {"fields": [field(name) for name in names], "primaryKey": ["series", "revision"]}
    lines = "".join(f"states,2026-01-0{number},,\n" for number in range(1, len(texts) + 1))
    tables["revisions"] = (known, f"{','.join(names)}\n{lines}")
    return package(root, tables, series=[{"name": "states"}])


@pytest.mark.parametrize(
    ("kind", "good", "bad", "due"),
    [
        ("number", "1", "1.0", "1"),
        ("number", "0.5", ".5", "0.5"),
        ("number", "100", "1e2", "100"),
        ("integer", "7", "+7", "7"),
        ("integer", "7", "007", "7"),
        ("boolean", "1", "true", "1"),
    ],
)
def test_in_revisions_a_value_has_one_spelling(
    tmp_path: Path, kind: str, good: str, bad: str, due: str
) -> None:
    root = series(
        tmp_path, [field("id"), field("x", kind)], f"id,x\n1,{good}\n", f"id,x\n1,{bad}\n"
    )

    assert findings(root) == [
        f"data/states-2.csv:2: x: {bad!r} should be written {due!r}: in revisions a value has one"
        " spelling"
    ]


def test_a_revision_may_lack_a_column_that_is_not_in_the_key(tmp_path: Path) -> None:
    fields = [field("id"), field("x"), field("seat", required=True)]

    assert findings(series(tmp_path, fields, "id,x\n1,a\n", "id,x,seat\n1,a,Bern\n")) == []


def test_a_revision_may_not_lack_its_key_nor_have_a_column_of_its_own(tmp_path: Path) -> None:
    fields = [field("id"), field("x")]

    found = findings(series(tmp_path, fields, "x\na\n", "id,x,y\n1,a,b\n"))

    assert {finding.split(":")[0] for finding in found} == {
        "data/states-1.csv",
        "data/states-2.csv",
    }


# Each constraint of Data Package v2, with a field, a valid cell, and an invalid one.
CONSTRAINTS: dict[str, tuple[str, object, str, str]] = {
    "required": ("string", True, "a", ""),
    "unique": ("string", True, "a", "a"),
    "minLength": ("string", 2, "ab", "a"),
    "maxLength": ("string", 1, "a", "ab"),
    "minimum": ("integer", 2, "2", "1"),
    "maximum": ("integer", 2, "2", "3"),
    "exclusiveMinimum": ("integer", 2, "3", "2"),
    "exclusiveMaximum": ("integer", 2, "1", "2"),
    "jsonSchema": ("string", {"type": "string"}, "a", "b"),
    "pattern": ("string", "a", "a", "ab"),
    "enum": ("string", ["a"], "a", "b"),
}


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_no_constraint_is_ignored(tmp_path: Path, name: str) -> None:
    """It is enforced, or the descriptor is refused with the name of the constraint."""
    kind, value, good, bad = CONSTRAINTS[name]

    found = of_cells(tmp_path, field("x", kind, **{name: value}), good, bad)

    refused = [
        finding for finding in found if finding.startswith("datapackage.json") and name in finding
    ]
    assert refused or [finding.split(":")[1] for finding in found] == ["3"]
