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
from ..edit.act import ACTS
from ..edit.fit import misfits
from ..edit.records import add, remove
from ..validate.check import CheckFailedError
from .answers import Answers
from .records import Changes, changes, written

OF_FORMS = {"act_id": "org_id", "act_date": "act_date", "searched_until": "said_on"}


@dataclass(frozen=True)
class Attempt:
    """What a contribution changes: its records, and the files to put in place; `warnings` are what
    a check would say of them all the same."""

    records: Changes
    files: atomic.Changes
    warnings: tuple[Finding, ...]

    @property
    def act(self) -> str:
        """The name of the act that it enters, "" where it enters no act."""
        return next((cells["act_id"] for table, cells in self.records.add if table == ACTS), "")


def attempt(root: Path, answers: Answers, folder: Path, today: str) -> Attempt:
    """Try the contribution on a copy in `folder`; the package itself is not touched. Raises
    InputError with what has to be mended."""
    wanted = changes(answers, load(root), today)

    warnings: list[Finding] = []

    def edit(package: Package) -> None:
        for table, cells in wanted.remove:
            remove(package, written(package, table), cells)
        for table, cells in wanted.add:
            add(package, written(package, table), cells)
        wrong = [
            answers.fault(OF_FORMS.get(misfit.column, misfit.column), misfit.reason)
            for table, cells in wanted.add
            for misfit in misfits(package, written(package, table), cells)
        ]
        if wrong:
            raise InputError(wrong)

    try:
        files = transaction.attempt(root, folder, edit, warnings.append)
        return Attempt(wanted, files, tuple(warnings))
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
