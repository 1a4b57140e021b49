"""The command line offers only commands that the package in the folder can use."""

from __future__ import annotations

from pathlib import Path

import pytest

from revisioned.cli import main
from tests.conftest import ROOT, WELLS

OF_A_KIND = ("act", "contribute", "intake", "watch")


@pytest.mark.parametrize(
    ("folder", "offered"), [(ROOT, OF_A_KIND), (WELLS, ()), (WELLS / "data", OF_A_KIND)]
)
def test_help_lists_commands_that_the_package_can_use(
    folder: Path,
    offered: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit):
        main(["--help"])

    listed = {line.split()[0] for line in capsys.readouterr().out.splitlines() if line.split()}
    assert listed.intersection(OF_A_KIND) == {*offered}
    assert {"check", "diff", "release", "add"} <= listed


@pytest.mark.parametrize(
    ("command", "missing"),
    [
        ("act", "a table 'acts'"),
        ("contribute", "a table 'acts'"),
        ("watch", "a table 'watches'"),
        ("intake", "a series with the property 'intake'"),
    ],
)
def test_other_commands_say_what_the_package_lacks(
    command: str,
    missing: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(WELLS)

    assert main([command, "--help"]) == 2
    assert f"`{command}` does not fit this package, which does not have {missing}" in (
        capsys.readouterr().err
    )
