"""A citation format, a diff format, an input reader, a language and a step are each added by
editing two files, a step of the register three; then they are offered, documented and drawn
everywhere. The changes are the patches in additions/, all applied to one copy."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.list.conftest import PARTS

ADDITIONS = Path(__file__).with_name("additions")
FILES = {"citation_format": 2, "diff_format": 2, "input_reader": 2, "language": 2}
FILES |= {"step": 3, "register_step": 3}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What commands and pages of the copy say."""
    copy = tmp_path_factory.mktemp("additions") / "copy"
    ignored = shutil.ignore_patterns("__pycache__")
    for part in (*PARTS, "scripts", "CHANGELOG.md"):
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, copy / part, ignore=ignored)
        else:
            copy.mkdir(exist_ok=True)
            shutil.copy(source, copy / part)
    patches = [str(ADDITIONS / f"{name}.patch") for name in FILES]
    # A folder in no repository: there, git applies patches to any files.
    alone = {**os.environ, "GIT_CEILING_DIRECTORIES": str(copy.parent), "PYTHONPATH": str(copy)}
    subprocess.run(["git", "apply", *patches], cwd=copy, env=alone, check=True)
    done = subprocess.run(
        [sys.executable, ADDITIONS / "probe.py"],
        cwd=copy,
        env=alone,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", FILES)
def test_an_addition_takes_few_files(name: str) -> None:
    patch = (ADDITIONS / f"{name}.patch").read_text(encoding="utf-8")

    assert len(re.findall(r"^diff --git", patch, re.MULTILINE)) <= FILES[name]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("cite --help", "wikipedia"),
        ("cite", "{{cite web |title="),
        ("/cite", ">Wikipedia</a>"),
        ("/cite?format=wikipedia", "{{cite web |title="),
    ],
)
def test_a_citation_format_is_offered_and_served(
    said: dict[str, str], place: str, words: str
) -> None:
    assert words in said[place]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("diff --help", "ndjson"),
        ("diff", '{"key": ["1"], "op": "changed"}'),
        ("/diff/prints/2026-01-07-memorandum...2026-01-08-article", ".ndjson"),
        ("/diff/prints/2026-01-07-memorandum...2026-01-08-article.ndjson", '"op": "'),
    ],
)
def test_a_diff_format_is_offered_and_served(said: dict[str, str], place: str, words: str) -> None:
    assert words in said[place]


def test_an_input_reader_is_used(said: dict[str, str]) -> None:
    assert '"changed"' in said["diff"]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("cite in French", "[Jeu de données]"),
        ("/fr/", '<html lang="fr"'),
        ("/fr/", "Citer"),
        ("/fr/organizations/unesco", "février"),
        ("/fr/cite", "<title>Citer"),
        ("/organizations/unesco", ">Français</a>"),
        ("/zh/organizations/unesco", "/fr/organizations/unesco"),
    ],
)
def test_a_language_is_offered_and_spoken(said: dict[str, str], place: str, words: str) -> None:
    assert words in said[place]


def test_words_missing_in_a_language_are_shown_in_the_first(said: dict[str, str]) -> None:
    assert "Educational, Scientific and Cultural Organization" in said["/fr/organizations/unesco"]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("act --help", "left_talks"),
        ("form", "talks were left"),
        ("/organizations/unesco", "talks left"),
        ("/organizations/unesco", "Talks left</li>"),
        ("/organizations/unesco", '#m-pentagon"'),
        ("/zh/organizations/unesco", "已退出談判"),
    ],
)
def test_a_step_is_offered_and_drawn(said: dict[str, str], place: str, words: str) -> None:
    assert words in said[place]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("act --help", "suspended"),
        ("form", "the withdrawal was put on hold"),
        ("data/register/2026-02-11.csv", "suspended_on"),
        ("docs/data-dictionary.md", "Day on which the withdrawal was put on hold"),
        ("data/withdrawals.csv", "; put on hold on 11 February 2026,"),
        ("/organizations/unesco", "On 11 February 2026, the withdrawal was put on hold."),
        ("/zh/organizations/unesco", "2026年2月11日已暫停"),
        ("/", "put on hold"),
        ("/", "Put on hold</li>"),
        ("/diff/register/2026-02-10...2026-02-11", "Put on hold"),
        ("/zh/diff/register/2026-02-10...2026-02-11", "暫停"),
    ],
)
def test_a_step_of_the_register_is_offered_and_drawn(
    said: dict[str, str], place: str, words: str
) -> None:
    assert words in said[place]


def test_the_steps_are_valid(said: dict[str, str]) -> None:
    assert said["wrong"] == ""
