"""The folder of the package that Datasette serves, and which of its files are served as they
are."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

from ..core.errors import UsageError
from ..descriptor.parse import DESCRIPTOR
from ..release import serve_store
from . import STATIC
from .site import Site, site

if TYPE_CHECKING:
    from datasette.app import Datasette

T = TypeVar("T")
Mounts = list[tuple[str, str]]

_folders: WeakKeyDictionary[Datasette, Path] = WeakKeyDictionary()


def mounts(root: Path) -> Mounts:
    """Datasette's static mounts for the package in `root`: name and folder."""
    found = [("static", str(STATIC)), ("data", str(root / "data"))]
    if serve_store.served(root):
        found.append(("releases", str(root / serve_store.FILES)))
        found.append(("copies", str(root / serve_store.DATABASES)))
    return found


def folder_of(datasette: Datasette) -> Path:
    """The folder of the package: the one whose data/ is mounted, or else the one whose build/ holds
    a database. Raises UsageError where there is none."""
    if datasette not in _folders:
        _folders[datasette] = _found(datasette)
    return _folders[datasette]


def site_of(datasette: Datasette) -> Site:
    """The site of the package that Datasette serves."""
    return site(folder_of(datasette))


async def on_database(datasette: Datasette, question: Callable[[sqlite3.Connection], T]) -> T:
    """What the question gives on a connection to the database of the package."""
    database = datasette.get_database(site_of(datasette).package.database)
    found: T = await database.execute_fn(question)
    return found


def _found(datasette: Datasette) -> Path:
    mounted = dict(datasette.static_mounts)
    if "data" in mounted:
        return Path(mounted["data"]).parent
    for database in datasette.databases.values():
        if database.path and (Path(database.path).parents[1] / DESCRIPTOR).is_file():
            return Path(database.path).parents[1]
    raise UsageError(
        f"no package is served: name its build/<database>.db, with {DESCRIPTOR} one folder up,"
        " or `--static data:FOLDER/data`"
    )


def mount(datasette: Datasette) -> None:
    """Mount what the command line of `datasette` did not name."""
    known = dict(datasette.static_mounts)
    missing = [(name, path) for name, path in mounts(folder_of(datasette)) if name not in known]
    datasette.static_mounts = [*datasette.static_mounts, *missing]
