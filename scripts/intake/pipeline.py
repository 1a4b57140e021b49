"""A published text taken in: what is found in it, and whether it is the list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..core.diagnostics import Finding
from ..core.errors import InputError, PackageError
from ..descriptor.model import Package
from ..edit.records import by_key
from . import readers
from .mapping import Form, names
from .match.decide import Outcome, decide
from .match.index import Names, index_of
from .parse.blocks import Dropped
from .parse.items import find

# A text is this list if at least a third of its items are matched, and a tenth of the list.
SHARE_OF_ITEMS, SHARE_OF_LIST = 3, 10
MOST_ITEMS = 500


@dataclass(frozen=True)
class Taken:
    """What was found in a text."""

    outcomes: tuple[Outcome, ...]
    dropped: tuple[Dropped, ...]

    @property
    def matched(self) -> int:
        """How many items are matched."""
        return sum(outcome.result == "matched" for outcome in self.outcomes)


def take(path: Path, package: Package, declared: Form) -> Taken:
    """What is found in the file. Raises InputError where it cannot be read."""
    return found_in(path, declared, index_of(list(names(package, declared))))


def found_in(path: Path, declared: Form, index: Names) -> Taken:
    """What is found in the file by these names, as `take` gives it."""
    # The same text is asked for often while items are looked for.
    known_as = lru_cache(maxsize=4096)(index.known)
    roles = {column: role for role, column in declared.columns.items()}
    roles |= dict.fromkeys(declared.languages.values(), "name")
    lines = readers.read(path)
    found = find(lines, known_as, roles)
    if len(found.items) > MOST_ITEMS:
        reason = f"{len(found.items)} items; at most {MOST_ITEMS} are matched: cut the list out"
        raise InputError([Finding(path.name, None, None, reason, "unreadable")])
    struck = [(line.place, text) for line in lines for text in line.struck]
    return Taken(tuple(decide(found.items, index, struck)), found.dropped)


def recognise(taken: Taken, path: Path, package: Package, declared: Form) -> None:
    """Raise PackageError where the text does not look like this list: too few items are names that
    the package knows."""
    newest = len(by_key(package, package.revisions(declared.series)[-1]))
    matched, found = taken.matched, len(taken.outcomes)
    if matched * SHARE_OF_ITEMS < max(found, 1) or matched * SHARE_OF_LIST < newest:
        raise PackageError(
            f"{path.name} does not look like this list: {matched} of its {found} items are names"
            f" of bodies that the package knows, and the list has {newest}; --dry-run shows them"
        )
