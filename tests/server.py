"""A package served by a separate process, as readers get it."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[1]
ENGINE = (sys.executable, "-m", "scripts")
IMPATIENT = (sys.executable, "-m", "tests.impatient")
# No test uses TLS, and loading this machine's certificates for each request takes ten times as long
# as the request.
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
get, post = partial(httpx.get, verify=PLAIN), partial(httpx.post, verify=PLAIN)


@dataclass(frozen=True)
class Server:
    """A process that serves, and its address without a trailing slash."""

    process: subprocess.Popen[str]
    address: str


@contextmanager
def serving(
    folder: Path, command: tuple[str | Path, ...] = ENGINE, more: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Serve the package in a folder on a free port by `command`, with the variables `more` added to
    the environment. The server is killed at the end, since a test may have broken it."""
    given = {"PYTHONPATH": str(ROOT)} if command in (ENGINE, IMPATIENT) else {}
    with subprocess.Popen(
        [*command, "serve", "--port", "0"],
        cwd=folder,
        env=os.environ | given | (more or {}),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield Server(process, process.stdout.readline().split()[1].rstrip("/"))
        finally:
            process.kill()
