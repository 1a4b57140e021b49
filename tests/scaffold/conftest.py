"""Two lists that were never a package: editions of subdivisions as files, with a key of two
columns, and members in a git history."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from revisioned.cli import main

EDITIONS = {
    "codes-2020-1.tsv": "Country\tSub Code\tName\nAD\t02\tCanillo\nAD\t03\t Encamp \n"
    "AE\tAZ\tDubai\n",
    "codes-2021-1.tsv": "Country\tSub Code\tName\tKind\nAD\t02\tCanillo\tparish\n"
    "AE\tAZ\tAbu Dhabi\temirate\nAE\tAZ\tAgain\temirate\n\t9\tNowhere\t\n",
}
SOMEONE = "someone@example.org"
WHO = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    **{f"GIT_{who}_NAME": SOMEONE for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": SOMEONE for who in ("AUTHOR", "COMMITTER")},
}


def init(folder: Path, *words: str) -> Path:
    """The package that the command makes."""
    assert main(["init", str(folder), *words]) == 0
    return folder


@pytest.fixture(scope="session")
def codes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two editions with a key of two columns; to be read."""
    here = tmp_path_factory.mktemp("codes")
    for name, text in EDITIONS.items():
        (here / name).write_text(text, encoding="utf-8")
    files = [str(here / name) for name in EDITIONS]
    return init(here / "country-codes", "--from", *files, "--key", "Country,Sub Code")


def commit(folder: Path, day: str, text: str) -> None:
    """A commit of members.csv on the day."""
    (folder / "members.csv").write_text(text, encoding="utf-8")
    stamp = {f"GIT_{who}_DATE": f"{day}T12:00:00Z" for who in ("AUTHOR", "COMMITTER")}
    for words in (["add", "-A"], ["commit", "-qm", day]):
        subprocess.run(["git", "-C", folder, *words], check=True, env=os.environ | WHO | stamp)


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Members in five commits, two of one day."""
    folder = tmp_path_factory.mktemp("history")
    subprocess.run(["git", "init", "-q", folder], check=True, env=os.environ | WHO)
    names = ["Alpha", "Beta", "Gamma", "Delta"]
    for number, day in enumerate(
        ["2024-01-05", "2024-02-05", "2024-02-05", "2024-03-05", "2024-04-05"], start=1
    ):
        rows = [
            f"{name[0]},{name},{number * place}" for place, name in enumerate(names[:number], 1)
        ]
        commit(folder, day, "id,name,seats\n" + "\n".join(rows) + "\n")
    return folder
