"""The rules of the domain: expectation suites in checks/, run by Great Expectations on SQLite.

A suite is checks/<table>.json, named after a table (or `package`, the table of resources): {"name":
…, "expectations": [{"type", "kwargs", "meta", "severity"}]}. `meta.rule` names the rule, and
`meta.reason` is a sentence that says what is expected. With `severity` "warning" the check still
passes.

An `unexpected_rows_expectation` selects the rows that are wrong; in its query `(SELECT * FROM
{batch})` is the table. Its columns `_file`, `_line`, `_column` and `_reason`, if it has them,
become the finding.
"""

from __future__ import annotations

import logging
import sqlite3
import warnings
from collections.abc import Iterator, Mapping, Sequence
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
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.datasource.fluent.interfaces import Batch
    from great_expectations.expectations.expectation import Expectation

CHECKS = "checks"
QUERY = "unexpected_rows_query"
ROWS = "unexpected_rows_expectation"
BATCH = "{batch}"
# Great Expectations needs these to compare distributions and to draw them.
DISTRIBUTIONS = ("scipy", "scipy.stats", "altair")
# `{batch}` as `string.Formatter` parses it: name, format, conversion.
BARE = ("batch", "", None)
SUITE = 0
# The key in the meta of an expectation for its number.
NUMBER = "_number"
# The errors of reading an entry that is not an expectation.
MALFORMED = (AttributeError, KeyError, TypeError, ValueError)


@dataclass(frozen=True)
class Suite:
    """One file of checks/ as read: its table, the file named in findings that have no other place,
    its expectations as plain values, and the lines of their types."""

    file: str
    table: str
    place: str
    expectations: Sequence[dict[str, Any]]
    lines: Sequence[int]
    known: frozenset[int] = frozenset()
    """The numbers of those that need not run."""


Place = tuple[str, int]
"""An expectation: the file of its suite, and its number there, from 1."""

Results = dict[Place, list[Finding]]
"""What each expectation that ran has found, and under the number SUITE what is wrong with the
suite itself."""


def read_all(package: Package) -> tuple[list[Suite], list[Finding]]:
    """The suites of checks/, and the faults in them before any is run."""
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
            text = path.read_text(encoding="utf-8").splitlines()
            lines = [line for line, part in enumerate(text, start=1) if '"type":' in part]
            place = _place(package, path.stem)
            suites.append(Suite(file, path.stem, place, [*map(_joined, expectations)], lines))
    return suites, findings


def _place(package: Package, table: str) -> str:
    """The first file of a table, for findings without a place."""
    return DESCRIPTOR if table == PACKAGE else package.relation(table).resources[0].path


def _joined(declared: Any) -> Any:
    """The expectation, with its query as one text if it is a list of lines."""
    kwargs: Any = declared.get("kwargs") if isinstance(declared, dict) else None
    query = kwargs.get(QUERY) if isinstance(kwargs, dict) else None
    if not isinstance(query, list) or not all(isinstance(line, str) for line in query):
        return declared
    return {**declared, "kwargs": {**kwargs, QUERY: "\n".join(query)}}


def library() -> None:
    """Import Great Expectations. It takes seconds; half as many without the modules that only a few
    kinds of expectations need."""
    with warnings.catch_warnings(), deferred(*DISTRIBUTIONS):
        warnings.simplefilter("ignore", DeprecationWarning)
        import great_expectations  # noqa: F401


def run(suites: Sequence[Suite], staging: Path) -> Results:
    """What the expectations of the suites find on the staging database, except those known."""
    library()
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    # All at once: for each one that is added, the library writes its whole configuration again.
    assets: Any = {"assets": [_asset(suite.table) for suite in suites]}
    source = context.data_sources.add_sqlite(
        "staging", connection_string=f"sqlite:///{staging}", **assets
    )
    results: Results = {}
    with closing(sqlite3.connect(staging)) as connection:
        for suite in suites:
            loaded, results[suite.file, SUITE] = _load(suite, connection)
            results |= {(suite.file, each.meta[NUMBER]): [] for each in loaded if each.meta}
            asset = source.get_asset(suite.table)
            batch = asset.get_batch_definition(suite.table).get_batch()
            for outcome in _failed(batch, loaded):
                declared: Any = outcome.expectation_config
                results[suite.file, declared.meta[NUMBER]] += _findings(suite, outcome)
    return results


def _asset(table: str) -> Any:
    """The table as an asset of Great Expectations, with all of its rows in one batch."""
    from great_expectations.core.batch_definition import BatchDefinition
    from great_expectations.datasource.fluent.sql_datasource import TableAsset

    whole: BatchDefinition[None] = BatchDefinition(name=table)
    # Without quotes a name that is a word of SQL, such as `case`, would be read as that word.
    quoted = identifier(table)
    return TableAsset(name=table, type="table", table_name=quoted, batch_definitions=[whole])


def _failed(
    batch: Batch, expectations: Sequence[Expectation]
) -> Iterator[ExpectationValidationResult]:
    """The results of the expectations that fail. Of the library's own ones, only those that fail
    are run again to find the cells, since that takes twice as long. A query finds them at once."""
    from .query_once import QueryOnceExpectation

    queries = [each for each in expectations if isinstance(each, QueryOnceExpectation)]
    others = [each for each in expectations if not isinstance(each, QueryOnceExpectation)]
    failed = _results(batch, others, "BOOLEAN_ONLY")
    configured: list[Any] = [result.expectation_config for result in failed]
    asked = [*queries, *(each.to_domain_obj() for each in configured)]
    return _results(
        batch,
        asked,
        {"result_format": "COMPLETE", "unexpected_index_column_names": [FILE, LINE]},
    )


