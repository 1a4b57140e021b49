"""The questions of this list: each gives what its title asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.list.ask import rows


def asked(database: Path, root: Path, question: str, **values: str) -> list[tuple[Any, ...]]:
    """The answer to a question, with its parameters filled in."""
    document = yaml.safe_load((root / "metadata.yml").read_text(encoding="utf-8"))
    sql = document["databases"]["withdrawals"]["queries"][question]["sql"]
    for parameter, value in values.items():
        sql = sql.replace(f":{parameter}", f"'{value}'")
    return rows(database, sql)


def test_named_differently_means_by_two_publishers(database: Path, root: Path) -> None:
    found = {row[0]: row[-1] for row in asked(database, root, "called_differently")}

    assert "International Renewable Energy Agency" in found
    assert "Green Climate Fund" not in found
    assert "Venice Commission of the Council of Europe" not in found
    assert all(len(set(names.split("; "))) > 1 for names in found.values())


def test_only_announced_leaves_out_what_went_further(database: Path, root: Path) -> None:
    names = [row[1] for row in asked(database, root, "only_announced")]

    assert len(names) == len(set(names)) == 63
    for further in ("UN Entity for Gender", "Intergovernmental Panel on Climate", "UN Relief"):
        assert not any(name.startswith(further) for name in names)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2026-11-25", [("UN Educational, Scientific, and Cultural Organization", "2026-12-31")]),
        ("2026-01-09", ["World Health Organization", "Paris Agreement"]),
        ("2027-01-01", []),
    ],
)
def test_what_takes_effect_is_one_row_for_each_organization(
    database: Path, root: Path, day: str, due: list[Any]
) -> None:
    found = asked(database, root, "due_in_90_days", date=day)

    names = [entry[0] if isinstance(entry, tuple) else entry for entry in due]
    assert [row[0] for row in found] == names


@pytest.mark.parametrize("name", ["世衛", "世衞", "WHO", "世卫组织"])
def test_world_health_organization_is_found_by_what_people_type(
    database: Path, root: Path, name: str
) -> None:
    found = asked(database, root, "is_it_on_the_list", name=name)

    assert [(row[0], row[3]) for row in found if row[0] == "who"] == [("who", "beside")]


def test_sources_that_need_care_are_few(database: Path, root: Path) -> None:
    ((every,),) = rows(database, "SELECT count(*) FROM sources")

    assert 10 < len(asked(database, root, "traps_in_the_sources")) < every / 2
