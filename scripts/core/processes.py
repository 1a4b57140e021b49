"""Work that is shared among copies of this process."""

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
# Seconds that an idle process gets to exit.
END_TIMEOUT_S = 5


def may_fork() -> bool:
    """Whether there is a second processor, and no other thread: a copy of this process would lack
    it."""
    return THREADS.exists() and len(os.sched_getaffinity(0)) > 1 and len([*THREADS.iterdir()]) == 1


@contextmanager
def shared(start: Callable[[], Callable[[T], R]]) -> Iterator[Callable[[Sequence[T]], Iterator[R]]]:
    """A function that gives the result of the work for each item, in order. There is one process
    for each processor, or only this one where it may not be copied; `start` makes the work, once in
    each. What the work raises is raised here."""
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
            # A copy inherits the pipes to earlier copies, which would not see them closed.
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
    """In a copy: work until there is no more."""
    # Ctrl-C reaches every process; the first one ends the others.
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
            # The parent raises it again.
            found = None, error
        try:
            pipe.send(found)
        except OSError:
            return


def _spread(pipes: Sequence[Connection], items: Sequence[T]) -> Iterator[R]:
    """Give each idle copy the next item."""
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