def _results(
    batch: Batch, expectations: Sequence[Expectation], wanted: Any
) -> Iterator[ExpectationValidationResult]:
    """The results of the expectations that fail, in the given format."""
    import great_expectations as gx

    if expectations:
        suite = gx.ExpectationSuite(name=batch.datasource.name, expectations=[*expectations])
        found = batch.validate(suite, result_format=wanted)
        yield from (result for result in found.results if not result.success)


def _load(suite: Suite, connection: sqlite3.Connection) -> tuple[list[Expectation], list[Finding]]:
    """The expectations as objects of Great Expectations, and a finding for each entry that is not
    one. They are built one by one, since a suite only logs an unknown type and drops it."""
    import great_expectations as gx
    from great_expectations.exceptions.exceptions import GreatExpectationsError
    from great_expectations.expectations.expectation_configuration import (
        ExpectationConfiguration,
    )

    from .query_once import QueryOnceExpectation

    loaded = gx.ExpectationSuite(name=suite.table)
    findings = []
    for number, declared in enumerate(suite.expectations, start=1):
        if number in suite.known:
            continue
        try:
            sql = query(declared, suite.table)
            with guard.read_only(connection):
                connection.execute(f"EXPLAIN {sql}").fetchone()
            own = QueryOnceExpectation.expectation_type
            kind = own if declared["type"] == ROWS else declared["type"]
            meta = {**declared.get("meta", {}), NUMBER: number}
            loaded.add_expectation(
                ExpectationConfiguration(**{**declared, "type": kind, "meta": meta}).to_domain_obj()
            )
        except (GreatExpectationsError, RefusedError, *MALFORMED) as error:
            kind = declared.get("type") if isinstance(declared, dict) else declared
            why = str(error).replace("\n", " ")
            reason = f"expectation {number}, {kind!r}, cannot be run: {why}"
            line = suite.lines[number - 1] if number <= len(suite.lines) else None
            findings.append(Finding(suite.file, line, None, reason, "unknown-expectation"))
    if not findings and len(loaded.expectations) + len(suite.known) != len(suite.expectations):
        reason = f"{len(suite.expectations)} expectations, of which two are the same"
        findings.append(Finding(suite.file, None, None, reason, "suite"))
    return loaded.expectations, findings


def query(declared: Any, table: str) -> str:
    """The query of an expectation about the table; without a query, the whole table. Raises one of
    MALFORMED for a query that Great Expectations cannot take."""
    if not isinstance(declared, dict) or not isinstance(declared.get("type"), str):
        raise ValueError("an expectation is an object with a `type`")
    for part in ("kwargs", "meta"):
        if not isinstance(declared.get(part, {}), dict):
            raise ValueError(f"its {part} are not an object")
    text = declared["kwargs"].get(QUERY, f"SELECT * FROM {BATCH}")
    parts = list(Formatter().parse(text))
    # A format with a width of a thousand million would fill the memory.
    if any(name is not None and (name, form, how) != BARE for _, name, form, how in parts):
        raise ValueError(f"its query has other braces than {BATCH}")
    if not any(name for _, name, _, _ in parts):
        raise ValueError(f"its query does not select FROM {BATCH}")
    return str(text.format(batch=identifier(table)))


def _findings(suite: Suite, outcome: ExpectationValidationResult) -> Iterator[Finding]:
    from .query_once import QueryOnceExpectation

    declared: Any = outcome.expectation_config
    kwargs, meta = declared.kwargs, declared.meta or {}
    rule = str(meta.get("rule", declared.type))
    wanted = str(meta.get("reason", declared.type))
    severity: Severity = "warning" if declared.severity == "warning" else "error"
    if trouble := _raised(outcome.exception_info):
        yield Finding(suite.file, None, None, f"{rule} could not be run: {trouble}", rule)
    elif declared.type == QueryOnceExpectation.expectation_type:
        for row in outcome.result["details"]["unexpected_rows"]:
            file, reason = str(row.get(FILE) or suite.place), str(row.get("_reason") or wanted)
            # A query may return any value in these columns.
            line, column = row.get(LINE), row.get("_column")
            yield Finding(
                file,
                line if isinstance(line, int) else None,
                None if column is None else str(column),
                reason,
                rule,
                severity,
            )
    elif "unexpected_index_list" in outcome.result:
        for row in outcome.result["unexpected_index_list"]:
            cells = {name: value for name, value in row.items() if name not in (FILE, LINE)}
            column = next(iter(cells))
            reason = f"{_shown(cells)}: {wanted}"
            yield Finding(row[FILE], row[LINE], column, reason, rule, severity)
    else:
        limits = [kwargs[name] for name in ("value", "min_value", "max_value") if name in kwargs]
        found = outcome.result.get("observed_value")
        reason = f"{found} found, {' to '.join(map(str, limits))} wanted: {wanted}"
        yield Finding(suite.place, None, kwargs.get("column"), reason, rule, severity)


def _shown(cells: Mapping[str, Any]) -> str:
    """The cells that are wrong, those after the first with their columns."""
    shown = ["empty" if cell is None else repr(cell) for cell in cells.values()]
    return ", ".join([*shown[:1], *map(" ".join, zip([*cells][1:], shown[1:], strict=True))])


def _raised(information: dict[str, Any]) -> str | None:
    """The error that kept an expectation from running, in one line; None without error."""
    details = [information, *(entry for entry in information.values() if isinstance(entry, dict))]
    messages = [entry["exception_message"] for entry in details if entry.get("raised_exception")]
    return str(messages[0]).strip().splitlines()[0] if messages else None
