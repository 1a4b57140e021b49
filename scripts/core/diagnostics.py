"""How to say what is wrong with a package: `file:line: column: reason`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# A longer name is an accident; its beginning is enough.
MAX_NAME_CHARS = 60

Severity = Literal["error", "warning"]


def _short(name: str) -> str:
    return name if len(name) <= MAX_NAME_CHARS else f"{name[:MAX_NAME_CHARS]}…"


def excerpt(text: str) -> str:
    """The text in one line, with what is not printable escaped."""
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and where.

    `line` is the physical line of the file, counted from 1 with the header as line 1, or None
    where the file as a whole is meant (a missing row, a wrong count). `column` is a column's
    name or None. `rule` is the stable name of the rule that found it.
    """

    file: str
    line: int | None
    column: str | None
    reason: str
    rule: str
    severity: Severity = "error"

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        column = "" if self.column is None else f"{_short(self.column)}: "
        warning = "warning: " if self.severity == "warning" else ""
        return excerpt(f"{place}: {column}{warning}{self.reason}")

    @property
    def order(self) -> tuple[str, int, str, str, str]:
        """The key by which findings are listed: file, line, column, rule, reason."""
        return self.file, self.line or 0, self.column or "", self.rule, self.reason


def amount(count: int, what: str) -> str:
    """A number of things, as messages give it: 1 file, 2 files."""
    return f"{count} {what}" + "s" * (count != 1)
