"""Revisions of a series, found through the package's descriptor: `prints/2026-01-07-memorandum`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..core.errors import UsageError
from ..descriptor.load import load
from ..descriptor.parse import DESCRIPTOR


@dataclass(frozen=True)
class Revision:
    """One state of a series: its file, its key, its columns in the schema's order, those that a
    difference leaves out unless told otherwise, and the `kind` of change from one state to the
    next."""

    name: str
    series: str
    path: Path
    key: tuple[str, ...]
    columns: tuple[str, ...]
    ignore: tuple[str, ...]
    kind: str

    @property
    def is_folded(self) -> bool:
        """Whether people are told in one line of a column that one side leaves empty: not where
        the world changed, since there the cell that was filled is the news."""
        return self.kind != "update"


def revisions(root: Path) -> dict[str, Revision]:
    """Every revision of the package in the folder `root`, by name; none where no package is."""
    if not (root / DESCRIPTOR).exists():
        return {}
    declared = load(root)
    found = [
        Revision(
            f"{series.name}/{resource.revision}",
            series.name,
            root / resource.path,
            resource.schema.primary_key,
            resource.schema.columns,
            series.ignore,
            series.kind,
        )
        for series in declared.series
        for resource in declared.revisions(series.name)
    ]
    return {revision.name: revision for revision in found}


def named(word: str, known: dict[str, Revision]) -> Revision | None:
    """The revision that a word of the command line names, or None where it means a file.

    Raises UsageError for a word that is no file and begins with the name of a series."""
    if word in known:
        return known[word]
    series = {revision.series for revision in known.values()}
    if word.partition("/")[0] in series and not Path(word).exists():
        raise UsageError(f"there is no revision {word!r}; there are: {', '.join(known)}")
    return None
