"""The site: Datasette over the built database, the published files, our templates and plugins."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..build import database as build
from ..core.errors import PackageError, command
from ..descriptor.load import load
from ..descriptor.model import Package
from ..release import serve_store
from . import PLUGINS, TEMPLATES
from .folder import mounts
from .masked import ALL, mask
from .site import site as pages_of

if TYPE_CHECKING:
    from datasette.app import Datasette

HOST = "127.0.0.1"
SETTINGS = {
    "default_page_size": 100,
    "max_returned_rows": 5000,
    "sql_time_limit_ms": 2000,
    "facet_time_limit_ms": 500,
    "facet_suggest_time_limit_ms": 100,
    "max_csv_mb": 100,
    "allow_download": True,
    "allow_csv_stream": True,
    "suggest_facets": False,
    # Two for matching names, and two for pages.
    "num_sql_threads": 4,
}


def application(package: Package) -> Datasette:
    """Datasette as it is served. Raises PackageError where nothing is built yet."""
    from datasette.app import Datasette
    from datasette.utils import parse_metadata

    # Datasette has what a function within SQLite raises printed too; to us it is an answer.
    sqlite3.enable_callback_tracebacks(False)
    database = build.path(package)
    if not database.is_file():
        raise PackageError(f"{database.name} is not built; run `{command('build')}`")
    root = package.root
    about = root / "metadata.yml"
    metadata = about.read_text(encoding="utf-8") if about.exists() else "{}"
    releases = [str(serve_store.database(root, version)) for version in serve_store.served(root)]
    return Datasette(
        immutables=[str(database), *releases],
        metadata=parse_metadata(metadata),
        template_dir=str(TEMPLATES),
        plugins_dir=str(PLUGINS),
        static_mounts=mounts(root),
        settings=SETTINGS,
        cors=True,
    )


def listen(port: int, host: str = HOST) -> socket.socket:
    """A socket bound to the port at an IPv4 address. Raises PackageError where something else has
    it."""
    # asyncio sends small pieces at once only on sockets that say they speak TCP. On others, every
    # answer but the first of a connection waits 40 ms until the client acknowledges its head.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise PackageError(
            f"port {port} cannot be used ({error.strerror}); choose another: make serve PORT=8002"
        ) from None
    return listener


def serve(package: Package, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Answer requests on the socket until the process is stopped. `ready` is called when what every
    page is made with is there, so that the first answer need not wait."""
    mask(*ALL)
    import uvicorn

    from .http import warm
    from .limits import memory
    from .limits.timeouts import SHUTDOWN_S, TimeoutProtocol
    from .snapshot import snapshot

    memory.settle()
    # An answer that was made for one name of the machine does not fit another name.
    host = "{}:{}".format(*listener.getsockname())
    with snapshot(package) as folder:
        site = application(load(folder))

        class Server(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                await warm.prepare(site, pages_of(folder), host)
                memory.freeze()
                ready()
                self.warming = asyncio.create_task(self.warm())

            async def warm(self) -> None:
                """Make what other pages need, while nobody asks for a page."""
                for address in warm.addresses(site, pages_of(folder)):
                    while self.server_state.tasks and not self.should_exit:
                        await asyncio.sleep(warm.PAUSE_S)
                    if self.should_exit:
                        return
                    await site.client.get(address, headers={"Host": host})
                memory.freeze()

            async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
                self.warming.cancel()
                await super().shutdown(sockets)

        config = uvicorn.Config(
            site.app(),
            http=TimeoutProtocol,
            log_level="warning",
            lifespan="on",
            timeout_graceful_shutdown=SHUTDOWN_S,
        )
        Server(config).run(sockets=[listener])


def address(listener: socket.socket) -> str:
    """The address at which the site answers."""
    host, port = listener.getsockname()
    return f"http://{host}:{port}/"
