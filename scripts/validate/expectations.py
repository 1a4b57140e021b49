"""The rules of the domain: expectation suites in checks/, run by Great Expectations on SQLite.

A suite is checks/<table>.json, its name that of a table (or `package`, the table of resources):
{"name": …, "expectations": [{"type", "kwargs", "meta", "severity"}]}. `meta.rule` names the rule,
`meta.reason` says in a sentence what is wanted; with `severity` "warning" the check still passes.

An `unexpected_rows_expectation` selects what is wrong; in its query `(SELECT * FROM {batch})` is
the table. Its columns `_file`, `_line`, `_column` and `_reason`, where there are such, become the
finding.
"""

from __future__ import annotations

import logging
import sqlite3
import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

from ..core import guard
from ..core.diagnostics import Finding, Severity
from ..core.errors import InputError
from ..core.guard import RefusedError
from ..core.sql import identifier
from ..database.load import FILE, LINE, PACKAGE
from ..descriptor.model import Package
from ..descriptor.parse import DESCRIPTOR, read_json
from .deferred import deferred

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuite, ExpectationValidationResult

CHECKS = "checks"
QUERY = "unexpected_rows_query"
ROWS = "unexpected_rows_expectation"
BATCH = "{batch}"
# What it needs to compare distributions and to draw them.
DISTRIBUTIONS = ("scipy", "scipy.stats", "altair")
# It as string formatting has it: name, format, conversion.
BARE = ("batch", "", None)


@dataclass(frozen=True)
class Suite:
    """One file of checks/ as read: the table it is about and its expectations, still plain."""

    file: str
    table: str
    expectations: Sequence[dict[str, Any]]


def read_all(package: Package) -> tuple[list[Suite], list[Finding]]:
    """The suites of checks/, and what is wrong with them before any is run."""
    suites: list[Suite] = []
    findings: list[Finding] = []
    known = {relation.name for relation in package.relations} | {PACKAGE}
    for path in sorted((package.root / CHECKS).glob("*.json")):
        file = f"{CHECKS}/{path.name}"
        try:
            document = read_json(package.root, file)
        except InputError as error:
            findings += error.findings
            continue
        expectations = document.get("expectations")
        if path.stem not in known:
            reason = f"no table {path.stem!r}; there are: {', '.join(sorted(known))}"
            findings.append(Finding(file, None, None, reason, "suite"))
        elif not isinstance(expectations, list) or document.get("name") != path.stem:
            reason = f"a suite needs `name` {path.stem!r} and a list of `expectations`"
            findings.append(Finding(file, None, None, reason, "suite"))
        else:
            suites.append(Suite(file, path.stem, [*map(_joined, expectations)]))
    return suites, findings


def _joined(declared: Any) -> Any:
    """The expectation with its query as one text, where it is given as a list of lines."""
    kwargs: Any = declared.get("kwargs") if isinstance(declared, dict) else None
    query = kwargs.get(QUERY) if isinstance(kwargs, dict) else None
    if not isinstance(query, list) or not all(isinstance(line, str) for line in query):
        return declared
    return {**declared, "kwargs": {**kwargs, QUERY: "\n".join(query)}}


def library() -> None:
    """Import Great Expectations, which takes seconds, and without what it needs for a few kinds
    of expectations alone, half as many."""
    with warnings.catch_warnings(), deferred(*DISTRIBUTIONS):
        warnings.simplefilter("ignore", DeprecationWarning)
        # It imports Spark where that is installed, which warns of the pandas that is here.
        warnings.simplefilter("ignore", FutureWarning)
        import great_expectations  # noqa: F401


def run(package: Package, suites: Sequence[Suite], staging: Path) -> tuple[list[Finding], int]:
    """Every finding of the suites on the staging database, and how many expectations ran."""
    library()
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    # All at once: the library writes what it knows of a source again for each that is added.
    assets: Any = {"assets": [_asset(suite.table) for suite in suites]}
    source = context.data_sources.add_sqlite(
        "staging", connection_string=f"sqlite:///{staging}", **assets
    )
    findings: list[Finding] = []
    count = 0
    with closing(sqlite3.connect(staging)) as connection:
        for suite in suites:
            loaded, faults = _load(package, suite, connection)
            findings += faults
            asset = source.get_asset(suite.table)
            batch = asset.get_batch_definition(suite.table).get_batch()
            result = batch.validate(
                loaded,
                result_format={
                    "result_format": "COMPLETE",
                    "unexpected_index_column_names": [FILE, LINE],
                },
            )
            count += len(result.results)
            for outcome in result.results:
                if not outcome.success:
                    findings += _findings(package, suite, outcome, connection)
    return findings, count


def _asset(table: str) -> Any:
    """A table as Great Expectations has it, all of its rows one batch."""
    from great_expectations.core.batch_definition import BatchDefinition
    from great_expectations.datasource.fluent.sql_datasource import TableAsset

    whole: BatchDefinition[None] = BatchDefinition(name=table)
    return TableAsset(name=table, type="table", table_name=table, batch_definitions=[whole])


