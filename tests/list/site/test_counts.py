"""A difference is counted the same way on its page, in its JSON, on the command line and in SQL."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from collections.abc import Iterable
from itertools import combinations

import pytest
from datasette.app import Datasette

from revisioned.cli import main
from revisioned.descriptor.load import load
from tests.conftest import ROOT

TOLD = re.compile(r"(\d+) added, (\d+) removed, (\d+) changed in (\d+) cells?")
NAMES = ("added", "removed", "changed", "cells")
REVISIONS = {
    series.name: [str(item.revision) for item in load(ROOT).revisions(series.name)]
    for series in load(ROOT).series
}
PAIRS = [
    (series, *pair) for series, members in REVISIONS.items() for pair in combinations(members, 2)
]


def text(site: Datasette, path: str) -> str:
    response = asyncio.run(site.client.get(path))
    assert response.status_code == 200, path
    return response.text


def of_page(site: Datasette, series: str, old: str, new: str) -> dict[str, int]:
    """The counts at the top of the page, and those of the rows that it shows or folds."""
    page = text(site, f"/diff/{series}/{old}...{new}")
    shown = re.findall(r'data-count="(\w+)" data-number="(\d+)"', page)
    # A page leaves out counts of zero.
    told = dict.fromkeys((*NAMES, "cells"), 0) | {name: int(n) for name, n in shown}
    listed = sum(int(n) for n in re.findall(r'\?column=[^"]+"[^>]*>[^<]* \((\d+)\)</a>', page))
    assert listed == told["cells"]
    return {name: told[name] for name in NAMES}


def of_json(site: Datasette, series: str, old: str, new: str) -> dict[str, int]:
    document = json.loads(text(site, f"/diff/{series}/{old}...{new}.json"))
    counted = of_events((event["op"], *event["key"].values()) for event in document["events"])
    assert counted | {"filled": 0, "emptied": 0} == document["counts"]
    return counted


def of_sql(site: Datasette, series: str, old: str, new: str) -> dict[str, int]:
    """The counts of the canned query, which defines the difference."""
    key = load(ROOT).relation(series).schema.primary_key
    answer = text(site, f"/withdrawals/diff_{series}.json?old={old}&new={new}&_shape=array")
    rows = json.loads(answer)
    return of_events((row["op"], *(row[f"key_{name}"] for name in key)) for row in rows)


def of_events(events: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """The counts by this test's own reckoning, from (op, key)."""
    events = list(events)
    cells = Counter(op for op, *_ in events)
    records = {tuple(key) for op, *key in events if op == "changed"}
    return {
        "added": cells["added"],
        "removed": cells["removed"],
        "changed": len(records),
        "cells": cells["changed"],
    }


def of_command(captured: pytest.CaptureFixture[bytes], *sides: str) -> dict[str, int]:
    assert main(["diff", *sides]) == 0
    (told,) = TOLD.findall(captured.readouterr().out.decode())
    return dict(zip(NAMES, map(int, told), strict=True))


@pytest.mark.parametrize(("series", "old", "new"), PAIRS)
def test_page_json_command_and_sql_count_the_same(
    site: Datasette,
    capfdbinary: pytest.CaptureFixture[bytes],
    series: str,
    old: str,
    new: str,
) -> None:
    page = of_page(site, series, old, new)

    assert of_json(site, series, old, new) == page
    assert of_sql(site, series, old, new) == page
    assert of_command(capfdbinary, f"{series}/{old}", f"{series}/{new}") == page


def test_both_kinds_of_series_differ_by_what_is_known(site: Datasette) -> None:
    prints = of_page(site, "prints", "2026-01-07-memorandum", "2026-01-08-article")
    dates = of_page(site, "register", "2026-01-08", "2026-01-22")

    assert (prints["added"], prints["removed"], prints["changed"]) == (0, 0, 66)
    assert dates == {"added": 0, "removed": 0, "changed": 1, "cells": 2}
