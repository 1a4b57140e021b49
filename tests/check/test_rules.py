"""Every rule of checks/, broken on purpose: the finding it gives, to the letter, and no other than
the same rows cause. Hashes are refreshed first, so that none gives the fault away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.check import check
from scripts.refresh import refresh
from tests.breaking import Edit, all_of, cell, record, text, without

ARTICLE = "data/prints/2026-01-08-article.csv"
MEMORANDUM = "data/prints/2026-01-07-memorandum.csv"
ORGANIZATIONS = "data/organizations.csv"
NAMES = "data/names.csv"
SOURCES = "data/sources.csv"
REVISIONS = "data/revisions.csv"
THEMES = "data/themes.csv"

# The rule that a case is about, the edit, and everything that check then says.
CASES: list[tuple[str, Edit, list[str]]] = [
    (
        "listed-count",
        cell(ORGANIZATIONS, 3, "scope", "beside"),
        [
            "data/organizations.csv: 65 bodies of scope listed, not 66",
            "data/organizations.csv:3: scope: colombo-plan-council stands in a printing, "
            "so its scope is listed, not beside",
            "data/themes.csv:3: org_id: colombo-plan-council is not on the list",
        ],
    ),
    (
        "printed-is-listed",
        all_of(
            cell(ORGANIZATIONS, 3, "scope", "beside"),
            cell(ORGANIZATIONS, 10, "scope", "listed"),
            without(THEMES, 3),
            record(THEMES, org_id="ecosoc", theme="institutions_law", reason="A test"),
        ),
        [
            "data/organizations.csv:3: scope: colombo-plan-council stands in a printing, "
            "so its scope is listed, not beside",
            "data/organizations.csv:10: scope: ecosoc is listed, but no printing has it",
        ],
    ),
    (
        "listed-in-print",
        all_of(without(ARTICLE, 3), without(MEMORANDUM, 3)),
        [
            "data/organizations.csv:3: scope: colombo-plan-council is listed, "
            "but no printing has it",
            *(
                f"{file}: {reason}"
                for file in (MEMORANDUM, ARTICLE)
                for reason in (
                    "65 bodies, not 66",
                    "position: no body at position 2",
                    "section: 34 bodies of section non_un, not 35",
                )
            ),
        ],
    ),
    (
        "context-is-parent",
        record(ORGANIZATIONS, org_id="x", name_en="UN Energy", kind="organ", scope="context"),
        [
            "data/organizations.csv:69: scope: x is here as context, but is the parent of no body",
            "data/organizations.csv:69: org_id: x has no name in the table of names",
            "data/organizations.csv:69: name_en: UN Energy is not among the names of x",
        ],
    ),
    (
        "parent-chain",
        cell(ORGANIZATIONS, 10, "parent_org_id", "ecosoc"),
        ["data/organizations.csv:10: parent_org_id: ecosoc is its own ancestor"],
    ),
    (
        "named",
        cell(ORGANIZATIONS, 3, "name_en", "Colombo Plan"),
        [
            "data/organizations.csv:3: name_en: Colombo Plan is not among the names of "
            "colombo-plan-council"
        ],
    ),
    (
        "chinese-script",
        all_of(cell(ORGANIZATIONS, 3, "name_zh", "Colombo"), cell(ARTICLE, 3, "name_zh", "Plan")),
        [
            "data/organizations.csv:3: name_zh: 'Colombo': a Chinese name has Chinese characters",
            "data/organizations.csv:3: name_zh: Colombo is not among the names of "
            "colombo-plan-council",
            f"{ARTICLE}:3: name_zh: 'Plan': a Chinese name has Chinese characters",
            f"{ARTICLE}:3: name_zh: Plan is not among the names of colombo-plan-council "
            "with the source of this printing",
        ],
    ),
    (
        "english-script",
        all_of(cell(ORGANIZATIONS, 3, "name_en", "計劃"), cell(ARTICLE, 3, "name_en", "理事會")),
        [
            "data/organizations.csv:3: name_en: '計劃': an English name has no Chinese characters",
            "data/organizations.csv:3: name_en: 計劃 is not among the names of "
            "colombo-plan-council",
            f"{ARTICLE}:3: name_en: '理事會': an English name has no Chinese characters",
            f"{ARTICLE}:3: name_en: 理事會 is not among the names of colombo-plan-council "
            "with the source of this printing",
        ],
    ),
    (
        "name-script",
        text(NAMES, "plan-council,en,Colombo", "plan-council,ja,科倫坡"),
        [
            "data/names.csv:5: lang: 科倫坡 Plan Council is not in the script of ja",
            "data/names.csv:5: org_id: out of key order; sort the records by "
            "org_id, lang, name, kind, source_id",
            f"{ARTICLE}:3: name_en: Colombo Plan Council is not among the names of "
            "colombo-plan-council with the source of this printing",
        ],
    ),
    (
        "every-body-named",
        record(ORGANIZATIONS, org_id="x", name_en="X", kind="organ", scope="beside"),
        [
            "data/organizations.csv:69: org_id: x has no name in the table of names",
            "data/organizations.csv:69: name_en: X is not among the names of x",
        ],
    ),
    (
        "web-address",
        text(SOURCES, "https://www.whitehouse.gov/fact", "javascript:alert(1)/fact"),
        [
            "data/sources.csv:3: url: 'javascript:alert(1)/fact-sheets/2026/01/fact-sheet-"
            "president-donald-j-trump-withdraws-the-united-states-from-international-organizations"
            "-that-are-contrary-to-the-interests-of-the-united-states/': "
            "an address starts with http:// or https://"
        ],
    ),
    (
        "same-day",
        cell(SOURCES, 3, "published_at", "2026-01-09T16:53:04-05:00"),
        [
            "data/sources.csv:3: published_at: 2026-01-09T16:53:04-05:00 is not on 2026-01-07",
        ],
    ),
    (
        "signed-before-published",
        cell(SOURCES, 3, "signed_on", "2026-01-08"),
        [
            "data/sources.csv:3: signed_on: signed on 2026-01-08, "
            "after it was published on 2026-01-07"
        ],
    ),
    (
        "captured-after-published",
        cell(SOURCES, 2, "captured_on", "2026-01-01"),
        [
            "data/sources.csv:2: captured_on: captured on 2026-01-01, "
            "before it was published on 2026-01-08"
        ],
    ),
    (
        "revision-has-file",
        record(
            REVISIONS,
            series="prints",
            revision="2026-02-01-radio",
            title="Read aloud",
            source_id="article-2026-01-08",
        ),
        [
            "data/revisions.csv:4: revision: prints/2026-02-01-radio is no resource of "
            "datapackage.json"
        ],
    ),
    (
        "printing-has-source",
        cell(REVISIONS, 3, "source_id", ""),
        ["data/revisions.csv:3: source_id: prints/2026-01-08-article names no source"],
    ),
    (
        "theme-of-listed",
        record(THEMES, org_id="ecosoc", theme="institutions_law", reason="A test"),
        ["data/themes.csv:10: org_id: ecosoc is not on the list"],
    ),
    (
        "listed-has-theme",
        without(THEMES, 3),
        ["data/organizations.csv:3: org_id: colombo-plan-council has no theme in data/themes.csv"],
    ),
    (
        "print-count",
        without(ARTICLE, 3),
        [
            f"{ARTICLE}: 65 bodies, not 66",
            f"{ARTICLE}: position: no body at position 2",
            f"{ARTICLE}: section: 34 bodies of section non_un, not 35",
        ],
    ),
    (
        "section-count",
        cell(ARTICLE, 3, "section", "un"),
        [
            f"{ARTICLE}: section: 32 bodies of section un, not 31",
            f"{ARTICLE}: section: 34 bodies of section non_un, not 35",
            f"{ARTICLE}:3: section: position 2 belongs to section non_un, not un",
        ],
    ),
    (
        "position-gap",
        cell(ARTICLE, 3, "position", "67"),
        [
            f"{ARTICLE}: position: no body at position 2",
            f"{ARTICLE}:3: position: 67 is not between 1 and 66",
        ],
    ),
    (
        "position-range",
        cell(MEMORANDUM, 3, "position", "200"),
        [
            f"{MEMORANDUM}: position: no body at position 2",
            f"{MEMORANDUM}:3: position: 200 is not between 1 and 66",
        ],
    ),
    (
        "section-order",
        all_of(cell(ARTICLE, 2, "position", "2"), cell(ARTICLE, 3, "position", "1")),
        [],
    ),
    (
        "section-order",
        all_of(cell(ARTICLE, 2, "position", "36"), cell(ARTICLE, 5, "position", "1")),
        [
            f"{ARTICLE}:2: section: position 36 belongs to section un, not non_un",
            f"{ARTICLE}:5: section: position 1 belongs to section non_un, not un",
        ],
    ),
    (
        "terminator",
        cell(ARTICLE, 3, "name_en", "Colombo Plan Council; and"),
        [
            f"{ARTICLE}:3: name_en: 'Colombo Plan Council; and': "
            "a printed name ends before the list's own ; or . or and",
            f"{ARTICLE}:3: name_en: Colombo Plan Council; and is not among the names of "
            "colombo-plan-council with the source of this printing",
        ],
    ),
    (
        "printed-name-known",
        cell(ARTICLE, 3, "name_en", "Colombo Council"),
        [
            f"{ARTICLE}:3: name_en: Colombo Council is not among the names of "
            "colombo-plan-council with the source of this printing"
        ],
    ),
    (
        "numbers-differ",
        cell(ARTICLE, 3, "printed_number", "1"),
        [
            f"{ARTICLE}:2: printed_number: 1 stands twice in this printing",
            f"{ARTICLE}:3: printed_number: 1 stands twice in this printing",
        ],
    ),
    (
        "file-has-revision",
        without(REVISIONS, 3),
        [f"{ARTICLE}: prints/2026-01-08-article has no row in data/revisions.csv"],
    ),
]


@pytest.mark.parametrize(("rule", "edit", "expected"), CASES, ids=[case[0] for case in CASES])
def test_broken_rule_is_found_and_nothing_else(
    copy: Path, rule: str, edit: Edit, expected: list[str]
) -> None:
    edit(copy)
    refresh(copy)

    report = check(copy)

    assert sorted(map(str, report.findings)) == sorted(expected)
    assert not expected or rule in {finding.rule for finding in report.findings}
    assert report.passed is not bool(expected)


def test_every_rule_of_every_suite_is_broken_here(root: Path) -> None:
    rules = {
        expectation["meta"]["rule"]
        for path in sorted((root / "checks").glob("*.json"))
        for expectation in json.loads(path.read_text(encoding="utf-8"))["expectations"]
    }

    assert rules == {rule for rule, _, _ in CASES}
