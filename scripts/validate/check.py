"""Find everything that is wrong with a package before anybody sees it.

Each rule has one owner: `characters` has bytes and characters, the descriptor types and keys
(Frictionless), checks/ the domain (Great Expectations). The check ends at a file that cannot be
read, or whose columns are not those of its schema: more findings would be noise.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from ..core import atomic, guard, result_cache
from ..core.csv_table import Table, parse
from ..core.diagnostics import Finding
from ..core.errors import InputError, PackageError, command
from ..core.sql import identifier
from ..database import load as loader
from ..database import views
from ..database.order import referenced_first
from ..derive import series as derivation
from ..descriptor.load import load
from ..descriptor.model import Package
from ..descriptor.parse import DESCRIPTOR
from . import (
    characters,
    constraints,
    expectations,
    extension,
    frictionless_report,
    incremental,
    pages,
    publication,
    suites_process,
)

DATA = "data"


@dataclass(frozen=True)
class Report:
    """The findings in order, and how much was checked. `incomplete` says why not everything was."""

    findings: tuple[Finding, ...]
    files: int
    records: int
    expectations: int
    incomplete: str = ""

    @property
    def passed(self) -> bool:
        """Whether only warnings were found."""
        return not any(finding.severity == "error" for finding in self.findings)


class CheckFailedError(PackageError):
    """The package may not be built or released: `report` says why, `left` what is unchanged."""

    def __init__(self, report: Report, left: str = "nothing was written") -> None:
        errors = [finding for finding in report.findings if finding.severity == "error"]
        listed = "\n".join(map(str, errors))
        super().__init__(f"{listed}\nThe check failed; {left}.")
        self.report = report


def check(
    root: Path, *, is_fresh: bool = False, suites: suites_process.Run | None = None
) -> Report:
    """Check the whole package in the folder `root`. Never raises for a fault of the package. With
    `is_fresh`, derived files are known to be up to date and are not derived again. `suites` runs
    the suites, if their process was started before."""
    with ExitStack() as stack:
        return _check(root, is_fresh, suites or stack.enter_context(suites_process.begun()))


def _check(root: Path, is_fresh: bool, run: suites_process.Run) -> Report:
    try:
        package = load(root)
    except InputError as error:
        return _report(error.findings, {}, 0, "the descriptor cannot be used; no file was read")
    passed = result_cache.Passed(root, str(package.descriptor["name"]))
    findings, tables = _files(package, passed)
    findings += [*publication.findings(package), *extension.findings(package)]
    if len(tables) < len(package.resources):
        reason = "a file cannot be read; types, keys and rules were not checked"
        return _report(findings, tables, 0, reason)
    conformity = frictionless_report.examine(package, tables, passed)
    findings += conformity
    if not frictionless_report.header_differs(conformity):
        conformity = list(_headers(package, tables))
        findings += conformity
    if frictionless_report.header_differs(conformity):
        reason = "a header is not what its schema says; the rules were not checked"
        return _report(findings, tables, 0, reason)
    findings += constraints.findings(package, tables, [*findings])
    if not is_fresh:
        findings += _derived(package, tables)
    findings += [*_circles(package), *pages.unreachable(package, tables)]
    suites, faults = expectations.read_all(package)
    findings += faults
    with tempfile.TemporaryDirectory() as folder:
        staging = Path(folder) / "staging.db"
        findings += _stage(staging, package, tables, passed)
        found, count = incremental.findings(suites, staging, run, passed)
        passed.keep()
    return _report([*findings, *found], tables, count)


def _files(package: Package, passed: result_cache.Passed) -> tuple[list[Finding], dict[str, Table]]:
    """What is wrong with the characters of every file, and the tables of those that can be read."""
    findings: list[Finding] = []
    tables: dict[str, Table] = {}
    for resource in package.resources:
        try:
            data = (package.root / resource.path).read_bytes()
        except OSError as error:
            reason = f"{error.strerror}, but datapackage.json names it"
            findings.append(Finding(resource.path, None, None, reason, "unreadable"))
            continue
        key = resource.schema.primary_key
        part = result_cache.key("characters", data, key)
        if passed.knows(part):
            passed.add(part)
            tables[resource.name] = parse(data, resource.path)
            continue
        found, table = characters.examine(data, resource.path, key)
        findings += found
        if table is not None:
            tables[resource.name] = table
            if not found:
                passed.add(part)
    named = {resource.path for resource in package.resources}
    for path in sorted((package.root / DATA).rglob("*.csv")):
        file = path.relative_to(package.root).as_posix()
        if file not in named:
            reason = "no resource of datapackage.json names this file; add one or remove it"
            findings.append(Finding(file, None, None, reason, "unnamed-file"))
    return findings, tables


def _headers(package: Package, tables: dict[str, Table]) -> Iterator[Finding]:
    """Headers that Frictionless accepts, but which differ from the schema in spaces."""
    for resource in package.resources:
        table = tables[resource.name]
        due = loader.header_due(resource, table.columns)
        if tuple(table.columns) != due:
            reason = f"the header should read: {','.join(due)}"
            yield Finding(table.file, 1, None, reason, "incorrect-label")


def _circles(package: Package) -> Iterator[Finding]:
    try:
        referenced_first(package)
    except PackageError as error:
        yield Finding(DESCRIPTOR, None, None, str(error), "circle")


def _derived(package: Package, tables: dict[str, Table]) -> list[Finding]:
    """Derived files that are not what the data gives."""
    try:
        _, files = derivation.derive(package)
    except InputError as error:
        return list(error.findings)
    except PackageError as error:
        return [Finding(DESCRIPTOR, None, None, str(error), derivation.RULE)]
    findings: list[Finding] = []
    made = {series.name for series in package.series if series.derived}
    for resource in package.resources:
        data = files.pop(resource.path, None)
        if data is not None:
            if data != (package.root / resource.path).read_bytes():
                derived = parse(data, resource.path)
                key = resource.schema.primary_key
                findings += derivation.differences(tables[resource.name], derived, key)
        elif resource.series in made:
            reason = (
                f"orphaned derived file, nothing produces it any more; run `{command('refresh')}`"
            )
            findings.append(Finding(resource.path, None, None, reason, derivation.RULE))
    for path, data in files.items():
        if path not in package.patterns:
            reason = f"is a derived file, but not a resource; run `{command('refresh')}`"
        elif data != atomic.read(package.root / path):
            reason = f"lacks what its patterns give; run `{command('refresh')}`"
        else:
            continue
        findings.append(Finding(path, None, None, reason, derivation.RULE))
    return findings


def _stage(
    staging: Path, package: Package, tables: dict[str, Table], passed: result_cache.Passed
) -> list[Finding]:
    """Load the staging database with its views; a view that does not run is a finding."""
    from sqlite_utils import Database

    findings: list[Finding] = []
    with closing(sqlite3.connect(staging)) as connection:
        # The file is temporary; it need not be safe on the disk.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        database = Database(connection)
        loader.stage(database, package, tables)
        created = []
        for view in views.all_views(package):
            try:
                views.create(database, package, view)
                created.append(view)
            except InputError as error:
                findings += error.findings
        # A view may name one that comes after it.
        for view in created:
            try:
                with guard.read_only(connection):
                    connection.execute(f"SELECT * FROM {identifier(view.name)} LIMIT 1").fetchone()
            except guard.RefusedError as error:
                findings += views.fault(view, str(error)).findings
        if not findings:
            part = pages.key(package, connection)
            wrong = [] if passed.knows(part) else [*pages.findings(package, connection)]
            if not wrong:
                passed.add(part)
            findings += wrong
        connection.commit()
    return findings


def _report(
    findings: Iterable[Finding], tables: dict[str, Table], expectations: int, incomplete: str = ""
) -> Report:
    # Two stages may find the same fault.
    ordered = tuple(sorted(dict.fromkeys(findings), key=lambda finding: finding.order))
    records = sum(len(table.records) for table in tables.values())
    return Report(ordered, len(tables), records, expectations, incomplete)
