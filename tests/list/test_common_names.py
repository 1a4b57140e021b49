"""Names that people type, in English and in traditional and simplified Chinese, find the right
body."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from revisioned.descriptor.load import load
from revisioned.site import search

COMMON = Path(__file__).parent / "common_names.csv"


@pytest.fixture(scope="module")
def known(database: Path, published: Path) -> search.Names:
    """The names that the site searches."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        return search.names(connection, load(published), "organizations")


def common() -> list[tuple[str, str]]:
    with COMMON.open(encoding="utf-8", newline="") as opened:
        return [(row["name"], row["org_id"]) for row in csv.DictReader(opened)]


@pytest.mark.parametrize(("name", "org_id"), common())
def test_name_that_people_type_finds_its_body_first(
    known: search.Names, name: str, org_id: str
) -> None:
    found = search.find(known, name)

    assert [*found.exact, *found.within, *found.near][:1] == [org_id]


def test_a_hundred_names_are_tried_with_each_body_outside_of_the_list() -> None:
    names = common()

    assert len(names) == len({name for name, _ in names}) >= 100
    assert {"who", "unesco", "unrwa", "unhrc", "paris-agreement", "green-climate-fund"} <= {
        org_id for _, org_id in names
    }
