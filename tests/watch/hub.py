"""A fake host of repositories on loopback, with the part of the API that the workflows use."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from tools import host

REPOSITORY = "somebody/list"


class Hub:
    """A host that stores comments and pull requests, with answers like the real one."""

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = []
        self.pulls: list[dict[str, Any]] = []

    def answer(self, method: str, path: str, body: dict[str, Any]) -> Any:
        """The answer to one request."""
        place = path.partition("?")[0].split("/")
        kept = self.pulls if "pulls" in place else self.comments
        if method == "GET":
            page = int(path.rpartition("page=")[2])
            listed = [item for item in kept if item.get("state", "open") == "open"]
            return listed[(page - 1) * 100 : page * 100]
        if method == "PATCH":
            (known,) = (item for item in kept if item["number"] == int(place[-1]))
            known.update(body)
            return known
        if "pulls" in place:
            ref = {"ref": body["head"], "repo": {"full_name": REPOSITORY}}
            kept.append({**body, "head": ref, "number": len(kept), "state": "open"})
        else:
            self.add(host.BOT, body["body"])
        return kept[-1]

    def add(self, login: str, body: str) -> None:
        """Add a comment by this user."""
        number = len(self.comments)
        known = {"id": number, "number": number, "user": {"login": login}, "body": body}
        self.comments.append(known)


@contextmanager
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """Run the host on loopback; the environment names it while this context is open."""
    kept = Hub()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}")
            said = json.dumps(kept.answer(self.command, self.path, body)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = do_PATCH = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        monkeypatch.setenv("GITHUB_API_URL", f"http://127.0.0.1:{server.server_address[1]}")
        monkeypatch.setenv("GITHUB_REPOSITORY", REPOSITORY)
        monkeypatch.setenv("GITHUB_TOKEN", "none")
        yield kept
        server.shutdown()
        thread.join()
