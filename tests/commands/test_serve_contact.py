"""A site that others can reach must name a contact."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from revisioned.cli import main
from tests.conftest import ROOT


def test_others_are_not_served_without_a_contact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    descriptor = json.loads((ROOT / "tests/wells/datapackage.json").read_text(encoding="utf-8"))
    descriptor.pop("bugs", None)
    for one in descriptor.get("contributors", []):
        one.pop("email", None)
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    for part in ("data", "checks"):
        shutil.copytree(ROOT / "tests/wells" / part, tmp_path / part)
    monkeypatch.chdir(tmp_path)

    assert main(["serve", "--host", "0.0.0.0", "--port", "0"]) == 2
    assert "readers of this site would have no one to write to" in capsys.readouterr().err