def _load(
    package: Package, suite: Suite, connection: sqlite3.Connection
) -> tuple[ExpectationSuite, list[Finding]]:
    """The suite as Great Expectations has it, and each entry that is not one: built singly,
    since a suite logs an unknown type and drops it."""
    import great_expectations as gx
    from great_expectations.exceptions.exceptions import GreatExpectationsError
    from great_expectations.expectations.expectation_configuration import (
        ExpectationConfiguration,
    )

    loaded = gx.ExpectationSuite(name=suite.table)
    findings = []
    for number, declared in enumerate(suite.expectations, start=1):
        try:
            _refuse(declared, suite.table, connection)
            loaded.add_expectation(ExpectationConfiguration(**declared).to_domain_obj())
        except (
            *(GreatExpectationsError, RefusedError),
            *(AttributeError, KeyError, TypeError, ValueError),
        ) as error:
            kind = declared.get("type") if isinstance(declared, dict) else declared
            why = str(error).replace("\n", " ")
            reason = f"expectation {number}, {kind!r}, cannot be run: {why}"
            line = _line(package.root / suite.file, number)
            findings.append(Finding(suite.file, line, None, reason, "unknown-expectation"))
    if not findings and len(loaded.expectations) != len(suite.expectations):
        reason = f"{len(suite.expectations)} expectations, of which two are the same"
        findings.append(Finding(suite.file, None, None, reason, "suite"))
    return loaded, findings


def _refuse(declared: Any, table: str, connection: sqlite3.Connection) -> None:
    """Raise ValueError or RefusedError for words that Great Expectations would stumble over, and
    for a query that does more than read."""
    if not isinstance(declared, dict) or not isinstance(declared.get("type"), str):
        raise ValueError("an expectation is an object with a `type`")
    for part in ("kwargs", "meta"):
        if not isinstance(declared.get(part, {}), dict):
            raise ValueError(f"its {part} are not an object")
    query = declared["kwargs"].get(QUERY, BATCH)
    parts = list(Formatter().parse(query))
    # A width of a thousand million would be written out.
    if any(name is not None and (name, form, how) != BARE for _, name, form, how in parts):
        raise ValueError(f"its query has other braces than {BATCH}")
    if not any(name for _, name, _, _ in parts):
        raise ValueError(f"its query does not select FROM {BATCH}")
    if query != BATCH:
        with guard.read_only(connection):
            # To its end: Great Expectations would wait for it for ever.
            for _ in connection.execute(query.format(batch=identifier(table))):
                pass


def _line(path: Path, number: int) -> int | None:
    """The line of the file on which its expectation of that number says its type."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [line for line, text in enumerate(lines, start=1) if '"type":' in text]
    return found[number - 1] if number <= len(found) else None


def _findings(
    package: Package,
    suite: Suite,
    outcome: ExpectationValidationResult,
    connection: sqlite3.Connection,
) -> Iterator[Finding]:
    declared: Any = outcome.expectation_config
    kwargs, meta = declared.kwargs, declared.meta or {}
    rule = str(meta.get("rule", declared.type))
    wanted = str(meta.get("reason", declared.type))
    severity: Severity = "warning" if declared.severity == "warning" else "error"
    place = _files(package, suite.table)
    if trouble := _raised(outcome.exception_info):
        yield Finding(suite.file, None, None, f"{rule} could not be run: {trouble}", rule)
    elif declared.type == ROWS:
        query = kwargs[QUERY].format(batch=identifier(suite.table))
        with guard.read_only(connection):
            cursor = connection.execute(query)
            names = [name for name, *_ in cursor.description]
            wrong = cursor.fetchall()
        for values in wrong:
            row = dict(zip(names, values, strict=True))
            file, line = row.get(FILE) or place, row.get(LINE)
            column, reason = row.get("_column"), row.get("_reason") or wanted
            yield Finding(file, line, column, reason, rule, severity)
    elif "unexpected_index_list" in outcome.result:
        column = kwargs.get("column")
        for row in outcome.result["unexpected_index_list"]:
            values = [row[name] for name in row if name not in (FILE, LINE)]
            reason = f"{', '.join(map(repr, values))}: {wanted}"
            yield Finding(row[FILE], row[LINE], column, reason, rule, severity)
    else:
        limits = [kwargs[name] for name in ("value", "min_value", "max_value") if name in kwargs]
        found = outcome.result.get("observed_value")
        reason = f"{found} found, {' to '.join(map(str, limits))} wanted: {wanted}"
        yield Finding(place, None, kwargs.get("column"), reason, rule, severity)


def _files(package: Package, table: str) -> str:
    """The file of a table, or the first of its files: where a finding without a place goes."""
    return DESCRIPTOR if table == PACKAGE else package.relation(table).resources[0].path


def _raised(information: dict[str, Any]) -> str | None:
    """What kept an expectation from running, in one line, or None."""
    details = [information, *(entry for entry in information.values() if isinstance(entry, dict))]
    messages = [entry["exception_message"] for entry in details if entry.get("raised_exception")]
    return str(messages[0]).strip().splitlines()[0] if messages else None
