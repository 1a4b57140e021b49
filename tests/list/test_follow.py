"""A client with the files of one release can make those of the newest from what the site says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from revisioned.core.csv_table import Table, dump, parse
from revisioned.descriptor.load import load
from revisioned.diff.patch import apply, loads
from revisioned.release import archive, serve_store, store
from revisioned.site import changes
from tests.conftest import ROOT

EXAMPLES = ROOT / "docs/examples"
CLIENTS = {
    "follow.py": [sys.executable, str(EXAMPLES / "follow.py")],
    "follow.sh": ["bash", str(EXAMPLES / "follow.sh")],
}
if not (shutil.which("curl") and shutil.which("jq")):
    del CLIENTS["follow.sh"]
VERSIONS = store.versions(ROOT)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real package with the files of its releases; their databases are empty, as nothing reads
    them."""
    root = tmp_path_factory.mktemp("served") / "package"
    shutil.copytree(
        ROOT,
        root,
        ignore=lambda folder, names: (
            {*names} - {"datapackage.json", "data", "releases"} if Path(folder) == ROOT else set()
        ),
    )
    for version in VERSIONS:
        store.unpack(
            archive.of_release(root, store.manifest(root, version)),
            serve_store.folder(root, version),
        )
        database = serve_store.database(root, version)
        database.parent.mkdir(parents=True)
        database.touch()
    return root


@pytest.fixture(scope="module")
def address(served: Path) -> Iterator[str]:
    """A server that answers like the site at /changes.json, and nothing else."""
    package = load(served)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            (since,) = parse_qs(urlsplit(self.path).query)["since"]
            body = json.dumps(changes.since_release(package, since)).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def files(folder: Path) -> dict[str, bytes]:
    """The CSV files of a release, by path."""
    paths = {resource.path for resource in load(folder).resources}
    return {path: (folder / path).read_bytes() for path in paths}


@pytest.mark.parametrize("version", VERSIONS)
def test_changes_since_any_release_make_the_newest_files_byte_for_byte(
    served: Path, version: str
) -> None:
    told = json.loads(json.dumps(changes.since_release(load(served), version)))
    held = files(serve_store.folder(served, version))
    events = iter(told["events"])

    for step in told["tables"]:
        own = [next(events) for _ in range(step["events"])]
        assert {event["path"] for event in own} <= {step["path"]}
        assert {event["said_in"] for event in own} <= {step["said_in"]}
        before = parse(held.pop(step["path"]), "old") if step["columns"]["old"] else None
        held |= _after(step, own, before)

    assert next(events, None) is None
    assert held == files(serve_store.folder(served, VERSIONS[-1]))


def _after(step: Any, events: list[Any], before: Table | None) -> dict[str, bytes]:
    """The file after a step: by our own `apply`, if the file exists before and after."""
    key, columns = step["key"], step["columns"]["new"]
    if not columns:
        return {}
    if before is None:
        rows = [[event["row"][name] for name in columns] for event in events]
        rows.sort(key=lambda cells: [cells[columns.index(name)] for name in key])
        return {step["path"]: dump(columns, rows)}
    document = {"old": "", "new": "", **step, "events": events}
    made = apply(loads(json.dumps(document).encode(), "step"), before)
    return {step["path"]: dump(made.columns, made.rows)}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("version", [VERSIONS[0], VERSIONS[-1]])
def test_a_client_that_follows_ends_with_the_newest_files(
    served: Path, address: str, tmp_path: Path, client: str, version: str
) -> None:
    own = tmp_path / "own"
    shutil.copytree(serve_store.folder(served, version) / "data", own / "data")

    done = subprocess.run(
        [*CLIENTS[client], address, str(own), version], capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == VERSIONS[-1]
    for path, data in files(serve_store.folder(served, VERSIONS[-1])).items():
        assert (own / path).read_bytes() == data, path


def test_the_newest_release_has_nothing_after_it(served: Path) -> None:
    told = changes.since_release(load(served), VERSIONS[-1])

    assert told["events"] == told["tables"] == told["releases"] == []
    assert told["until"] == VERSIONS[-1]
