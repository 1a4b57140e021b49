"""Edits that break the rules about events and their sources: acts, coverage, the register, facts,
sources, statements, claims, exceptions."""

from __future__ import annotations

from tests.breaking import all_of, cell, record, text
from tests.list.validate.places import (
    ACTS,
    CLAIMS,
    COALITION,
    COLOMBO,
    COVERAGE,
    EXCEPTIONS,
    FACTS,
    MEMORANDUM_TEXT,
    REGISTER_SQL,
    SOURCES,
    STATEMENTS,
    Case,
    after_all,
    at,
    register_from,
)

NOTIFIED = f"{COALITION}-notified"
BEFORE_IT_WAS_ANNOUNCED = all_of(
    cell(ACTS, f"{NOTIFIED}-2026-02-10", "act_date", "2026-01-06"),
    cell(ACTS, f"{NOTIFIED}-2026-02-10", "act_id", f"{NOTIFIED}-2026-01-06"),
)

CASES: dict[str, Case] = {
    "acts": (
        all_of(
            cell(ACTS, "who-took-effect-2026-01-22", "basis", "inferred"),
            cell(ACTS, "who-notified-2025-01-22", "due_on", "2025-01-21"),
            cell(ACTS, "paris-agreement-took-effect-2026-01-27", "due_on", "2026-01-28"),
            cell(ACTS, f"{NOTIFIED}-2026-02-10", "source_id", MEMORANDUM_TEXT),
            cell(ACTS, "who-announced-2025-01-20", "act_id", "who-announced-2025-01-21"),
            cell(ACTS, "unhrc-announced-2025-02-04", "measure", ""),
        ),
        {
            "effect-is-stated": [
                f"{at(ACTS, 'who-took-effect-2026-01-22')}: basis: 'inferred': that a "
                "withdrawal took effect is stated by a source; a due date that has passed is not "
                "an effect"
            ],
            "due-after-act": [
                f"{at(ACTS, 'who-notified-2025-01-22')}: due_on: '2025-01-21', act_date "
                "'2025-01-22': what is due lies on the day of the act or after it"
            ],
            "effect-has-no-due": [
                f"{at(ACTS, 'paris-agreement-took-effect-2026-01-27')}: due_on: "
                "'2026-01-28': what took effect is no longer due; the date belongs to the act that "
                "sets it"
            ],
            "act-after-source": [
                f"{at(ACTS, f'{NOTIFIED}-2026-02-10')}: act_date: 2026-02-10 is after "
                f"2026-01-07, when {MEMORANDUM_TEXT} was published"
            ],
            "act-id": [
                f"{at(ACTS, 'who-announced-2025-01-20')}: act_id: who-announced-2025-01-21 should "
                "start with who-announced-2025-01-20"
            ],
            "measure-named": [
                f"{at(ACTS, 'unhrc-announced-2025-02-04')}: measure: empty: an announced act "
                "says what is aimed at"
            ],
        },
    ),
    "exit before the register begins": (
        record(
            ACTS,
            act_id="unhrc-announced-2018-06-19",
            org_id="unhrc",
            step="announced",
            measure="cease_participation",
            act_date="2018-06-19",
            act_date_precision="day",
            actor="A test",
            basis="stated",
            source_id=MEMORANDUM_TEXT,
        ),
        {
            "register-begins": [
                f"{at(ACTS, 'unhrc-announced-2025-02-04')}: act_date: 2018-06-19 is before "
                "2025-01-20, the day from which the register counts; an earlier exit "
                "belongs in data/memberships.csv"
            ]
        },
    ),
    "rescinded before it was announced": (
        record(
            ACTS,
            act_id="unhrc-rescinded-2025-01-27",
            org_id="unhrc",
            step="rescinded",
            act_date="2025-01-27",
            act_date_precision="day",
            actor="A test",
            basis="stated",
            source_id=MEMORANDUM_TEXT,
        ),
        {
            "rescinded-follows": [
                f"{at(ACTS, 'unitar-announced-2026-01-07')}: step: unhrc-rescinded-2025-01-27 "
                "takes back what had not been announced by that day"
            ]
        },
    ),
    "notified before it was announced": (
        BEFORE_IT_WAS_ANNOUNCED,
        {
            "step-order": [
                f"{at(ACTS, f'{NOTIFIED}-2026-02-10')}: act_date: warning: "
                "notified on 2026-01-06 is before announced on 2026-01-07; if it is so, say why "
                f"in data/exceptions.csv: step-order,{NOTIFIED}-2026-01-06,<reason>"
            ]
        },
    ),
    "notified before it was announced, with a reason": (
        all_of(
            BEFORE_IT_WAS_ANNOUNCED,
            record(
                EXCEPTIONS,
                rule="step-order",
                subject=f"{NOTIFIED}-2026-01-06",
                reason="A test",
            ),
        ),
        {},
    ),
    "coverage": (
        all_of(
            cell(COVERAGE, f"{COLOMBO},notified", "result", "found"),
            record(
                COVERAGE,
                org_id=COALITION,
                step="notified",
                searched_until="2026-02-13",
                source_id="collection-2026-11-23",
                result="none_found",
                where="A test",
            ),
        ),
        {
            "found-has-act": [
                f"{at(COVERAGE, f'{COLOMBO},notified')}: result: found, but there is no "
                f"notified of {COLOMBO}"
            ],
            "found-after-all": [
                f"{at(COVERAGE, f'{COALITION},took_effect')}: result: none found up to "
                f"2026-02-13, but {NOTIFIED}-2026-02-10 is an act of that step"
            ],
        },
    ),
    "claims and exceptions": (
        all_of(
            cell(CLAIMS, "article-all", "not_computable_because", "A test"),
            cell(CLAIMS, "article-ucs-year", "not_computable_because", ""),
            record(EXCEPTIONS, rule="step-order", subject="who-left", reason="A test"),
        ),
        {
            "sql-or-reason": [
                f"{at(CLAIMS, 'article-all')}: sql: article-all has both SQL and a reason "
                "against it",
                f"{at(CLAIMS, 'article-ucs-year')}: sql: article-ucs-year has neither SQL nor a "
                "reason",
            ],
            "exception-known": [
                f"{after_all(EXCEPTIONS)}: rule: step-order for who-left silences nothing"
            ],
        },
    ),
    "register": (
        # Where refresh writes what it selects for each step.
        text(
            REGISTER_SQL,
            "'{step}' THEN source_id",
            "'{step}' AND step <> 'review_ordered' THEN source_id",
        ),
        {
            "date-has-source": [
                f"{at(file, 'unesco')}: review_ordered_on: unesco has a date or a source alone"
                for file in register_from("2025-02-04")
            ]
        },
    ),
    "facts": (
        all_of(
            cell(FACTS, "ipcc,founded", "value", "in 1988"),
            cell(FACTS, "iccrom,ror", "value", "05m2sf497"),
            cell(FACTS, "iccrom,website", "value", "www.iccrom.org"),
            cell(FACTS, "ipcc,oecd_dac", "value", "4706"),
            cell(FACTS, "international-law-commission,wikidata", "value", "Q68465B"),
            cell(FACTS, "unitar,oecd_dac", "match", ""),
            cell(FACTS, "unitar,wikidata", "confidence", ""),
            cell(FACTS, "unitar,website", "match", "exact"),
            cell(FACTS, "unitar,founded", "confidence", "single"),
            cell(FACTS, "peacebuilding-commission,wikidata", "confidence", "agreed"),
        ),
        {
            "founded-is-a-date": [
                f"{at(FACTS, 'ipcc,founded')}: value: 'in 1988': a founding is a "
                "year, a month or a day"
            ],
            "identifier-form": [
                f"{at(FACTS, 'iccrom,ror')}: value: '05m2sf497': an identifier of ROR is "
                "https://ror.org/0 and eight signs",
                f"{at(FACTS, 'iccrom,website')}: value: 'www.iccrom.org': an address "
                "starts with http:// or https://",
                f"{at(FACTS, 'international-law-commission,wikidata')}: value: 'Q68465B': an "
                "identifier of Wikidata is Q and a number",
                f"{at(FACTS, 'ipcc,oecd_dac')}: value: '4706': a code of the OECD has five digits",
            ],
            "identifier-qualified": [
                f"{at(FACTS, 'unitar,founded')}: confidence: founded of unitar is not an "
                "identifier, so match and confidence must be empty",
                f"{at(FACTS, 'unitar,oecd_dac')}: match: oecd_dac of unitar lacks match or "
                "confidence",
                f"{at(FACTS, 'unitar,website')}: match: website of unitar is not an "
                "identifier, so match and confidence must be empty",
                f"{at(FACTS, 'unitar,wikidata')}: confidence: wikidata of unitar lacks match or "
                "confidence",
            ],
            "agreed-by-two": [
                f"{at(FACTS, 'peacebuilding-commission,wikidata')}: confidence: Q1534084 is called "
                "agreed, but has one source"
            ],
        },
    ),
    "sources": (
        all_of(
            cell(SOURCES, "article-2026-01-08", "read_via", "cited"),
            cell(SOURCES, "mediarightsagenda-2026-02", "url", "javascript:alert(1)"),
            cell(SOURCES, "pina-2026-02-05", "captured_on", "2026-02-04"),
            cell(SOURCES, "untc-xxvii-7", "published_at", "2026-01-09T18:49:03-05:00"),
            cell(SOURCES, MEMORANDUM_TEXT, "published_at", "2026-01-08T00:49:03-05:00"),
            cell(SOURCES, MEMORANDUM_TEXT, "signed_on", "2026-01-08"),
            record(
                SOURCES,
                source_id="zz",
                title="A test",
                level="primary",
                lang="en",
                captured_on="2026-11-23",
            ),
        ),
        {
            "cited-has-no-hash": [
                f"{at(SOURCES, 'article-2026-01-08')}: sha256: "
                "'bc028d75b57212319a077a9e7447b2c8211eca9b715b5f32133ff9e838b82bcc': a source "
                "that was cited and not read has no sha256"
            ],
            "web-address": [
                f"{at(SOURCES, 'mediarightsagenda-2026-02')}: url: 'javascript:alert(1)': "
                "an address starts with http:// or https://"
            ],
            "captured-after-published": [
                f"{at(SOURCES, 'pina-2026-02-05')}: captured_on: '2026-02-04', published_on "
                "'2026-02-05': a text is captured after it is published"
            ],
            "same-day": [
                f"{at(SOURCES, 'untc-xxvii-7')}: published_at: 2026-01-09T18:49:03-05:00 stands "
                "alone: published_on is empty",
                f"{at(SOURCES, MEMORANDUM_TEXT)}: published_at: 2026-01-08T00:49:03-05:00 is not "
                "on 2026-01-07",
            ],
            "signed-before-published": [
                f"{at(SOURCES, MEMORANDUM_TEXT)}: published_on: '2026-01-07', signed_on "
                "'2026-01-08': a text is signed before it is published"
            ],
            "source-used": [f"{after_all(SOURCES)}: source_id: zz is used by no row"],
        },
    ),
    "statements": (
        all_of(
            cell(STATEMENTS, "cleetus-2026-01-08", "reported_on", ""),
            cell(STATEMENTS, "cleetus-2026-01-08", "said_on", "2026-01-09"),
            cell(STATEMENTS, "kerry-2026-01-08", "reported_on", "2026-01-09"),
            cell(STATEMENTS, "la-camera-2026-01", "locator", ""),
            cell(STATEMENTS, "mao-ning-2026-01-08", "reported_on", "2026-01-07"),
            cell(STATEMENTS, "merner-2026-01-08", "summary_zh", "Science stays"),
        ),
        {
            "said-after-source": [
                f"{at(STATEMENTS, 'cleetus-2026-01-08')}: said_on: 2026-01-09 is after "
                "2026-01-08, when article-2026-01-08 was published"
            ],
            "reported-after-source": [
                f"{at(STATEMENTS, 'kerry-2026-01-08')}: reported_on: 2026-01-09 is after "
                "2026-01-08, when article-2026-01-08 was published"
            ],
            "statement-dated": [
                f"{at(STATEMENTS, 'la-camera-2026-01')}: locator: empty: where a statement has "
                "no day, its locator says why"
            ],
            "said-before-reported": [
                f"{at(STATEMENTS, 'mao-ning-2026-01-08')}: reported_on: '2026-01-07', said_on "
                "'2026-01-08': a statement is said before it is reported"
            ],
            "chinese-summary": [
                f"{at(STATEMENTS, 'merner-2026-01-08')}: summary_zh: 'Science stays': "
                "a Chinese summary has Chinese characters"
            ],
        },
    ),
}
