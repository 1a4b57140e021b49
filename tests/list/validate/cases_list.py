"""Edits that break the rules about the list: bodies, names, themes, printings, revisions."""

from __future__ import annotations

from tests.breaking import all_of, cell, record, without
from tests.list.validate.places import (
    ACTS,
    ARTICLE,
    COLOMBO,
    COVERAGE,
    MEMORANDUM,
    NAMES,
    ORGANIZATIONS,
    REVISIONS,
    THEMES,
    Case,
    after_all,
    at,
)

CARBON = "24-7-carbon-free-energy-compact"
DESA = "department-of-economic-and-social-affairs"
COOPERATION = "commission-for-environmental-cooperation"
WATCHES = "data/watches.csv"
VENICE = "venice-commission-of-the-council-of-europe"

CASES: dict[str, Case] = {
    "listed body called beside": (
        cell(ORGANIZATIONS, COLOMBO, "scope", "beside"),
        {
            "listed-count": [
                f"{ORGANIZATIONS}: 65 found, 66 wanted: the list has 66 bodies of scope listed"
            ],
            "printed-is-listed": [
                f"{at(ORGANIZATIONS, COLOMBO)}: scope: {COLOMBO} is in a printing, "
                "so its scope is listed, not beside"
            ],
            "theme-of-listed": [f"{at(THEMES, COLOMBO)}: org_id: {COLOMBO} is not on the list"],
        },
    ),
    "body beside called listed": (
        cell(ORGANIZATIONS, "unhrc", "scope", "listed"),
        {
            "listed-count": [
                f"{ORGANIZATIONS}: 67 found, 66 wanted: the list has 66 bodies of scope listed"
            ],
            "listed-in-print": [
                f"{at(ORGANIZATIONS, 'unhrc')}: scope: unhrc is listed, but no printing has it"
            ],
            "listed-has-theme": [
                f"{at(ORGANIZATIONS, 'unhrc')}: org_id: unhrc has no theme in data/themes.csv"
            ],
        },
    ),
    "organizations": (
        all_of(
            cell(ORGANIZATIONS, COLOMBO, "name_en", "Colombo Board"),
            cell(ORGANIZATIONS, "ecosoc", "parent_org_id", "ecosoc"),
            record(ORGANIZATIONS, org_id="zz", name_en="Zz", kind="organ", scope="context"),
        ),
        {
            "named": [
                f"{at(ORGANIZATIONS, COLOMBO)}: name_en: Colombo Board is not among the names of "
                f"{COLOMBO}",
                f"{after_all(ORGANIZATIONS)}: name_en: Zz is not among the names of zz",
            ],
            "parent-chain": [
                f"{at(ORGANIZATIONS, 'ecosoc')}: parent_org_id: ecosoc is its own ancestor"
            ],
            "context-is-parent": [
                f"{after_all(ORGANIZATIONS)}: scope: zz is here as context, "
                "but is the parent of no body"
            ],
            "every-body-named": [
                f"{after_all(ORGANIZATIONS)}: org_id: zz has no name in the table of names"
            ],
        },
    ),
    "bodies without acts": (
        all_of(
            without(ACTS, f"{COLOMBO}-announced-2026-01-07", "unhrc-announced-2025-02-04"),
            without(COVERAGE, f"{COOPERATION},notified"),
        ),
        {
            "listed-announced": [
                f"{at(ORGANIZATIONS, COLOMBO)}: org_id: {COLOMBO} is listed, "
                "but data/acts.csv has no announced act of it"
            ],
            "beside-has-act": [
                f"{at(ORGANIZATIONS, 'unhrc')}: scope: unhrc is not on the list of 66 "
                "and no act is about it; add an act or remove it"
            ],
            "empty-date-explained": [
                f"{at(ORGANIZATIONS, COOPERATION)}: org_id: {COOPERATION} has no act notified, "
                "and data/coverage.csv does not say how far was searched"
            ],
        },
    ),
    "scripts": (
        all_of(
            cell(ORGANIZATIONS, COLOMBO, "name_zh", "Colombo"),
            cell(ORGANIZATIONS, COOPERATION, "name_en", "環境"),
            cell(ARTICLE, COLOMBO, "name_zh", "Plan"),
            cell(ARTICLE, COOPERATION, "name_en", "合作"),
            cell(NAMES, "unhrc,zh-Hans", "lang", "en"),
        ),
        {
            "chinese-script": [
                f"{at(ORGANIZATIONS, COLOMBO)}: name_zh: 'Colombo': "
                "a Chinese name has Chinese characters",
                f"{at(ARTICLE, COLOMBO)}: name_zh: 'Plan': a Chinese name has Chinese characters",
            ],
            "english-script": [
                f"{at(ORGANIZATIONS, COOPERATION)}: name_en: '環境': "
                "an English name has no Chinese characters",
                f"{at(ARTICLE, COOPERATION)}: name_en: '合作': "
                "an English name has no Chinese characters",
            ],
            "name-script": [
                f"{at(NAMES, 'unhrc,zh-Hans')}: lang: 联合国人权理事会 is not in the script of en"
            ],
            "named": [
                f"{at(ORGANIZATIONS, COLOMBO)}: name_zh: Colombo is not among the names of "
                f"{COLOMBO}",
                f"{at(ORGANIZATIONS, COOPERATION)}: name_en: 環境 is not among the names of "
                f"{COOPERATION}",
            ],
            "printed-name-known": [
                f"{at(ARTICLE, COLOMBO)}: name_zh: Plan is not among the names of {COLOMBO} "
                "with the source of this printing",
                f"{at(ARTICLE, COOPERATION)}: name_en: 合作 is not among the names of "
                f"{COOPERATION} with the source of this printing",
            ],
        },
    ),
    "themes": (
        all_of(
            without(THEMES, COLOMBO),
            record(THEMES, org_id="who", theme="rights_people", reason="A test"),
        ),
        {
            "listed-has-theme": [
                f"{at(ORGANIZATIONS, COLOMBO)}: org_id: {COLOMBO} has no theme in data/themes.csv"
            ],
            "theme-of-listed": [f"{at(THEMES, VENICE)}: org_id: who is not on the list"],
        },
    ),
    "body that both printings lost": (
        all_of(without(ARTICLE, COLOMBO), without(MEMORANDUM, COLOMBO)),
        {
            "listed-in-print": [
                f"{at(ORGANIZATIONS, COLOMBO)}: scope: {COLOMBO} is listed, but no printing has it"
            ],
            "print-count": [f"{file}: 65 bodies, not 66" for file in (MEMORANDUM, ARTICLE)],
            "position-gap": [
                f"{file}: position: no body at position 2" for file in (MEMORANDUM, ARTICLE)
            ],
            "section-count": [
                f"{file}: section: 34 bodies of section non_un, not 35"
                for file in (MEMORANDUM, ARTICLE)
            ],
        },
    ),
    "printings": (
        all_of(
            cell(MEMORANDUM, COLOMBO, "position", "200"),
            cell(ARTICLE, CARBON, "position", "36"),
            cell(ARTICLE, DESA, "position", "1"),
            cell(ARTICLE, COLOMBO, "name_en", "Colombo Council"),
            cell(ARTICLE, COOPERATION, "name_en", "Commission for Cooperation; and"),
            cell(ARTICLE, VENICE, "section", "un"),
            cell(ARTICLE, "unitar", "printed_number", "1"),
        ),
        {
            "position-gap": [f"{MEMORANDUM}: position: no body at position 2"],
            "position-range": [
                f"{at(MEMORANDUM, COLOMBO)}: position: 200: a position is between 1 and 66"
            ],
            "section-order": [
                f"{at(ARTICLE, CARBON)}: section: position 36 belongs to section un, not non_un",
                f"{at(ARTICLE, DESA)}: section: position 1 belongs to section non_un, not un",
                f"{at(ARTICLE, VENICE)}: section: position 35 belongs to section non_un, not un",
            ],
            "section-count": [
                f"{ARTICLE}: section: 32 bodies of section un, not 31",
                f"{ARTICLE}: section: 34 bodies of section non_un, not 35",
            ],
            "terminator": [
                f"{at(ARTICLE, COOPERATION)}: name_en: 'Commission for Cooperation; and': "
                "a printed name ends before the list's own ; or . or and"
            ],
            "printed-name-known": [
                f"{at(ARTICLE, COLOMBO)}: name_en: Colombo Council is not among the names of "
                f"{COLOMBO} with the source of this printing",
                f"{at(ARTICLE, COOPERATION)}: name_en: Commission for Cooperation; and is not "
                f"among the names of {COOPERATION} with the source of this printing",
            ],
            "numbers-differ": [
                f"{at(ARTICLE, CARBON)}: printed_number: 1 appears twice in this printing",
                f"{at(ARTICLE, 'unitar')}: printed_number: 1 appears twice in this printing",
            ],
        },
    ),
    "two bodies that change places within their section": (
        all_of(cell(ARTICLE, CARBON, "position", "2"), cell(ARTICLE, COLOMBO, "position", "1")),
        {},
    ),
    "revisions": (
        all_of(
            cell(REVISIONS, "prints,2026-01-08-article", "source_id", ""),
            record(REVISIONS, series="prints", revision="2026-02-01-radio", title="Read aloud"),
        ),
        {
            "printing-has-source": [
                f"{at(REVISIONS, 'prints,2026-01-08-article')}: source_id: "
                "empty: a printing names its source",
                f"{at(REVISIONS, 'register,2025-01-20')}: source_id: empty: "
                "a printing names its source",
            ],
            "revision-has-file": [
                f"{at(REVISIONS, 'register,2025-01-20')}: revision: prints/2026-02-01-radio is not "
                "a resource of datapackage.json"
            ],
        },
    ),
    "printing without a revision": (
        without(REVISIONS, "prints,2026-01-08-article"),
        {
            "file-has-revision": [
                f"{ARTICLE}: prints/2026-01-08-article has no row in data/revisions.csv"
            ]
        },
    ),
    "watches": (
        all_of(
            cell(WATCHES, "un-press", "last_looked_on", "2026-11-01"),
            cell(WATCHES, "untc-unfccc-status", "url", "https://example.org/status"),
        ),
        {
            "look-has-day": [
                f"{at(WATCHES, 'un-press')}: result: a result and the day of the look go together"
            ],
            "watched-source": [
                f"{at(WATCHES, 'untc-unfccc-status')}: url: https://example.org/status is not the "
                "address of untc-xxvii-7"
            ],
        },
    ),
}
