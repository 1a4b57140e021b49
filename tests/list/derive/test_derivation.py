"""The revisions of the register, derived from invented acts in a copy: days, acts found late,
files, resources and rows."""

from __future__ import annotations

import json
from pathlib import Path

from revisioned.core.csv_table import read
from revisioned.derive.refresh import refresh
from tests.breaking import record, text, without
from tests.list.derive.invented import ACTS, act, register, write


def test_act_found_late_changes_the_revisions_since_its_day_and_none_before(copy: Path) -> None:
    acts = [
        act("who", "announced", "2025-01-20"),
        act("unhrc", "announced", "2025-02-04"),
        act("unesco", "announced", "2025-07-22"),
    ]
    write(copy, *acts)
    before = register(copy)

    write(copy, *acts, act("who", "notified", "2025-02-04"))

    after = register(copy)
    assert list(after) == list(before)
    assert after["2025-01-20"] == before["2025-01-20"]
    for revision in ("2025-02-04", "2025-07-22"):
        late = {"who": {**before[revision]["who"], "notified_on": "2025-02-04"}}
        assert after[revision] == before[revision] | late


def test_two_acts_of_one_day_are_one_revision(copy: Path) -> None:
    write(
        copy,
        act("unesco", "announced", "2025-07-22"),
        act("unesco", "notified", "2025-07-22", due="2026-12-31"),
    )

    assert register(copy) == {
        "2025-07-22": {
            "unesco": {
                "measure": "withdraw",
                "announced_on": "2025-07-22",
                "notified_on": "2025-07-22",
                "effective_due_on": "2026-12-31",
            }
        }
    }


def test_day_on_which_no_cell_changes_gives_no_revision(copy: Path) -> None:
    write(
        copy,
        act("who", "announced", "2025-01-20"),
        act("who", "left_governing_body", "2025-02-01"),
        act("who", "notified", "2025-03-01"),
    )

    assert list(register(copy)) == ["2025-01-20", "2025-03-01"]


def test_every_date_of_the_register_has_the_source_of_its_act(copy: Path) -> None:
    write(
        copy,
        {**act("who", "announced", "2025-01-20"), "source_id": "eo-14155-2025-01-20"},
        {**act("who", "notified", "2025-01-22", due="2026-01-22"), "source_id": "abdpost-2025-01"},
    )

    (row,) = read(copy / "data/register/2025-01-22.csv").dicts()
    assert {name: value for name, value in row.items() if value and "source" in name} == {
        "announced_source_id": "eo-14155-2025-01-20",
        "notified_source_id": "abdpost-2025-01",
        "effective_due_source_id": "abdpost-2025-01",
    }


def test_new_revision_gets_a_file_a_resource_and_a_row(copy: Path) -> None:
    new = act("unhrc", "rescinded", "2026-02-11", measure="")
    record(ACTS, **new)(copy)

    written, _ = refresh(copy)

    assert {"data/register/2026-02-11.csv", "data/revisions.csv", "datapackage.json"} <= {*written}
    assert "2026-02-11" in register(copy)
    assert revisions(copy)[-1] == "2026-02-11"
    assert resources(copy)[-1] == "2026-02-11"


def test_revision_without_an_act_is_removed_with_its_resource_and_row(copy: Path) -> None:
    assert "2026-02-10" in register(copy)
    without(ACTS, "freedom-online-coalition-notified-2026-02-10")(copy)

    refresh(copy)

    assert "2026-02-10" not in register(copy)
    assert "2026-02-10" not in revisions(copy)
    assert "2026-02-10" not in resources(copy)
    assert revisions(copy) == resources(copy) == list(register(copy))


def test_second_refresh_after_a_new_act_writes_nothing(copy: Path) -> None:
    record(ACTS, **act("unhrc", "rescinded", "2026-02-11", measure=""))(copy)

    assert refresh(copy)[0]
    assert refresh(copy) == ([], ())


def test_printings_stay_as_they_are_in_the_table_of_revisions(copy: Path) -> None:
    before = [row for row in read(copy / "data/revisions.csv").dicts() if row["series"] == "prints"]

    write(copy, act("who", "announced", "2025-01-20"))

    after = list(read(copy / "data/revisions.csv").dicts())
    assert [row["revision"] for row in after if row["series"] == "register"] == ["2025-01-20"]
    assert [row for row in after if row["series"] == "prints"] == before


def test_columns_that_the_schema_lacks_are_refused_with_a_message(copy: Path) -> None:
    text("data/views/register.sql", "AS measure\n", "AS aim\n")(copy)

    _, faults = refresh(copy)

    (fault,) = faults
    assert "data/register/2025-01-20.csv: the query should give the columns org_id,measure," in str(
        fault
    )


def test_header_that_the_schema_lacks_is_reported_and_nothing_derived(copy: Path) -> None:
    text(ACTS, "act_id,org_id", "act_id,body")(copy)

    written, faults = refresh(copy)

    header = ",".join(read(copy / "data/acts.csv").columns).replace("body", "org_id")
    assert [str(fault) for fault in faults] == [f"{ACTS}:1: the header should read: {header}"]
    assert written == ["datapackage.json"]


def revisions(root: Path) -> list[str]:
    rows = read(root / "data/revisions.csv").dicts()
    return [row["revision"] for row in rows if row["series"] == "register"]


def resources(root: Path) -> list[str]:
    document = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    return [item["revision"] for item in document["resources"] if item.get("series") == "register"]
