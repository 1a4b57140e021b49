"""Revisions of a series, found through the package's descriptor: `prints/2026-01-07-memorandum`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import UsageError
from ..descriptor.parse import DESCRIPTOR
from .compare import Options
from .source import Source

if TYPE_CHECKING:
    from ..descriptor.model import Resource, Series

AS_DECLARED = Options(())


@dataclass(frozen=True)
class Revision:
    """One state of a series: its file, its key, and its columns in the schema's order. `ignore` are
    the columns that a difference leaves out by default, `kind` is what a change means, and `ranks`
    are the columns whose cells are places in an order."""

    name: str
    series: str
    path: Path
    key: tuple[str, ...]
    columns: tuple[str, ...]
    ignore: tuple[str, ...]
    kind: str
    ranks: tuple[str, ...]

    @property
    def is_folded(self) -> bool:
        """Whether formats for people sum up a column that one side leaves empty: only between two
        texts of the same list, of which one does not print the column."""
        return self.kind == "wording"


def revisions(root: Path) -> dict[str, Revision]:
    """Every revision of the package in the folder `root`, by name; none where there is no
    package."""
    if not (root / DESCRIPTOR).exists():
        return {}
    from ..descriptor.load import load

    package = load(root)
    found = [
        declared(root, resource, series)
        for series in package.series
        for resource in package.revisions(series.name)
    ]
    return {revision.name: revision for revision in found}


def of_path(root: Path, path: str) -> Revision | None:
    """The file at `path` as the package in the folder `root` declares it; None where it does
    not."""
    if not (root / DESCRIPTOR).exists():
        return None
    from ..descriptor.load import load

    for resource in load(root).resources:
        if resource.path == path:
            return declared(root, resource, None)
    return None


def named(word: str, known: dict[str, Revision]) -> Revision | None:
    """The revision that an argument of the command line names, or None where it names a file.

    Raises UsageError for a word that is not a file and begins with the name of a series.
    """
    if word in known:
        return known[word]
    series = {revision.series for revision in known.values()}
    if word.partition("/")[0] in series and not Path(word).exists():
        raise UsageError(f"there is no revision {word!r}; there are: {', '.join(known)}")
    return None


def declared(root: Path, resource: Resource, series: Series | None) -> Revision:
    """The file as a state of the series, or as a table of its own."""
    schema = resource.schema
    return Revision(
        f"{series.name}/{resource.revision}" if series else resource.name,
        series.name if series else "",
        root / resource.path,
        schema.primary_key,
        schema.columns,
        series.ignore if series else (),
        series.kind if series else "",
        schema.ranks,
    )


def options(side: Revision, old: Source, new: Source, asked: Options = AS_DECLARED) -> Options:
    """How two states of a series are compared: as its schema says and as `asked`. A column that is
    left out by default is compared if it is asked for."""
    present = {*old.header(), *new.header()} - {*asked.only}
    left_out = (name for name in side.ignore if name in present)
    return replace(
        asked,
        key=asked.key or side.key,
        ignore=(*asked.ignore, *left_out),
        order=side.columns,
        ranks=side.ranks,
    )
