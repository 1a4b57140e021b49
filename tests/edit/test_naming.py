"""Names that come from outside become names that a package, a database and a disk can have."""

from __future__ import annotations

import pytest

from revisioned.descriptor.validate import is_name
from revisioned.edit import naming

TEXTS = (
    "İstanbul",
    "Straße",
    "ﬁ",
    "²",
    "名單",
    "a/../b",
    "__",
    "Ⅷ",
    "1st",
    "\u202ex",
    "CON",
    "n\0",
)


TABLES = ("records", "Sources", "current", "package", "sqlite", "sqlite-x")
DEVICES = ("con", "Lpt1", "x" * 300, "名" * 99)


@pytest.mark.parametrize("text", TEXTS)
def test_text_becomes_a_name(text: str) -> None:
    assert is_name(naming.fit(text))
    assert is_name(naming.fit(text, "-"))


def test_columns_that_differ_only_in_capitals_get_two_names() -> None:
    assert [*naming.columns(["Straße", "STRASSE", "strasse"], []).values()] == [
        "straße",
        "strasse_2",
        "strasse_3",
    ]


@pytest.mark.parametrize("text", [*TABLES, *DEVICES])
def test_series_has_a_name_that_no_table_and_no_device_has(text: str) -> None:
    name = naming.series(text)

    assert naming.is_file_name(name)
    assert name not in naming.TABLES
    assert not name.startswith("sqlite")


@pytest.mark.parametrize("header", ["place", "value", "since", "first_seen", "section"])
def test_key_has_no_name_that_views_of_it_and_addresses_have(header: str) -> None:
    assert naming.columns([header, "name"], [header])[header] == f"{header}_2"
    assert naming.columns([header, "name"], ["name"])[header] == header


@pytest.mark.parametrize(
    ("names", "distinct"),
    [
        (["2024-1", "2024-1", "2024-1"], ["2024-1", "2024-1-2", "2024-1-3"]),
        (["2024-1", "2024-1", "2024-1-2"], ["2024-1", "2024-1-2", "2024-1-2-2"]),
        (["2024-A", "2024-a"], ["2024-A", "2024-a-2"]),
    ],
)
def test_versions_of_one_name_are_numbered_beside_those_that_have_the_number(
    names: list[str], distinct: list[str]
) -> None:
    assert naming.distinct(names) == distinct
