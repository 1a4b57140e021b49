"""Run a command, or other work, in a forked process, which need not import again what the tests
have imported."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

from revisioned.cli import main


def command(
    folder: Path, *words: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `python -m scripts WORDS` in a folder, in a fork of this process."""
    return forked(folder, lambda: main(words), "scripts", *words, environment=environment)


def forked(
    folder: Path,
    work: Callable[[], int | None],
    *words: str,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Do the work in a folder, in a fork of this process, with `words` as its command line: the
    same code, with its own standard output and error."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        sys.stdout.flush()
        sys.stderr.flush()
        with warnings.catch_warnings():
            # Python warns that forking with threads can deadlock; the child has none and waits for
            # none.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if child == 0:
            _work(folder, work, words, environment or {}, out.fileno(), err.fileno())
        _, status = os.waitpid(child, 0)
        told = []
        for file in (out, err):
            file.seek(0)
            told.append(file.read().decode())
    return subprocess.CompletedProcess(words, os.waitstatus_to_exitcode(status), *told)


def _work(
    folder: Path,
    work: Callable[[], int | None],
    words: tuple[str, ...],
    environment: Mapping[str, str],
    out: int,
    err: int,
) -> None:
    code = 1
    try:
        os.chdir(folder)
        os.environ.update(environment)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdin, sys.stdout, sys.stderr = (
            os.fdopen(number, mode, encoding="utf-8") for number, mode in enumerate("rww")
        )
        sys.argv = [*words]
        try:
            code = work() or 0
        except SystemExit as status:
            code = status.code if isinstance(status.code, int) else 1
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)
