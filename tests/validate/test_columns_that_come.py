"""A revision of a series may lack a column that is not in the key: real lists gain columns."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from revisioned.build import database
from revisioned.derive.refresh import refresh
from revisioned.descriptor.load import load
from revisioned.validate.check import check
from tests.hostile import small


@pytest.fixture
def narrow(good: Path, tmp_path: Path) -> Path:
    """The small package, its first revision as it was before `place` came."""
    root = tmp_path / "package"
    shutil.copytree(good, root)
    (root / small.FIRST).write_text("id,name\na,Amter\nb,Bodies\n", encoding="utf-8")
    refresh(root)
    return root


def test_revision_may_lack_a_column(narrow: Path) -> None:
    assert [str(finding) for finding in check(narrow).findings] == []


def test_column_that_a_revision_lacks_is_empty_in_the_database(narrow: Path) -> None:
    package = load(narrow)
    target = database.path(package)
    database.build(package, target)
    with closing(sqlite3.connect(target)) as connection:
        rows = connection.execute("SELECT id, name, place FROM lists ORDER BY revision, id")
        assert rows.fetchall() == [
            ("a", "Amter", None),
            ("b", "Bodies", None),
            ("a", "Ämter", 1),
            ("c", "Third", 2),
        ]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("name,id", "the header should read: id,name"),
        ("name,place", "missing label; the header should read: id,name,place"),
        ("id,name,other", "the header should read: id,name"),
    ],
)
def test_header_of_a_revision_is_the_key_and_columns_of_its_schema_in_order(
    narrow: Path, header: str, said: str
) -> None:
    first = header.split(",")[-1]
    row = ",".join("1" if name == first and name == "place" else "a" for name in header.split(","))
    (narrow / small.FIRST).write_text(f"{header}\n{row}\n", encoding="utf-8")
    refresh(narrow)

    assert any(said in str(finding) for finding in check(narrow).findings)
