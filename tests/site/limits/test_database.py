"""The database that visitors' SQL runs on is opened read-only."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from datasette.database import Database

from revisioned.site.folder import on_database
from revisioned.site.limits.database import GuardedDatabase
from revisioned.site.limits.turns import Turns
from revisioned.site.limits.visit import Visit, visiting


class Pool:
    """A pool whose workers record what they are asked."""

    def __init__(self) -> None:
        self.tasks: list[Any] = []

    @asynccontextmanager
    async def worker(self, _: Visit) -> AsyncIterator[Pool]:
        """Return the pool as its own worker."""
        yield self

    async def ask(self, task: Any) -> Any:
        """No rows."""
        self.tasks.append(task)
        return [], [], False


@pytest.mark.parametrize("is_mutable", [False, True])
def test_a_worker_opens_the_database_to_read_it(
    wells_site: Datasette, tmp_path: Path, is_mutable: bool
) -> None:
    path = tmp_path / "a list?.db"
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE numbers (n)")

    async def address() -> str:
        pool = Pool()
        served = Database(wells_site, str(path), is_mutable=is_mutable)
        visit = Visit(True, True, True, "", asyncio.Lock(), asyncio.Semaphore(1), Turns(1))
        visiting.set(visit)
        await GuardedDatabase(served, pool).execute("SELECT n FROM numbers")  # type: ignore[arg-type]
        return str(pool.tasks[0].address)

    opened = sqlite3.connect(asyncio.run(address()), uri=True)

    with closing(opened), pytest.raises(sqlite3.OperationalError, match="readonly"):
        opened.execute("INSERT INTO numbers VALUES (1)")


def test_what_runs_out_in_a_thread_is_an_error_and_no_wait_for_ever(wells_site: Datasette) -> None:
    async def asked() -> None:
        await wells_site.invoke_startup()
        await asyncio.wait_for(on_database(wells_site, lambda _: next(iter(()))), timeout=5)

    with pytest.raises(RuntimeError, match="next"):
        asyncio.run(asked())
