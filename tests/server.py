"""A package served by a process of its own, as readers have it."""

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
# No test asks over TLS, and to read the certificates of this machine for each request takes ten
# times as long as the request.
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
get, post = partial(httpx.get, verify=PLAIN), partial(httpx.post, verify=PLAIN)


@dataclass(frozen=True)
class Server:
    """A process that serves, and its address without a slash at the end."""

    process: subprocess.Popen[str]
    address: str


@contextmanager
def serving(
    folder: Path, command: tuple[str | Path, ...] = ENGINE, more: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """The package in a folder, served on a free port by `command`, with `more` in the environment.
    It is killed at the end: a test has broken it, or is done with it."""
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
