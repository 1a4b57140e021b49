"""A record that is asked for by something else than its key is named by its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from revisioned.cli import main
from tests.scaffold.conftest import init


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("001", "write 001,IRN or 001,RUS"),
        ("001,rus", "write 001,RUS"),
        ("name 5", "write 001,IRN"),
        ("Newcomer", "write 003,É"),
        ("e", "write 003,É"),
        ("nobody", ""),
        ("...", ""),
    ],
)
def test_nearest_keys_are_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    asked: str,
    said: str,
) -> None:
    (tmp_path / "a-2023.csv").write_text(
        "ref,country,name\n001,RUS,Alfa\n001,IRN,Beta\n", encoding="utf-8"
    )
    (tmp_path / "a-2024.csv").write_text(
        "ref,country,name\n001,RUS,Alfa\n001,IRN,Name 5\n003,É,Newcomer\n", encoding="utf-8"
    )
    files = [str(tmp_path / "a-2023.csv"), str(tmp_path / "a-2024.csv")]
    monkeypatch.chdir(init(tmp_path / "made", "--from", *files, "--key", "ref,country"))

    assert main(["history", asked]) == 2
    due = said or "`history` without a name lists what changed"
    assert capsys.readouterr().err == f"no revision has {asked!r}; {due}\n"
    assert main(["cite", "--record", asked]) == 2
    assert capsys.readouterr().err == f"there is no {asked!r} in records{said and f'; {said}'}\n"
