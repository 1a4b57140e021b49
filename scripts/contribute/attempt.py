"""A contribution tried on a copy of the package: what it would change, or what has to be mended,
in the words of its form."""

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
from ..edit.records import add, edited, remove, whole
from ..validate.check import CheckFailedError
from .answers import Answers
from .records import Changes, changes

OF_FORMS = {"act_id": "org_id", "act_date": "act_date", "searched_until": "said_on"}


@dataclass(frozen=True)
class Attempt:
    """What a contribution changes: its records, and the files to put in place."""

    records: Changes
    files: atomic.Changes


def attempt(root: Path, answers: Answers, folder: Path, today: str) -> Attempt:
    """Try the contribution on a copy in `folder`; the package itself is not touched. Raises
    InputError with what has to be mended."""
    wanted = changes(answers, load(root), today)

    def edit(package: Package) -> None:
        for table, cells in wanted.remove:
            remove(package, edited(package, table), cells)
        for table, cells in wanted.add:
            resource = edited(package, table)
            add(package, resource, whole(resource, cells))

    try:
        return Attempt(wanted, transaction.attempt(root, folder, edit))
    except CheckFailedError as error:
        raise InputError(list(_told(answers, error.report.findings))) from None


def _told(answers: Answers, findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """The errors of a check as findings on the answers, where an answer is meant."""
    for finding in findings:
        if finding.severity == "error":
            name = OF_FORMS.get(finding.column or "", finding.column or "")
            if answers.form.field(name):
                yield answers.fault(name, finding.reason, finding.rule)
            else:
                yield finding


def described(records: Changes) -> Iterator[str]:
    """The records, one a paragraph, a line each cell that is not empty."""
    for sign, listed in (("-", records.remove), ("+", records.add)):
        for table, cells in listed:
            yield f"{sign} {table}"
            yield from (f"    {name}: {cell}" for name, cell in cells.items() if cell)
