"""A round of looks. Each is kept, logged and, if it found a change, proposed before the next
begins, so that an interrupted run leaves nothing unfinished."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..contribute.contact import contact
from ..core import atomic
from ..descriptor.model import Package
from . import capture, looks, proposal
from .look import Looker, look
from .looks import Look
from .watches import Watch


@dataclass(frozen=True)
class Places:
    """Where a round writes: the log of looks, and the folder of proposals."""

    log: Path
    proposals: Path


def agent(package: Package) -> str:
    """The name that tells hosts who asks."""
    name, version = package.descriptor.get("name"), package.descriptor.get("version", "0")
    given = contact(package)
    way = given.bugs or given.email or str(package.descriptor.get("homepage") or "")
    return f"{name}/{version}" + (f" (+{way})" if way else "")


def look_at_all(
    package: Package, watches: Sequence[Watch], looker: Looker, places: Places
) -> Iterator[Look]:
    """Look at each watch, and yield each look once it is in the log."""
    places.log.parent.mkdir(parents=True, exist_ok=True)
    with atomic.lock(places.log.with_suffix(".lock")):
        past = looks.read(places.log)
        for watch in watches:
            mine = [old for old in past if old.watch_id == watch.watch_id]
            seen = look(watch, mine, looker)
            if seen.found:
                first = _first(seen.look, mine)
                page = capture.find(looker.captures, first.sha256) or seen.found.page
                found = replace(seen.found, page=page)
                proposal.write(places.proposals, watch, first, found, package)
            elif seen.look.has_text:
                proposal.withdraw(places.proposals, watch)
            looks.add(places.log, seen.look)
            yield seen.look


def _first(newest: Look, past: Sequence[Look]) -> Look:
    """The look that first saw this text, so that a proposal changes only with the text."""
    return next((old for old in past if old.sentinel == newest.sentinel), newest)
