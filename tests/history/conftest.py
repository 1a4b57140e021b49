"""Git repositories for a test, with fixed authors and dates, and the command line."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from revisioned.cli import main

Run = Callable[..., tuple[int, str, str]]
START = 1_577_836_800


class Repo:
    """A git repository in a folder; its commits are a day apart."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.days = 0
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words: str, zone: str = "+0000") -> str:
        """The output of a git command; the user's settings are ignored."""
        moment = f"{START + self.days * 86_400} {zone}"
        fixed = {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_DATE": moment,
            "GIT_COMMITTER_DATE": moment,
        }
        for role in ("AUTHOR", "COMMITTER"):
            fixed |= {f"GIT_{role}_NAME": "A", f"GIT_{role}_EMAIL": "a@example.org"}
        environment = {name: text for name, text in os.environ.items() if name[:4] != "GIT_"}
        command = ["git", "-C", str(self.folder), *words]
        done = subprocess.run(command, env=environment | fixed, capture_output=True, check=True)
        return done.stdout.decode().strip()

    def commit(self, *, zone: str = "+0000", **files: str | bytes | None) -> str:
        """Commit files, named without `.csv`; None removes one. Returns the hash of the commit."""
        for name, content in files.items():
            path = self.folder / f"{name}.csv"
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=x", zone=zone)
        self.days += 1
        head = (self.folder / ".git/HEAD").read_text().strip()
        reference = self.folder / ".git" / head.removeprefix("ref: ")
        return reference.read_text().strip() if head.startswith("ref: ") else head


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "repo")


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs a command and returns its exit code, standard output and standard error."""

    def call(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        captured = capfdbinary.readouterr()
        return code, captured.out.decode(), captured.err.decode()

    return call


def lines(out: str) -> list[dict[str, str]]:
    """The lines of the CSV that `adopt` prints."""
    return list(csv.DictReader(io.StringIO(out, newline="")))


def short(out: str) -> list[str]:
    """Each event in a short form: op, key, and what changed."""
    return [
        " ".join(
            [line["op"], line["key_id"]]
            + ([f"{line['field']}:{line['old']}>{line['new']}"] if line["field"] else [])
        )
        for line in lines(out)
    ]


def commits(out: str) -> list[dict[str, Any]]:
    """The commits in the JSON that `adopt` prints."""
    found: list[dict[str, Any]] = json.loads(out)["commits"]
    return found
