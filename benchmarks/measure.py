"""Runs a command in a separate process, and measures its time and peak memory."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

MEGABYTE = 1024 if os.uname().sysname == "Linux" else 1024 * 1024


@dataclass(frozen=True)
class Run:
    """Wall time, peak memory and processor time of one run; or `fault`, the reason why there are
    none."""

    seconds: float
    megabytes: float
    processor: float
    fault: str = ""


@dataclass
class Measured:
    """All runs of one peer on one case."""

    runs: list[Run]
    fault: str = ""

    @property
    def seconds(self) -> float:
        """The median of the wall times."""
        return median(run.seconds for run in self.runs)

    @property
    def spread(self) -> tuple[float, float]:
        """The shortest and the longest of the wall times."""
        times = [run.seconds for run in self.runs]
        return min(times), max(times)

    def ratios(self, other: Measured) -> list[float]:
        """For each turn, how many times longer this run took than the other's."""
        return [
            own.seconds / others.seconds for own, others in zip(self.runs, other.runs, strict=False)
        ]

    @property
    def megabytes(self) -> float:
        """The median of the peaks."""
        return median(run.megabytes for run in self.runs)


def run(command: Sequence[str | Path], output: Path, folder: Path, limit: float) -> Run:
    """Run a command in `folder`, with its standard output in the file `output`. After `limit`
    seconds it is killed with all its children."""
    log = output.with_suffix(".log")
    with output.open("wb") as file, log.open("wb") as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=folder,
            stdout=file,
            stderr=errors,
            start_new_session=True,
        )
        timer = threading.Timer(limit, _end, (process.pid,))
        timer.start()
        # Not RUSAGE_CHILDREN, whose peak is over all children so far. This counts the command and
        # its own children that have ended, such as git.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    fault = ""
    if seconds >= limit:
        fault = f"over {limit:.0f} s"
    elif process.returncode:
        lines = log.read_text(errors="replace").strip().splitlines() or ["no message"]
        fault = f"failed: {lines[-1][:80]}"
    processor = usage.ru_utime + usage.ru_stime
    return Run(seconds, usage.ru_maxrss / MEGABYTE, processor, fault)


def _end(group: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
