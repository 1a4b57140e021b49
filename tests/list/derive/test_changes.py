"""Changes between revisions, their sources, and how the database shows them."""

from __future__ import annotations

import asyncio
import csv
import json
import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.descriptor.load import load


def changes(root: Path) -> list[dict[str, str]]:
    with (root / "data/changes.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def rows(database: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


def test_printings_differ_in_wording_and_the_register_is_updated(root: Path) -> None:
    kinds = {(row["series"], row["kind"]) for row in changes(root)}

    assert kinds == {("prints", "wording"), ("register", "update")}


def test_22_names_are_printed_differently(database: Path) -> None:
    found = rows(
        database,
        "SELECT p.position FROM changes AS c JOIN prints AS p"
        " ON p.org_id = c.org_id AND p.revision = c.new_revision"
        " WHERE c.series = 'prints' AND c.field = 'name_en' ORDER BY 1",
    )

    assert [position for (position,) in found] == [30, 37, 38, 39, 40, 45, *range(51, 67)]


def test_all_bodies_of_the_list_except_unfpa_entered_the_register_on_one_day(
    database: Path,
) -> None:
    counted = rows(
        database,
        "SELECT op, count(*) FROM changes WHERE series = 'register'"
        " AND new_revision = '2026-01-07' GROUP BY op",
    )

    assert counted == [("added", 65), ("changed", 3)]


def test_every_change_names_its_source(root: Path) -> None:
    assert [row["change_id"] for row in changes(root) if not row["source_id"]] == []


def test_source_of_a_date_is_that_of_the_act(root: Path) -> None:
    (row,) = (
        row
        for row in changes(root)
        if (row["org_id"], row["field"]) == ("unesco", "effective_due_on")
    )

    assert (row["new"], row["source_id"]) == ("2026-12-31", "wam-unesco-2025-07-22")


def test_changes_are_those_of_the_command_line(
    root: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(root)
    package = load(root)
    for series in package.series:
        revisions = package.revisions(series.name)
        for old, new in pairwise(revisions):
            names = [f"{series.name}/{item.revision}" for item in (old, new)]
            assert main(["diff", *names, "--format", "json"]) == 0
            printed = json.loads(capfdbinary.readouterr().out)
            kept = [
                (row["org_id"], row["op"], row["field"])
                for row in changes(root)
                if (row["series"], row["new_revision"]) == (series.name, new.revision)
            ]

            assert sorted(kept) == sorted(
                (event["key"]["org_id"], event["op"], event.get("field", ""))
                for event in printed["events"]
            )


def test_statement_on_the_site_gives_the_changes(site, root: Path) -> None:
    address = (
        "/withdrawals/diff_prints.json?old=2026-01-07-memorandum&new=2026-01-08-article"
        "&_shape=array"
    )
    answer = asyncio.run(site.client.get(address)).json()

    kept = [row for row in changes(root) if row["series"] == "prints"]
    assert sorted((row["key_org_id"], row["field"], str(row["new"])) for row in answer) == sorted(
        (row["org_id"], row["field"], row["new"]) for row in kept
    )


def test_blame_says_since_when_and_by_which_source(database: Path) -> None:
    found = rows(
        database,
        "SELECT field, value, since, source_id FROM register_blame"
        " WHERE org_id = 'who' AND field LIKE '%_on' ORDER BY since, field",
    )

    assert found == [
        ("announced_on", "2025-01-20", "2025-01-20", "eo-14155-2025-01-20"),
        ("effective_due_on", "2026-01-22", "2025-01-22", "abdpost-2025-01"),
        ("notified_on", "2025-01-22", "2025-01-22", "abdpost-2025-01"),
        ("effective_on", "2026-01-22", "2026-01-22", "rubio-kennedy-2026-01-22"),
    ]


def test_every_filled_cell_of_the_newest_revision_has_its_blame(database: Path) -> None:
    filled = rows(
        database,
        "SELECT sum((name_en IS NOT NULL) + (name_zh IS NOT NULL) + (acronym IS NOT NULL)"
        " + 3) FROM prints WHERE revision = (SELECT max(revision) FROM prints)",
    )

    # position, section and has_note are filled in every record.
    assert rows(database, "SELECT count(*) FROM prints_blame") == filled
    assert rows(database, "SELECT count(*) FROM prints_blame WHERE source_id IS NULL") == [(0,)]


def test_seen_says_first_and_last(database: Path) -> None:
    found = rows(
        database, "SELECT first_seen, in_newest FROM register_seen WHERE org_id = 'unesco'"
    )

    assert found == [("2025-02-04", 1)]


def test_history_is_chronological(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)

    assert main(["history", "freedom-online-coalition"]) == 0
    told = capsys.readouterr().out
    assert "  2026-02-10\n    notified_on: 2026-02-10 (mediarightsagenda-2026-02)\n" in told
    assert told.index("2026-01-07-memorandum") < told.index("2026-02-10")


def test_history_of_an_unknown_organization_is_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)

    assert main(["history", "nobody"]) == 2
    assert capsys.readouterr().err == (
        "no revision has 'nobody'; `history` without a name lists what changed\n"
    )
