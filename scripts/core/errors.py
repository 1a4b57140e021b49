"""The errors that the engine raises on purpose.

    PackageError        anything we refuse; its message names the offender and the way out
    ├── UsageError      the command was called wrongly
    └── InputError      a file cannot be read as what it should be; carries its findings

The command line prints the message and ends with `exit_code`; a traceback is always a bug.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .diagnostics import Finding


class PackageError(Exception):
    """Something is refused: the message says what and how to go on."""

    exit_code = 1


class UsageError(PackageError):
    """The command was called with wrong arguments."""

    exit_code = 2


class InputError(PackageError):
    """A file is not what it should be; `findings` say where and why, one a line."""

    exit_code = 2

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = tuple(findings)


def command(words: str) -> str:
    """What to type for a command, in a clone or with the program installed."""
    return f"{'python -m scripts' if 'scripts' in sys.modules else 'revisioned'} {words}"
