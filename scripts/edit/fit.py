"""Whether the cells of a new record fit their columns, before anything is derived from them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..core.csv_table import read
from ..core.errors import UsageError
from ..database.load import is_typed
from ..descriptor.dates import calendar_day
from ..descriptor.model import Package, Resource
from ..descriptor.schema import Field
from .records import Cells

PRECISION = "_precision"
# Up to this many values are listed in a message and offered as choices.
FEW = 20


@dataclass(frozen=True)
class Misfit:
    """A cell of a new record of `table` that does not fit its column, and why."""

    table: str
    column: str
    reason: str

    def __str__(self) -> str:
        return f"{self.table}: {self.column}: {self.reason}"


class MisfitError(UsageError):
    """Cells that do not fit; `misfits` has all of them, so that a message can name them as they
    were given."""

    def __init__(self, misfits: Sequence[Misfit]) -> None:
        super().__init__("\n".join(map(str, misfits)))
        self.misfits = tuple(misfits)


def misfits(package: Package, resource: Resource, record: Cells) -> Iterator[Misfit]:
    """What is wrong with the cells of a whole record, by type, constraints and foreign keys."""
    columns = resource.schema.columns
    for field in resource.schema.fields:
        reason = _reason(field, record[field.name], columns)
        if reason:
            yield Misfit(resource.name, field.name, reason)
    for key in resource.schema.foreign_keys:
        (column, *more), (referenced, *_) = key.columns, key.referenced
        given = record[column]
        if more or not given:
            continue
        known = _values(package, key.relation, referenced)
        if given not in known:
            yield Misfit(resource.name, column, f"{given!r} is not in {key.relation}{_few(known)}")


def few(package: Package, resource: Resource, column: str) -> list[str]:
    """The values that a column refers to, in the order of their table, where they are few."""
    for key in resource.schema.foreign_keys:
        if key.columns == (column,):
            known = _values(package, key.relation, key.referenced[0])
            return known if len(known) <= FEW else []
    return []


def _few(known: Sequence[str]) -> str:
    return f"; it is one of: {', '.join(known)}" if len(known) <= FEW else ""


def _values(package: Package, table: str, column: str) -> list[str]:
    (resource,) = (item for item in package.resources if item.name == table)
    return [row[column] for row in read(package.root / resource.path, resource.path).dicts()]


def _reason(field: Field, given: str, columns: Sequence[str]) -> str:
    if not given:
        return "empty, but required" if field.required else ""
    if field.type == "date" and not calendar_day(given):
        precision = field.name + PRECISION
        hint = (
            ". Where only the month or the year is known, write the last day on which it can be, "
            f"and month or year as {precision}"
            if precision in columns
            else ""
        )
        return f"{given!r} is not a day, written as 2026-03-02{hint}"
    if not is_typed(given, field):
        return f"{given!r} is no {field.type}"
    allowed = field.constraints.get("enum")
    if allowed and given not in map(str, allowed):
        return f"{given!r} is not one of: {', '.join(map(str, allowed))}"
    pattern = field.constraints.get("pattern")
    if pattern and not re.fullmatch(pattern, given):
        return f"{given!r} does not have the form {pattern}"
    return ""
