"""Derived files: what check says where they are stale, and where they cannot be derived."""

from __future__ import annotations

from pathlib import Path

import pytest

from revisioned.derive import claims
from revisioned.derive.refresh import refresh
from revisioned.validate.check import check
from tests.breaking import Edit, all_of, cell, descriptor, record, text, without
from tests.list.validate.places import (
    ACTS,
    CHANGES,
    CLAIM_RESULTS,
    CLAIMS,
    OPEN,
    QUERIES,
    REVISIONS,
    WITHDRAWALS,
    at,
    register_from,
)

REGISTER = "data/register/2026-01-07.csv"
ELSEWHERE = (WITHDRAWALS, CHANGES, QUERIES)
RUN = "run `python -m scripts refresh`"
RESCINDED = {
    "org_id": "unhrc",
    "step": "rescinded",
    "act_date_precision": "day",
    "actor": "A test",
    "basis": "stated",
    "source_id": "eo-14199-2025-02-04",
}


def stale(file: str) -> str:
    return f"{file}: not the bytes that datapackage.json states; {RUN}"


def findings(root: Path) -> list[str]:
    return sorted(str(item) for item in check(root).findings if item.rule not in OPEN)


# For each derived file: an edit, and which of its cells are then stale.
EDITED: dict[str, tuple[Edit, list[str]]] = {
    REGISTER: (
        all_of(
            cell(REGISTER, "unesco", "measure", "cease_funding"),
            without(REGISTER, "who"),
            record(REGISTER, org_id="zz"),
        ),
        [
            f"{at(REGISTER, 'unesco')}: measure: 'cease_funding', "
            "but 'withdraw' is what the data gives",
            f"{REGISTER}: no record for who",
            f"{at(REGISTER, 'who')}: the query does not produce this record",
        ],
    ),
    REVISIONS: (
        cell(REVISIONS, "register,2026-01-07", "title", "A test"),
        [
            f"{at(REVISIONS, 'register,2026-01-07')}: title: 'A test', "
            "but 'Status after the events of 2026-01-07' is what the data gives"
        ],
    ),
    WITHDRAWALS: (
        cell(WITHDRAWALS, "unfccc", "notified_on", "2026-01-07"),
        [f"{at(WITHDRAWALS, 'unfccc')}: notified_on: '2026-01-07', but '' is what the data gives"],
    ),
    CLAIM_RESULTS: (
        cell(CLAIM_RESULTS, "article-institutions-law-share", "verdict", "agree"),
        [
            f"{at(CLAIM_RESULTS, 'article-institutions-law-share')}: verdict: 'agree', "
            "but 'disagree' is what the data gives"
        ],
    ),
}


def test_derived_files_that_were_edited_are_found_in_each_place(copy: Path) -> None:
    expected = []
    for file, (edit, reasons) in EDITED.items():
        edit(copy)
        expected += [stale(file), *(f"{reason}; {RUN}" for reason in reasons)]

    assert findings(copy) == sorted(expected)


def test_refresh_undoes_edits_of_a_derived_file(copy: Path) -> None:
    before = (copy / REGISTER).read_bytes()
    without(REGISTER, "who")(copy)

    assert refresh(copy) == ([REGISTER], ())
    assert (copy / REGISTER).read_bytes() == before


def test_register_file_that_was_deleted_is_found_and_refresh_brings_it_back(copy: Path) -> None:
    before = (copy / REGISTER).read_bytes()
    (copy / REGISTER).unlink()

    assert findings(copy) == [
        f"{REGISTER}: No such file or directory, but datapackage.json names it"
    ]
    refresh(copy)
    assert (copy / REGISTER).read_bytes() == before


def test_register_file_without_a_resource_is_found(copy: Path) -> None:
    def drop(document) -> None:
        document["resources"] = [r for r in document["resources"] if r["path"] != REGISTER]

    descriptor(drop)(copy)

    assert findings(copy) == sorted(
        [
            f"{REGISTER}: is a derived file, but not a resource; {RUN}",
            f"{REGISTER}: no resource of datapackage.json names this file; add one or remove it",
            f"{at(REVISIONS, 'register,2026-01-07')}: revision: register/2026-01-07 is not a "
            "resource of datapackage.json",
        ]
    )


def test_added_act_is_missed_in_every_derived_cell(copy: Path) -> None:
    day, source = "2025-02-04", RESCINDED["source_id"]
    record(ACTS, act_id=f"unhrc-rescinded-{day}", act_date=day, **RESCINDED)(copy)

    wanted = {
        f"{at(file, 'unhrc')}: {column}": ("", value)
        for file in [*register_from(day), WITHDRAWALS]
        for column, value in (("rescinded_on", day), ("rescinded_source_id", source))
    }
    wanted[f"{at(WITHDRAWALS, 'unhrc')}: status_en"] = (
        "end of participation announced on 4 February 2025",
        "reversed on 4 February 2025",
    )
    wanted[f"{at(WITHDRAWALS, 'unhrc')}: status_zh"] = (
        "已於2025年2月4日宣布停止參與",
        "已於2025年2月4日撤銷",
    )
    said = "The United States announced on 4 February 2025 that it would no longer take part in "
    said += "the UN Human Rights Council (UNHRC)."
    wanted[f"{at(WITHDRAWALS, 'unhrc')}: sentence_en"] = (
        said,
        f"The United States reversed its end of participation on 4 February 2025. {said}",
    )
    told = "美國於2025年2月4日宣布不再參與聯合國人權理事會（UNHRC）。"
    wanted[f"{at(WITHDRAWALS, 'unhrc')}: sentence_zh"] = (
        told,
        f"美國於2025年2月4日撤銷停止參與決定。{told}",
    )
    found = [line for line in findings(copy) if not line.startswith((CHANGES, QUERIES))]

    assert found == sorted(
        [
            stale(ACTS),
            *(
                f"{place}: {was!r}, but {due!r} is what the data gives; {RUN}"
                for place, (was, due) in wanted.items()
            ),
        ]
    )


