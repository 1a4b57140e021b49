"""What is watched: the table `watches`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..core import csv_table
from ..core.diagnostics import Finding
from ..core.errors import InputError, PackageError, UsageError, command
from ..descriptor.model import Package, Resource
from ..descriptor.parse import DESCRIPTOR
from ..edit.naming import FILE_NAMED, is_file_name
from . import looks

TABLE = "watches"
STREAM = "stream"
# The columns of every table of watches; what it has besides is of the package.
OWN = (
    *("watch_id", "title", "url", "kind", "looks_for", "source_id", "sentinel"),
    *("last_looked_on", "result"),
)


@dataclass(frozen=True)
class Watch:
    """One address and what is looked for there.

    Of a `page` every change of the text counts; of a `stream` (a feed, a search, a list of
    notices) only what is new, since what is old falls off its end. `looks_for` is a regular
    expression: passages that do not match it are not compared. `sentinel` is the hash of the text
    that a person has seen; empty before that. `known` has the other cells, by which a form is
    filled in where it asks for what they hold.
    """

    watch_id: str
    title: str
    url: str
    kind: str
    looks_for: re.Pattern[str]
    source_id: str
    sentinel: str
    known: Mapping[str, str]

    @property
    def is_stream(self) -> bool:
        """Whether only what is new counts."""
        return self.kind == STREAM


def table(package: Package) -> Resource:
    """The table of watches. Raises PackageError where the package has none."""
    for item in package.resources:
        if item.name == TABLE:
            return item
    raise PackageError(
        f"{DESCRIPTOR} has no table {TABLE!r}, which says what to watch; add one, with the columns"
        " that docs/descriptor.md lists"
    )


def load(package: Package, wanted: Collection[str] = ()) -> list[Watch]:
    """The watches of the package, or those wanted. Raises UsageError for an unknown one,
    InputError where `looks_for` is not a regular expression, or `watch_id` not a file's name."""
    item = table(package)
    rows = package.table(item)
    known = [row["watch_id"] for row in rows.dicts()]
    for watch_id in wanted:
        if watch_id not in known:
            raise UsageError(f"no watch {watch_id!r}; there are: {', '.join(known)}")
    return [
        _watch(row, item.path, line)
        for line, row in rows.numbered()
        if not wanted or row["watch_id"] in wanted
    ]


def accept(package: Package, watches: Sequence[Watch], log: Path) -> bytes:
    """The table of watches with the newest text of these watches counted as seen by a person.
    Raises UsageError for one that was not read yet."""
    newest = looks.newest([item for item in looks.read(log) if item.has_text])
    for watch in watches:
        if watch.watch_id not in newest:
            first = command(f"watch {watch.watch_id}")
            raise UsageError(f"{watch.watch_id} was never read: run `{first}` first")
    accepted = {watch.watch_id: {"sentinel": newest[watch.watch_id].sentinel} for watch in watches}
    return _filled(package, accepted)


def with_results(package: Package, log: Path) -> dict[str, bytes]:
    """The table of watches, by its path, with the day and the result of each newest look; nothing
    where no one looked here."""
    newest = looks.newest(looks.read(log))
    if not newest:
        return {}
    cells = {
        name: {"last_looked_on": item.looked_on, "result": item.result}
        for name, item in newest.items()
    }
    return {table(package).path: _filled(package, cells)}


def _filled(package: Package, cells: dict[str, dict[str, str]]) -> bytes:
    """The table of watches with some cells of some watches replaced."""
    item = table(package)
    before = package.table(item)
    rows = [{**row, **cells.get(row["watch_id"], {})} for row in before.dicts()]
    return csv_table.dump(before.columns, [[row[name] for name in before.columns] for row in rows])


def _watch(row: dict[str, str], file: str, line: int) -> Watch:
    try:
        looks_for = re.compile(row["looks_for"], re.IGNORECASE)
    except re.error as error:
        reason = f"not a regular expression: {error}"
        raise InputError([Finding(file, line, "looks_for", reason, "pattern")]) from None
    if not is_file_name(row["watch_id"]):
        raise InputError([Finding(file, line, "watch_id", f"names files; {FILE_NAMED}", "name")])
    names = ("watch_id", "title", "url", "kind", "source_id", "sentinel")
    known = {name: cell for name, cell in row.items() if name not in OWN}
    return Watch(**{name: row[name] for name in names}, looks_for=looks_for, known=known)
