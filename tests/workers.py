"""Start the xdist workers as forks of one process that has imported the test modules.

Otherwise each worker would spend seconds on imports, and on compiling them the first time. A fork
also exits at once, while a fresh Python would first tear down every module.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import warnings
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

import pytest
from execnet import XSpec, gateway_io

from revisioned.validate import expectations

ROOT = Path(__file__).resolve().parent.parent
# A run of at least this many test modules counts as a full run.
MANY = 100
FORK = get_context("fork")

Pipes = Sequence[tuple[tuple[int, int], tuple[int, int]]]
"""For each worker the ends of its input pipe, and those of its output pipe."""


def pytest_xdist_setupnodes(config: pytest.Config, specs: Sequence[XSpec]) -> None:
    """Fork the workers before xdist connects to them, while this process has only one thread. A
    worker that xdist starts later, to replace one that died, is a fresh Python."""
    pipes = [(os.pipe(), os.pipe()) for _ in specs]
    origin = FORK.Process(target=_origin, args=(_modules(config), pipes))
    origin.start()
    ours = []
    for (their_input, our_output), (our_input, their_output) in pipes:
        os.close(their_input)
        os.close(their_output)
        ours.append((our_output, our_input))
    begun = gateway_io.create_io

    def create_io(spec: XSpec, execmodel: object) -> object:
        if not ours:
            return begun(spec, execmodel)
        output, back = ours.pop()
        io = gateway_io.Popen2IO(os.fdopen(output, "wb"), os.fdopen(back, "rb"), execmodel)
        # Only the parent of the workers, which is `origin`, can wait for them.
        io.wait, io.kill = origin.join, origin.kill
        return io

    gateway_io.create_io = create_io


def _modules(config: pytest.Config) -> list[str]:
    """The names of the test modules that the command line selects."""
    ignored = [ROOT / path for path in config.getoption("ignore") or ()]
    files: set[Path] = set()
    for asked in config.args:
        path = ROOT / asked.partition("::")[0]
        files.update(path.rglob("test_*.py") if path.is_dir() else [path])
    return sorted(
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in files
        if not any(file.is_relative_to(folder) for folder in ignored)
    )


def _origin(names: Sequence[str], pipes: Pipes) -> None:
    """Import the modules, then fork the workers and wait for them."""
    # pytest installed log handlers in the parent process; a worker installs its own.
    logging.root.handlers.clear()
    gc.disable()
    with warnings.catch_warnings():
        # A module that fails or warns here is imported again by a worker, where pytest reports it.
        warnings.simplefilter("error")
        for name in names:
            with suppress(Exception, pytest.skip.Exception):
                import_module(name)
    if len(names) > MANY:
        expectations.library()
    gc.freeze()
    gc.enable()
    workers = [FORK.Process(target=_work, args=(pipes, number)) for number in range(len(pipes))]
    for worker in workers:
        worker.start()
    _close(pipes)
    # Ctrl-C reaches the workers too, and they stop by themselves.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for worker in workers:
        worker.join()


def _work(pipes: Pipes, number: int) -> None:
    """Run execnet's bootstrap, as in a Python that execnet starts."""
    (reads, _), (_, writes) = pipes[number]
    os.dup2(reads, 0)
    os.dup2(writes, 1)
    _close(pipes)
    sys.stdin, sys.stdout = os.fdopen(0), os.fdopen(1, "w")
    exec(gateway_io.popen_bootstrapline, {"__name__": "__main__"})


def _close(pipes: Pipes) -> None:
    for end in (end for pair in pipes for ends in pair for end in ends):
        os.close(end)