def test_added_act_is_missed_in_the_changes(copy: Path) -> None:
    act = {**RESCINDED, "act_date": "2026-02-11", "source_id": "mediarightsagenda-2026-02"}
    record(ACTS, act_id="unhrc-rescinded-2026-02-11", **act)(copy)

    found = [line for line in findings(copy) if line.startswith(CHANGES)]

    assert found == [
        f"{CHANGES}: no record for register/2026-02-11/unhrc/{field}; {RUN}"
        for field in ("rescinded_on", "rescinded_source_id")
    ]


def test_act_on_a_new_day_lacks_its_revision(copy: Path) -> None:
    act = {**RESCINDED, "act_date": "2026-02-11", "source_id": "mediarightsagenda-2026-02"}
    record(ACTS, act_id="unhrc-rescinded-2026-02-11", **act)(copy)

    found = [line for line in findings(copy) if not line.startswith(ELSEWHERE)]

    assert found == sorted(
        [
            stale(ACTS),
            "data/register/2026-02-11.csv: is a derived file, but not a resource; " + RUN,
            f"{REVISIONS}: no record for register, 2026-02-11; {RUN}",
        ]
    )


def test_missing_source_is_found_only_in_files_that_people_edit(copy: Path) -> None:
    cell(ACTS, "who-announced-2025-01-20", "source_id", "eo-1")(copy)
    refresh(copy)

    assert findings(copy) == [
        f"{at(ACTS, 'who-announced-2025-01-20')}: source_id: 'eo-1' is not in sources.source_id"
    ]


def test_register_that_cannot_be_derived_is_found(copy: Path) -> None:
    text("data/views/register.sql", "FROM shown", "FROM hidden")(copy)

    assert findings(copy) == [
        "data/views/register.sql: register cannot be derived: no such table: hidden"
    ]


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


@pytest.mark.parametrize(
    ("select", "reason"),
    [
        ("SELECT count(*) FROM missing", "does not run: no such table: missing"),
        ("SELECT org_id FROM themes", "must give one value; it gives more than one row"),
        ("SELECT org_id FROM themes WHERE theme = 'none'", "must give one value; it gives no row"),
        ("SELECT 1, 2", "must give one value; it gives 2 columns"),
        ("SELECT NULL", "must give one value; it gives an empty cell"),
        ("SELECT ''", "must give one value; it gives an empty cell"),
        ("SELECT 1; SELECT 2", "does not run: You can only execute one statement at a time."),
        (
            "INSERT INTO exceptions (rule) VALUES ('x') RETURNING 66",
            "does not run: only reading is allowed",
        ),
        ("ATTACH 'attached.db' AS attached", "does not run: only reading is allowed"),
        ("PRAGMA user_version", "does not run: only reading is allowed"),
        (ENDLESS, "does not run: it was stopped after 0.1 seconds"),
    ],
    ids=[
        *("wrong", "rows", "no-row", "columns", "null", "empty", "statements"),
        *("insert", "attach", "pragma", "endless"),
    ],
)
def test_sql_of_a_claim_that_does_not_give_one_value_is_named(
    copy: Path, monkeypatch: pytest.MonkeyPatch, select: str, reason: str
) -> None:
    monkeypatch.setattr(claims, "QUERY_TIMEOUT_S", 0.1)
    monkeypatch.chdir(copy)
    cell(CLAIMS, "article-all", "sql", select)(copy)

    _, faults = refresh(copy)

    assert [str(fault) for fault in faults] == [
        f"{at(CLAIMS, 'article-all')}: sql: the SELECT {reason}"
    ]
    assert not list(copy.glob("attached.db"))


def test_every_claim_whose_sql_does_not_run_is_found_by_check(copy: Path) -> None:
    cell(CLAIMS, "article-all", "sql", "SELECT * FROM missing")(copy)
    cell(CLAIMS, "fact-sheet-un", "sql", "SELECT NULL")(copy)
    refresh(copy)

    assert [str(item) for item in check(copy).findings if item.rule not in OPEN] == [
        f"{at(CLAIMS, 'article-all')}: sql: the SELECT does not run: no such table: missing",
        f"{at(CLAIMS, 'fact-sheet-un')}: sql: the SELECT must give one value;"
        " it gives an empty cell",
    ]
