"""Scripts of the tab, run without a browser."""

from __future__ import annotations

import json
import subprocess

from revisioned.site import STATIC

TAB = (STATIC / "tab").as_uri()


def node(script: str, given: object = None) -> str:
    """What the script prints; it reads `given` as JSON from its input."""
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
