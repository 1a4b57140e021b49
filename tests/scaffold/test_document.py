"""Follows docs/publish-your-own-list.md word for word from an empty folder, and runs the workflow
that `init` writes."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from revisioned.descriptor.model import Package
from revisioned.site import app
from tests.conftest import ROOT
from tests.scaffold.conftest import WHO, run

DOCUMENT = ROOT / "docs/publish-your-own-list.md"


def bash(script: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    words = ["bash", "-c", f"set -e\n{script}"]
    return subprocess.run(
        words, cwd=folder, env=os.environ | WHO | env, capture_output=True, text=True
    )


def test_list_is_published_corrected_and_continued_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    shown = "".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    asked: list[int] = []
    monkeypatch.setattr(app, "serve", lambda package, *_: asked.append(home(package)))
    monkeypatch.chdir(tmp_path)

    said = ""
    for line in shown.splitlines():
        first, *words = shlex.split(line)
        if first == "cd":
            os.chdir(words[0])
        elif first == "revisioned":
            said += run(*words, *(["--port", "0"] if words[0] == "serve" else []))
        else:
            done = bash(line, Path.cwd())
            assert done.returncode == 0, (line, done.stderr)

    assert asked == [200]
    assert "Built build/members.db" in said
    assert "members contributors" in said
    assert "column added: since, 2 cells filled" in said
    assert "agree with its manifest, and with every release before it" in said
    assert [path.name for path in sorted((tmp_path / "members/releases").glob("[0-9]*"))] == [
        *("1.0.0", "1.0.1", "2.0.0"),
    ]


def home(package: Package) -> int:
    """The answer of the home page of the built package."""
    return asyncio.run(app.application(package).client.get("/")).status_code


def test_workflow_installs_the_engine_of_its_variable_and_checks(
    members: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = shutil.copytree(members, tmp_path / "members")
    workflow = yaml.safe_load((root / ".github/workflows/check.yml").read_text())
    runs = [step["run"] for step in workflow["jobs"]["check"]["steps"] if "run" in step]
    (tmp_path / "pip").write_text('#!/bin/sh\necho "pip $@"\n')
    (tmp_path / "pip").chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"

    install, *others = runs
    unset = bash(install, root, PATH=path, REVISIONED="")
    done = bash(install, root, PATH=path, REVISIONED="some[check] @ git+https://example.org")
    monkeypatch.chdir(root)
    said = [run(*shlex.split(line)[1:]) for line in others]

    assert unset.returncode == 1
    assert unset.stdout.startswith("Set the variable REVISIONED")
    assert done.returncode == 0, done.stderr
    assert "pip install some[check] @ git+https://example.org" in done.stdout
    assert said[0] == "Every derived file is up to date.\n"
    assert "4 warnings in 1 file" in said[1]


def test_make_says_what_is_missing(members: Path, tmp_path: Path) -> None:
    root = shutil.copytree(members, tmp_path / "members")
    words = ["make", "--no-print-directory", "build", "REVISIONED=no-such-program"]

    done = subprocess.run(words, cwd=root, capture_output=True, text=True)

    assert done.returncode != 0
    assert done.stdout.startswith("Install the program that README.md names")
