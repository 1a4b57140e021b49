"""Progress of work that takes over a second; on a terminal only."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# Seconds before a share is shown, and between two updates of a stage.
DELAY_S = 1


@contextmanager
def stage(what: str) -> Iterator[None]:
    """Say what is being done and for how long; the line stays."""
    if not sys.stderr.isatty():
        yield
        return
    over = threading.Event()
    with _bar(what, "{desc} {elapsed_s:.1f} s") as bar:

        def look() -> None:
            while not over.wait(DELAY_S):
                bar.refresh()

        looking = threading.Thread(target=look, daemon=True)
        looking.start()
        try:
            yield
        finally:
            over.set()
            looking.join()


class Progress:
    """Call it with the share that is done, from 0 to 1. It is shown with the time left, and removed
    at the end of the `with`."""

    def __init__(self, what: str) -> None:
        self._what, self._began = what, time.monotonic()
        self._bar: Any = None

    def __call__(self, share: float) -> None:
        """Show the share, at most ten times a second."""
        # Work of under a second does not import the library.
        if self._bar is None and time.monotonic() > self._began + DELAY_S and sys.stderr.isatty():
            form = "{desc} {percentage:3.0f}%, {remaining} left"
            self._bar = _bar(self._what, form, total=1, initial=share, leave=False)
        if self._bar is not None:
            self._bar.update(share - self._bar.n)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.close()


def _bar(what: str, form: str, **settings: Any) -> Any:
    from tqdm import tqdm

    class Bar(tqdm):  # type: ignore[misc]
        """A bar without a thread of its own, so that the process can fork."""

        monitor_interval = 0

    # A terminal of unknown size is taken to have 80 columns and 24 rows.
    columns, rows = shutil.get_terminal_size()
    return Bar(desc=what, bar_format=form, miniters=0, ncols=columns, nrows=rows, **settings)
