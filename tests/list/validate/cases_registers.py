"""Edits that break the rules about memberships, founding texts and rules of exit."""

from __future__ import annotations

from tests.breaking import all_of, cell, record
from tests.list.validate.places import ACTS, COVERAGE, MEMORANDUM_TEXT, ORGANIZATIONS, Case, at

MEMBERSHIPS = "data/memberships.csv"
INSTRUMENTS = "data/instruments.csv"
EXIT_RULES = "data/exit_rules.csv"
TIMBER = "international-tropical-timber-organization-instrument-1"
STCU = "science-and-technology-center-in-ukraine"

CASES: dict[str, Case] = {
    "memberships": (
        all_of(
            cell(MEMBERSHIPS, "who-member-1948", "began_precision", ""),
            cell(MEMBERSHIPS, "unrwa-funder-2018", "end_cause", ""),
            cell(MEMBERSHIPS, "unhrc-observer-2021", "ended_on", "2020-01-01"),
            cell(MEMBERSHIPS, "paris-agreement-party-2016", "ended_on", "2025-01-27"),
            cell(MEMBERSHIPS, "irena-member-2011", "membership_id", "irena-party-2011"),
        ),
        {
            "date-has-precision": [
                f"{at(MEMBERSHIPS, 'who-member-1948')}: began_on: who-member-1948 has began_on or "
                "began_precision alone"
            ],
            "end-has-cause": [
                f"{at(MEMBERSHIPS, 'unrwa-funder-2018')}: ended_on: unrwa-funder-2018 has ended_on "
                "or end_cause alone"
            ],
            "end-after-beginning": [
                f"{at(MEMBERSHIPS, 'unhrc-observer-2021')}: ended_on: '2020-01-01', began_on "
                "'2021-02-28': what ended began before"
            ],
            "exit-is-an-act": [
                f"{at(MEMBERSHIPS, 'paris-agreement-party-2016')}: ended_on: "
                "paris-agreement-party-2016 ended on 2025-01-27 by an exit; from 2025-01-20 on "
                "that is an act in data/acts.csv"
            ],
            "no-two-at-once": [
                f"{at(MEMBERSHIPS, 'paris-agreement-party-2021')}: began_on: "
                "paris-agreement-party-2021 overlaps paris-agreement-party-2016"
            ],
            "membership-id": [
                f"{at(MEMBERSHIPS, 'irena-member-2011')}: membership_id: irena-party-2011 should "
                "start with irena-member"
            ],
        },
    ),
    "instruments": (
        all_of(
            cell(INSTRUMENTS, TIMBER, "expires_on", "2011-01-01"),
            cell(INSTRUMENTS, "unitar-instrument-1", "depositary", "A test"),
            cell(INSTRUMENTS, "un-women-instrument-1", "instrument_id", "un-women-text-1"),
        ),
        {
            "expires-after-force": [
                f"{at(INSTRUMENTS, TIMBER)}: expires_on: '2011-01-01', in_force_on '2011-12-07': "
                "a text ends after it began"
            ],
            "depositary-of-a-treaty": [
                f"{at(INSTRUMENTS, 'unitar-instrument-1')}: depositary: 'A test': treaties "
                "alone have a depositary"
            ],
            "instrument-id": [
                f"{at(INSTRUMENTS, 'un-women-instrument-1')}: instrument_id: un-women-text-1 "
                "should start with un-women-instrument-"
            ],
        },
    ),
    "rules of exit": (
        all_of(
            cell(EXIT_RULES, "unfccc-exit-rule-1", "effect_months", ""),
            cell(EXIT_RULES, "irena-exit-rule-1", "effect_months", "12"),
            cell(EXIT_RULES, "ipcc-exit-rule-1", "notice_to", "A test"),
            cell(EXIT_RULES, "ipcc-exit-rule-1", "article", "Article 1"),
            cell(EXIT_RULES, "iccrom-exit-rule-1", "article", ""),
            cell(EXIT_RULES, "who-exit-rule-1", "exit_rule_id", "who-rule-1"),
        ),
        {
            "period-of-notice": [
                f"{at(EXIT_RULES, 'irena-exit-rule-1')}: effect: irena-exit-rule-1 has a period, "
                "but its effect is not after_notice",
                f"{at(EXIT_RULES, 'unfccc-exit-rule-1')}: effect: unfccc-exit-rule-1 needs "
                "effect_months or effect_days, one of them",
            ],
            "nothing-to-notify": [
                f"{at(EXIT_RULES, 'ipcc-exit-rule-1')}: notice_to: 'A test': where leaving is not "
                "possible, there is no one to notify",
                f"{at(EXIT_RULES, 'ipcc-exit-rule-1')}: article: 'Article 1': where leaving is not "
                "possible, no article says how",
            ],
            "effect-has-article": [
                f"{at(EXIT_RULES, 'iccrom-exit-rule-1')}: article: empty: a day of effect "
                "comes from an article or a text"
            ],
            "exit-rule-id": [
                f"{at(EXIT_RULES, 'who-exit-rule-1')}: exit_rule_id: who-rule-1 should start with "
                "who-exit-rule-"
            ],
        },
    ),
    "how far was searched": (
        all_of(
            cell(COVERAGE, "unitar,exit_rule", "step", "instrument"),
            cell(COVERAGE, f"{STCU},depositary", "step", "disposal"),
        ),
        {
            "searched-in-vain": [
                f"{at(COVERAGE, 'unitar,exit_rule')}: result: not_searched for instrument, but the "
                "table has it for unitar"
            ],
            "step-known": [
                f"{at(COVERAGE, f'{STCU},depositary')}: step: disposal is not a step of "
                "data/steps.csv and none of membership, instrument, depositary, exit_rule"
            ],
            "everything-answered": [
                f"{at(ORGANIZATIONS, STCU)}: org_id: {STCU} rests on a treaty without a "
                "depositary, and data/coverage.csv does not say how far was searched for it",
                f"{at(ORGANIZATIONS, 'unitar')}: org_id: unitar has no exit_rule, and "
                "data/coverage.csv does not say how far was searched for it",
            ],
        },
    ),
    "a return without an exit": (
        record(
            ACTS,
            act_id="unhrc-rejoined-2025-02-05",
            org_id="unhrc",
            step="rejoined",
            act_date="2025-02-05",
            act_date_precision="day",
            actor="A test",
            basis="stated",
            source_id=MEMORANDUM_TEXT,
        ),
        {
            "rejoined-follows": [
                f"{at(ACTS, 'unitar-announced-2026-01-07')}: step: unhrc-rejoined-2025-02-05 is a "
                "return, but no exit had taken effect by that day"
            ]
        },
    ),
    "an end of participation that is called leaving": (
        cell(ACTS, "unhrc-announced-2025-02-04", "meaning", "leave"),
        {
            "meaning-fits-measure": [
                f"{at(ACTS, 'unhrc-announced-2025-02-04')}: meaning: 'leave': only a "
                "withdrawal can mean leaving; an end of participation or of funding cannot"
            ]
        },
    ),
}
