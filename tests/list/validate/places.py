"""The published files and some of their records, as findings name them."""

from __future__ import annotations

from tests.breaking import Edit, line_of
from tests.conftest import ROOT

ACTS = "data/acts.csv"
CLAIMS = "data/claims.csv"
COVERAGE = "data/coverage.csv"
EXCEPTIONS = "data/exceptions.csv"
FACTS = "data/facts.csv"
NAMES = "data/names.csv"
ORGANIZATIONS = "data/organizations.csv"
REVISIONS = "data/revisions.csv"
SOURCES = "data/sources.csv"
STATEMENTS = "data/statements.csv"
THEMES = "data/themes.csv"
WITHDRAWALS = "data/withdrawals.csv"
CHANGES = "data/changes.csv"
QUERIES = "data/queries.csv"
CLAIM_RESULTS = "data/claim_results.csv"
MEMORANDUM = "data/prints/2026-01-07-memorandum.csv"
ARTICLE = "data/prints/2026-01-08-article.csv"
REGISTER_SQL = "data/views/register.sql"

# Findings that the published package has too, on purpose.
COUNTED = {"address-counted", "fixity-counted"}
OPEN = {"no-contact", *COUNTED}

Case = tuple[Edit, dict[str, list[str]]]
"""An edit that breaks rules, and all findings of check by rule."""

COLOMBO = "colombo-plan-council"
COALITION = "freedom-online-coalition"
MEMORANDUM_TEXT = "whitehouse-memorandum-2026-01-07"


def at(file: str, key: str) -> str:
    """The place of the published record that starts with these cells, as findings give it."""
    return f"{file}:{line_of(ROOT, file, key)}"


def after_all(file: str) -> str:
    """The place of a record appended to the file."""
    return f"{file}:{len((ROOT / file).read_bytes().splitlines()) + 1}"


def register_from(day: str) -> list[str]:
    """The files of the register from this day on."""
    files = sorted((ROOT / "data/register").glob("*.csv"))
    return [f"data/register/{file.name}" for file in files if file.stem >= day]
