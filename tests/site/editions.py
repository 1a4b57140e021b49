"""A static edition for tests of the pages that run in the browser tab: only these pages and the
files that they read, served by a plain file server."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

from datasette.app import Datasette

from revisioned.build import database
from revisioned.descriptor.load import load
from revisioned.release import archive, serve_store, store
from revisioned.site import STATIC
from revisioned.site.edition import tab
from revisioned.site.stylesheet import stylesheet

POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:;"
    " object-src 'none'; base-uri 'none'; form-action 'self'"
)
# Many editions are not at the root of their host.
PLACE = "/somewhere/else"
LINK = re.compile(r'\b(href|src|action)="/(?!/)')


def assemble(datasette: Datasette, root: Path, folder: Path, released: Path | None = None) -> Path:
    """Write the pages and what they read into a new folder, with the releases of `released`, or of
    the package itself."""
    package = load(root)
    # Playwright keeps an event loop running in this thread while a browser is open.
    with ThreadPoolExecutor() as threads:
        pages = threads.submit(lambda: asyncio.run(_pages(datasette, root))).result()
    for address, text in pages:
        file = folder / address.strip("/")
        file = file / "index.html" if address.endswith("/") else file
        file.parent.mkdir(parents=True, exist_ok=True)
        up = "../" * len(file.relative_to(folder).parts[:-1])
        text = LINK.sub(rf'\1="{up or "./"}', text) if address.endswith("/") else text
        file.write_text(text, encoding="utf-8")
    shutil.copytree(STATIC, folder / "static", ignore=shutil.ignore_patterns("css"))
    (folder / "site.css").write_text(stylesheet().text, encoding="utf-8")
    newest = shutil.copy(database.path(package), folder)
    releases = []
    kept = released or root
    for version in store.versions(kept):
        manifest = store.manifest(kept, version)
        tree = archive.of_release(kept, manifest)
        store.unpack(tree, folder / "releases" / version)
        place = folder / "releases" / version / manifest.archive
        place.write_bytes(archive.zipped(tree))
        place.with_name(f"{manifest.archive}.sha256").write_bytes(archive.checksum(manifest, tree))
        about: dict[str, Any] = {
            "version": version,
            "manifest": f"releases/{version}/manifest.json",
        }
        if (built := serve_store.database(root, version)).is_file():
            about |= _file(Path(shutil.copy(built, folder)))
        releases.append(about)
    described = {
        "name": package.descriptor["name"],
        "version": package.descriptor["version"],
        "newest": _file(Path(newest)),
        "releases": releases,
    }
    (folder / "edition.json").write_text(json.dumps(described), encoding="utf-8")
    return folder


async def _pages(datasette: Datasette, root: Path) -> list[tuple[str, str]]:
    """The pages that run in the tab. If there are releases, also the one that cites the first, and
    the one that shows what changed since."""
    found = await tab.pages(datasette)
    if versions := serve_store.served(root):
        for path in (f"/cite/{versions[0]}", f"/releases/{versions[0]}...{versions[-1]}"):
            found.append((f"{path}/", (await datasette.client.get(path)).text))
    return found


def _file(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    return {"database": path.name, "sha256": sha256, "bytes": len(data)}


class Host(SimpleHTTPRequestHandler):
    """A plain file server, in which one byte of some files is flipped."""

    flipped: ClassVar[dict[str, int]] = {}

    def log_message(self, *_: object) -> None:
        """Log nothing."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Ignore a browser that leaves for another page before it has this one."""
        with suppress(BrokenPipeError, ConnectionResetError):
            super().copyfile(source, outputfile)

    def end_headers(self) -> None:
        """Set the policy that a careful host would."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def do_GET(self) -> None:
        """Answer with the file, or with the file after a flipped byte."""
        path = self.path.partition("?")[0].removeprefix(PLACE)
        self.path = path
        if path.lstrip("/") not in self.flipped:
            super().do_GET()
            return
        data = bytearray((Path(self.directory) / path.lstrip("/")).read_bytes())
        data[self.flipped[path.lstrip("/")] % len(data)] ^= 1
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, dict[str, int]]]:
    """The address of the folder on a file server, and a dict to fill: the position of the byte to
    flip, by file."""
    flipped: ClassVar[dict[str, int]] = {}
    handler = type("Served", (Host,), {"flipped": flipped})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{PLACE}/", flipped
    server.shutdown()
    server.server_close()
