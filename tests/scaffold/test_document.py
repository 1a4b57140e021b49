"""docs/publish-your-own-list.md, followed word by word from an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

DOCUMENT = ROOT / "docs/publish-your-own-list.md"


def test_two_commands_and_the_next_version_work_as_written(tmp_path: Path) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    shown = "".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    script = "set -e\n" + shown.replace("python -m scripts", f"{sys.executable} -m revisioned")
    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "revisioned").symlink_to(ROOT / "scripts")

    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "path")},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert "Built build/members.db" in done.stdout
    assert "column added: since, 2 cells filled" in done.stdout
    assert (tmp_path / "members/build/members.db").is_file()
