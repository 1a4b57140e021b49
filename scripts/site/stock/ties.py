"""Everything that this site needs from Datasette and that Datasette does not promise to plugins.

Another version may lack it. Then importing this module, or the start, fails, and no page silently
loses something; tests/site/test_stock.py checks the rest against the locked version.
"""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from datasette import Request, handle_exception
from datasette.database import Database, QueryInterrupted, Results
from datasette.plugins import pm
from datasette.tracer import trace
from datasette.utils.asgi import BadRequest, Base400
from datasette.views.base import DatasetteError
from datasette.views.database import MagicParameters

if TYPE_CHECKING:
    from datasette.app import Datasette

__all__ = [
    "BadRequest",
    "Base400",
    "Database",
    "DatasetteError",
    "MagicParameters",
    "QueryInterrupted",
    "Results",
    "trace",
]

# What it says for an address that does not exist.
NOT_THERE = ("Database not found", "Table not found", "404")
# The SQL that it runs on any database, for any visitor.
FIXED = frozenset(
    (
        "select 1 from sqlite_master where type='table' and name=?",
        "select sql from sqlite_master where name = :n and type=:t",
        "select sql from sqlite_master where tbl_name = :n and type='index' and sql is not null",
        "select name from sqlite_master where type='view'",
        "select name from sqlite_master where type='table'",
    )
)


def register(hooks: ModuleType) -> None:
    """Register the hooks of a module, once. Raises RuntimeError for a hook that this version of
    Datasette does not have, which would never be called."""
    if pm.is_registered(hooks):
        return
    pm.register(hooks)
    if lost := [caller.name for caller in pm.get_hookcallers(hooks) or () if not caller.has_spec()]:
        pm.unregister(hooks)
        raise RuntimeError(
            f"this Datasette has no hook {', '.join(lost)}, which {hooks.__name__} needs;"
            " docs/dependencies.md says which versions do"
        )


def settle(datasette: Datasette) -> None:
    """Gather the metadata of plugins and files once: Datasette would ask all of them again for each
    permission of each request, though nothing changes while it serves."""
    settled: dict[str, Any] = {}
    for source in datasette._metadata_sources(None, None, None):
        settled = datasette._metadata_recursive_update(settled, deepcopy(source))
    datasette._metadata_sources = lambda *_: (settled,)
    datasette._table_permission_allows = lru_cache(1000)(datasette._table_permission_allows)


def read_arguments_with(arguments: Any) -> None:
    """Read the parameters of a request by this function: Datasette takes a whole address apart
    again for each of them."""
    Request.args = property(arguments)


def handle_errors_once() -> None:
    """Let Datasette's own error handler run only when ours calls it. Every registered handler runs.
    Where `rich` is installed (Frictionless installs it), Datasette's handler prints a traceback
    with the local variables of each frame for every page not found."""
    handle_exception.rich = None
    if pm.is_registered(handle_exception):
        pm.unregister(handle_exception)


def handled(datasette: Datasette, request: Request, exception: Exception) -> Any:
    """What Datasette's own handler answers; it may have to be awaited."""
    return handle_exception.handle_exception(datasette, request, exception)
