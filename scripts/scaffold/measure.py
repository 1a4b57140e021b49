"""What every version so far keeps: the type of each column, and rules that a later version is
likely to keep too. A measured rule only warns until a person confirms it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..core.diagnostics import amount
from ..descriptor.dates import calendar_day
from ..edit.cleaning import Clean
from ..validate.constraints import spelled

INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
NUMBER = re.compile(r"(?!-0$)-?(0|[1-9][0-9]*)(\.[0-9]+)?")
# Fewer cells say little about future ones.
MIN_CELLS = 30
MAX_CATEGORIES = 12
# Shares of the size of the smallest and the largest version.
MIN_SIZE_SHARE, MAX_SIZE_SHARE = 0.5, 2


def types(versions: Sequence[Clean], columns: Sequence[str], key: Sequence[str]) -> dict[str, str]:
    """The Table Schema type of each column: the narrowest that fits all its cells. The key is text,
    since records are sorted by their text."""
    return {name: "string" if name in key else _type(_cells(versions, name)) for name in columns}


def _cells(versions: Iterable[Clean], column: str) -> set[str]:
    """The different cells of a column that are not empty, in all versions."""
    return {
        cell
        for version in versions
        for record in version.records.values()
        if (cell := record.get(column, ""))
    }


def _type(cells: set[str]) -> str:
    if not cells:
        return "string"
    if all(map(INTEGER.fullmatch, cells)):
        return "integer"
    # A number with more digits than a database keeps, or with 0 behind them, is text.
    if all(NUMBER.fullmatch(cell) and spelled(float(cell)) == cell for cell in cells):
        return "number"
    return "date" if all(map(calendar_day, cells)) else "string"


def rules(
    versions: Sequence[Clean], columns: Sequence[str], key: Sequence[str], types: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Expectations of Great Expectations that hold in every version, as a suite lists them."""
    return [
        _size(versions),
        *(rule for name in columns if name not in key for rule in _column(versions, name, types)),
        *(rule for name in key for rule in _pattern(versions, name)),
    ]


def _size(versions: Sequence[Clean]) -> dict[str, Any]:
    counts = [len(version.records) for version in versions]
    least, most = int(min(counts) * MIN_SIZE_SHARE), max(1, int(max(counts) * MAX_SIZE_SHARE))
    query = (
        "SELECT _file, count(*) || ' records' AS _reason FROM (SELECT * FROM {batch}) AS listed\n"
        f"GROUP BY revision HAVING count(*) NOT BETWEEN {least} AND {most}"
    )
    reason = (
        f"A version has {least} to {most} records: so far {min(counts)} to {max(counts)}, with"
        " room for half as many and twice as many."
    )
    kwargs = {"unexpected_rows_query": query}
    return _rule("unexpected_rows_expectation", kwargs, "size", reason)


def _column(
    versions: Sequence[Clean], name: str, types: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    held = [version for version in versions if name in version.columns]
    records = [record for version in held for record in version.records.values()]
    counts = Counter(record.get(name, "") for record in records)
    if records and not counts[""] and len(held) == len(versions):
        kwargs = {"column": name}
        reason = f"`{name}` was never empty."
        yield _rule("expect_column_values_to_not_be_null", kwargs, f"{name}-filled", reason)
    values = sorted(value for value in counts if value)
    is_category = types[name] == "string" and 0 < len(values) <= MAX_CATEGORIES
    if is_category and sum(counts[value] for value in values) >= MIN_CELLS * len(values):
        choices = {"column": name, "value_set": values}
        reason = f"`{name}` had {amount(len(values), 'different value')}."
        yield _rule("expect_column_values_to_be_in_set", choices, f"{name}-values", reason)


def _pattern(versions: Sequence[Clean], name: str) -> Iterator[dict[str, Any]]:
    """One pattern for all cells of a key, where they have one shape of plain characters."""
    cells = _cells(versions, name)
    classes = (("[0-9]", "0-9"), ("[A-Z]", "A-Z"), ("[a-z]", "a-z"))
    used = [short for pattern, short in classes if any(re.search(pattern, cell) for cell in cells)]
    rest = {character for cell in cells for character in re.sub("[0-9A-Za-z]", "", cell)}
    if len(cells) < MIN_CELLS or not rest <= set("-_.:/ ") or not used:
        return
    signs = "".join(sorted(rest - {"-"})) + ("-" if "-" in rest else "")
    shortest, longest = min(map(len, cells)), max(map(len, cells))
    kwargs = {"column": name, "regex": f"^[{''.join(used)}{signs}]{{{shortest},{longest}}}$"}
    reason = f"`{name}` had one shape, {shortest} to {longest} characters long."
    yield _rule("expect_column_values_to_match_regex", kwargs, f"{name}-shape", reason)


def _rule(kind: str, kwargs: dict[str, Any], rule: str, reason: str) -> dict[str, Any]:
    return {
        "type": kind,
        "kwargs": kwargs,
        "meta": {"rule": rule.replace("_", "-"), "reason": reason},
        "severity": "warning",
    }
