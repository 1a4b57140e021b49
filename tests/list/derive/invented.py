"""Invented acts in a copy of the list, and the register derived from them."""

from __future__ import annotations

import csv
from pathlib import Path

from revisioned.core.csv_table import dump, read
from revisioned.derive.refresh import refresh

ACTS = "data/acts.csv"
SOURCE = "article-2026-01-08"

Act = dict[str, str]


def act(org_id: str, step: str, day: str, *, due: str = "", measure: str = "withdraw") -> Act:
    return {
        "act_id": f"{org_id}-{step.replace('_', '-')}-{day}",
        "org_id": org_id,
        "step": step,
        "measure": measure,
        "act_date": day,
        "act_date_precision": "day",
        "due_on": due,
        "actor": "Nobody",
        "basis": "stated",
        "source_id": SOURCE,
    }


def write(root: Path, *acts: Act) -> None:
    """Replace all acts by these, and refresh."""
    header = read(root / ACTS).columns
    rows = sorted([record.get(name, "") for name in header] for record in acts)
    (root / ACTS).write_bytes(dump(header, rows))
    _, faults = refresh(root)
    assert faults == ()


def register(root: Path) -> dict[str, dict[str, Act]]:
    """The cells that are filled, without sources, by revision and body."""
    return {
        path.stem: {
            row["org_id"]: {
                name: value
                for name, value in row.items()
                if value and name != "org_id" and not name.endswith("_source_id")
            }
            for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
        }
        for path in sorted((root / "data/register").glob("*.csv"))
    }
