"""A signal to stop that arrives while the site starts is obeyed, even if an import swallows it."""

from __future__ import annotations

import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.commands import serve
from revisioned.descriptor.model import Package
from revisioned.site import app


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    serve.asked.clear()
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(
    ("number", "ends"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, SystemExit)]
)
def test_signal_that_an_import_swallows_ends_the_site_once_it_is_ready(
    wells: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: signal.Signals,
    ends: type[BaseException],
) -> None:
    def starting(_package: Package, _listener: socket.socket, ready: Callable[[], None]) -> None:
        with suppress(BaseException):
            signal.raise_signal(number)
        ready()
        pytest.fail("it goes on serving")

    monkeypatch.setattr(app, "serve", starting)
    package = shutil.copytree(wells, tmp_path / "wells")

    with pytest.raises(ends):
        main(["serve", str(package), "--port", "0"])
