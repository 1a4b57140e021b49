"""Work that is shared among processes, each a copy of this one."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

THREADS = Path("/proc/self/task")
# Seconds that a process has to end once it has nothing to do.
END_TIMEOUT_S = 5


def may_fork() -> bool:
    """Whether there is a second processor, and no thread that a copy of this process would lack."""
    return THREADS.exists() and len(os.sched_getaffinity(0)) > 1 and len([*THREADS.iterdir()]) == 1


@contextmanager
def shared(start: Callable[[], Callable[[T], R]]) -> Iterator[Callable[[Sequence[T]], Iterator[R]]]:
    """A function that gives what the work makes of each item, in their order; `start` makes the
    work, once in each process: one a processor, or this one alone where it may not be copied.
    What the work raises is raised here."""
    if not may_fork():
        work = start()
        yield lambda items: map(work, items)
        return
    context = multiprocessing.get_context("fork")
    pipes: list[Connection] = []
    processes: list[ForkProcess] = []
    try:
        for _ in os.sched_getaffinity(0):
            ours, theirs = context.Pipe()
            # A copy has the pipes to those before it; while one is open, these see no end.
            process = context.Process(target=_work, args=(start, theirs, [*pipes, ours]))
            process.start()
            theirs.close()
            pipes.append(ours)
            processes.append(process)
        yield partial(_spread, pipes)
    finally:
        for pipe in pipes:
            pipe.close()
        for process in processes:
            process.join(END_TIMEOUT_S)
            process.kill()
            process.join()


def _work(
    start: Callable[[], Callable[[T], R]], pipe: Connection, others: list[Connection]
) -> None:
    """What a copy does, until no one has more for it."""
    # On Ctrl-C all are told; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in others:
        other.close()
    work: Callable[[T], R] | None = None
    while True:
        try:
            item = pipe.recv()
        except EOFError:
            return
        found: tuple[R | None, Exception | None]
        try:
            work = work or start()
            found = work(item), None
        except Exception as error:
            # It is raised again there.
            found = None, error
        try:
            pipe.send(found)
        except OSError:
            return


def _spread(pipes: Sequence[Connection], items: Sequence[T]) -> Iterator[R]:
    """An idle copy gets the next item."""
    idle, busy = [*pipes], dict[Connection, int]()
    done: dict[int, R] = {}
    given = due = 0
    while due < len(items):
        while idle and given < len(items):
            pipe = idle.pop(0)
            pipe.send(items[given])
            busy[pipe] = given
            given += 1
        ready = wait([*busy])
        for pipe in [pipe for pipe in busy if pipe in ready]:
            found, error = pipe.recv()
            if error is not None:
                raise error
            done[busy.pop(pipe)] = found
            idle.append(pipe)
        while due in done:
            yield done.pop(due)
            due += 1
