"""The pages and metadata of a package are read, and their SQL is compiled, before a reader asks for
them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from revisioned.validate.check import check

PAGE = "address: /notes/<id>\nasks: [q]\nsections:\n  - {name: all, show: table, sql: SQL}\n"
REFUSED = "data/pages: /notes/<id>: all: its SQL does not run: "


def found(good: Path, tmp_path: Path, file: str, text: str) -> list[str]:
    root = shutil.copytree(good, tmp_path / "package")
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text(text, encoding="utf-8")
    return [str(finding) for finding in check(root).findings]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PAGE.replace("SQL", "SELCT 1"), f"{REFUSED}near"),
        (PAGE.replace("SQL", "SELECT :other"), REFUSED),
        (PAGE.replace("table", "pie"), "data/pages/notes.yml: a section cannot be shown as 'pie'"),
        (
            "address: /small/<id>\n",
            "data/pages: /small/<id>: its address begins with that of the database",
        ),
        *(
            (f"address: /notes/{name}\n", f"data/pages/notes.yml: `address`: {said}")
            for name, said in {
                "<section>": "<section> has a meaning of its own",
                "<format>": "<format> has a meaning of its own",
                "<a-b>": "<a-b> is not letters, digits and _",
                "<1a>": "<1a> is not letters, digits and _",
                "<a>/<a>": "<a> is there twice",
            }.items()
        ),
        ("address: [", "data/pages/notes.yml:1: not YAML: "),
        (
            "address: /notes\nmachine: true\naddress: /papers\n",
            "data/pages/notes.yml:3: not YAML: 'address' is given twice, first on line 1",
        ),
        (
            PAGE.replace("SQL", "SELECT 1, folded: 'yes'"),
            "data/pages/notes.yml: sections.all.folded: 'yes' is not of type 'boolean'",
        ),
        (
            PAGE.replace("SQL", "SELECT 1") + "titel: {en: Notes}\n",
            "data/pages/notes.yml: Additional properties are not allowed ('titel' was unexpected)",
        ),
    ],
)
def test_page_that_would_not_be_shown_is_named(
    good: Path, tmp_path: Path, text: str, said: str
) -> None:
    (only,) = found(good, tmp_path, "data/pages/notes.yml", text)

    assert only.startswith(said)


def test_page_may_name_its_parameters_and_what_is_asked(good: Path, tmp_path: Path) -> None:
    text = PAGE.replace("SQL", "'SELECT :id, :q, :like, :version, :released_on'")

    assert found(good, tmp_path, "data/pages/notes.yml", text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "metadata.yml:1: not YAML: "),
        ("a: 1\nb: {c: 1, c: 2}\n", "metadata.yml:2: not YAML: 'c' is given twice"),
        ("- a", "metadata.yml: not a mapping"),
        ("databases: {other: {}}", "metadata.yml: has the database 'other'"),
        (
            "databases: {small: {queries: {q: {sql: SELECT absent FROM notes}}}}",
            "metadata.yml: the query 'q': its SQL does not run: no such column: absent",
        ),
    ],
)
def test_metadata_that_would_not_be_served_is_named(
    good: Path, tmp_path: Path, text: str, said: str
) -> None:
    (only,) = found(good, tmp_path, "metadata.yml", text)

    assert only.startswith(said)
