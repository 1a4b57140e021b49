"""A contribution tried on a copy of the package: what it would change, or what has to be corrected,
as fields of its form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..core import atomic
from ..core.diagnostics import Finding
from ..core.errors import InputError
from ..descriptor.load import load
from ..descriptor.model import Package
from ..edit import transaction
from ..edit.act import ACTS
from ..edit.fit import misfits
from ..edit.records import add, corrected, key_of, remove
from ..validate.check import CheckFailedError
from .answers import Answers
from .mapping import Meaning, meaning
from .records import Changes, changes


@dataclass(frozen=True)
class Attempt:
    """What a contribution changes: its records, and the files to put in place; `warnings` are what
    a check still says about them. `act` is the key of the act that it enters, or ""."""

    records: Changes
    files: atomic.Changes
    warnings: tuple[Finding, ...]
    act: str


def attempt(root: Path, answers: Answers, folder: Path, today: str) -> Attempt:
    """Try the contribution on a copy in `folder`; the package itself is not touched. Raises
    InputError with what has to be corrected."""
    package = load(root)
    wanted = changes(answers, package, today)
    meant = meaning(package, answers.form.kind)

    warnings: list[Finding] = []

    def edit(package: Package) -> None:
        for table, cells in wanted.remove:
            remove(package, corrected(package, table), cells)
        for table, cells in wanted.add:
            add(package, corrected(package, table), cells)
        wrong = [
            answers.fault(meant.asked(table, misfit.column), misfit.reason)
            for table, cells in wanted.add
            for misfit in misfits(package, corrected(package, table), cells)
        ]
        if wrong:
            raise InputError(wrong)

    try:
        files = transaction.attempt(root, folder, edit, warnings.append)
    except CheckFailedError as error:
        found = _cells_in_words(answers, package, meant, error.report.findings)
        raise InputError(list(found)) from None
    act = next(
        (key_of(corrected(package, ACTS), cells) for table, cells in wanted.add if table == ACTS),
        "",
    )
    return Attempt(wanted, files, tuple(warnings), act)


def _cells_in_words(
    answers: Answers, package: Package, meant: Meaning, findings: tuple[Finding, ...]
) -> Iterator[Finding]:
    """The errors of a check as findings on the answers that they come from, if any."""
    tables = {resource.path: resource.name for resource in package.resources}
    for finding in findings:
        if finding.severity == "error":
            name = meant.asked(tables.get(finding.file, ""), finding.column or "")
            if answers.form.field(name):
                yield answers.fault(name, finding.reason, finding.rule)
            else:
                yield finding


def record_lines(records: Changes) -> Iterator[str]:
    """The records, a paragraph each, with a line for each cell that is not empty."""
    for sign, listed in (("-", records.remove), ("+", records.add)):
        for table, cells in listed:
            yield f"{sign} {table}"
            yield from (f"    {name}: {cell}" for name, cell in cells.items() if cell)
