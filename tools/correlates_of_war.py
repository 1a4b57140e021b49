"""Compares the memberships of this list with those that Correlates of War codes.

    python -m tools.correlates_of_war state_year_formatv3.csv

The file is theirs (Intergovernmental Organizations, version 3, one row for each state and year, one
column for each organization; Pevehouse, Nordstrom, McManus and Jamison, Journal of Peace Research
57(3)); it is not part of this repository. A year counts as ours if a membership covers any day of
it.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

UNITED_STATES = "2"
MEMBER, ABSENT, NO_BODY, UNKNOWN = "1", "0", "-1", "-9"
# Our identifier of a body and the name of their column, for the bodies that both have.
BODIES = {
    "colombo-plan-council": "colombo",
    "iccrom": "iccrom",
    "international-cotton-advisory-committee": "icac",
    "international-lead-and-zinc-study-group": "ilzsg",
    "international-tropical-timber-organization": "itto",
    "irena": "irena",
    "pan-american-institute-of-geography-and-history": "paigh",
    "unesco": "unesco",
    "who": "who",
}

Years = list[tuple[int, str, str]]
"""A year, their code and ours, both in their coding."""


def ours(memberships: Iterable[dict[str, str]], year: int) -> str:
    """Whether the United States was a member or party in the year: MEMBER, ABSENT, or UNKNOWN if
    there is only a membership without a beginning."""
    rows = [row for row in memberships if row["place"] in ("member", "party")]
    for row in rows:
        if row["began_on"] and int(row["began_on"][:4]) <= year <= int(row["ended_on"][:4] or 9999):
            return MEMBER
    return UNKNOWN if any(not row["began_on"] for row in rows) else ABSENT


def differing(years: Years) -> Iterator[str]:
    """Runs of years in which the two differ, as lines."""
    for (they, we), run in groupby(years, lambda item: item[1:]):
        first, *_, last = [year for year, *_ in run] * 2
        if they not in (we, NO_BODY):
            yield f"{first}-{last}: they have {_said(they)}, we have {_said(we)}"


def _said(code: str) -> str:
    return {MEMBER: "a member", ABSENT: "none"}.get(code, "nothing known")


def main(file: str) -> int:
    """Print each difference, by body."""
    with Path("data/memberships.csv").open(encoding="utf-8", newline="") as lines:
        memberships = list(csv.DictReader(lines))
    with Path(file).open(encoding="utf-8", newline="") as lines:
        states = [row for row in csv.DictReader(lines) if row["ccode"] == UNITED_STATES]
    for org_id, column in BODIES.items():
        own = [row for row in memberships if row["org_id"] == org_id]
        years = [
            (year, str(round(float(row[column]))), ours(own, year))
            for row in states
            for year in [round(float(row["year"]))]
        ]
        for line in differing(years):
            print(f"{org_id} {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
