"""`python -m tests.list.intake.bounded FILE`: take the file in, and print what it took as JSON.

A process by itself: what a child used is counted from the size of the process that began it."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

if __name__ == "__main__":
    start = time.monotonic()
    command = [sys.executable, "-m", "scripts", "intake", sys.argv[1], "--dry-run"]
    done = subprocess.run(command, capture_output=True, text=True)
    used = {
        "seconds": time.monotonic() - start,
        "megabytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        "status": done.returncode,
        "said": done.stdout,
        "told": done.stderr,
    }
    print(json.dumps(used))
