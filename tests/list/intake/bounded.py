"""`python -m tests.list.intake.bounded`: take in each file that standard input names, and print the
resources that this used as JSON, a line for each file.

It is a separate, small process that forks for each file: the resources that the kernel reports for
a child start from the size of its parent.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time

from revisioned.cli import main
from revisioned.commands import intake  # noqa: F401 - the children need not import it


def take_in(file: str) -> dict[str, float | int | str]:
    """Run `intake FILE --dry-run` in a child process; returns its output and the resources it
    used."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        start = time.monotonic()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.dup2(out.fileno(), 1)
                os.dup2(err.fileno(), 2)
                code = main(["intake", file, "--dry-run"])
                sys.stdout.flush()
                sys.stderr.flush()
            finally:
                os._exit(code)
        _, status, used = os.wait4(child, 0)
        seconds = time.monotonic() - start
        out.seek(0)
        err.seek(0)
        return {
            "seconds": seconds,
            "megabytes": used.ru_maxrss / 1024,
            "status": os.waitstatus_to_exitcode(status),
            "said": out.read(),
            "told": err.read(),
        }


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(take_in(line.rstrip("\n"))), flush=True)
