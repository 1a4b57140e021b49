"""Whether programs that read the tables must change: for other columns, keys, types and tables, but
not for another revision of a series."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from ...descriptor.load import load
from ...descriptor.model import Package
from .. import serve_store, store
from .difference import structure


def changed(old: Package, new: Package) -> Iterator[str]:
    """What changed in the structure of the tables, in words; once for a series, not for each of its
    revisions."""
    revisions = {
        resource.name: resource.series
        for resource in (*old.resources, *new.resources)
        if resource.series
    }
    seen = set()
    for _, what in structure(old, new):
        words = what.split(" ")
        name = words[1].partition(".")[0] if words[0] == "table" else words[0].partition(".")[0]
        series = revisions.get(name)
        if series is not None:
            if what in (f"table {name} is new", f"table {name} is gone"):
                continue
            what = what.replace(name, series)
        if what not in seen:
            seen.add(what)
            yield what


@lru_cache(maxsize=64)
def since_release(root: Path) -> str | None:
    """The newest release that changed the structure of tables; the first release where none did.
    None where nothing is released."""
    served = serve_store.served(root)
    for version in reversed(served):
        previous = store.manifest(root, version).previous
        if previous is None or previous.version not in served:
            return version
        old, new = (load(serve_store.folder(root, name)) for name in (previous.version, version))
        if any(changed(old, new)):
            return version
    return None
