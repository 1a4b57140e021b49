"""The pool of processes that run visitors' SQL."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.conftest import ROOT

# Other code has registered an exit handler before the pool could.
BEGUN = """
import scripts, weakref
weakref.finalize(scripts, int)
from revisioned.site.limits.pool import Process
process = Process()
"""


def test_worker_that_still_runs_is_waited_for_at_the_end() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", BEGUN],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stderr == ""
