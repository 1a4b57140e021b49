"""The documents are true: commands print what they show, and links work."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import command
from tests.conftest import ROOT

DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)]+)\)")


def examples(document: Path) -> list[tuple[str, str]]:
    """(command, output) of each console example, in order."""
    found = []
    for block in CONSOLE.findall(document.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.replace("\\\n", " ").partition("\n")
            found.append((command, output))
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_examples_print_the_output_shown(document: Path, copy: Path) -> None:
    for line, output in examples(document):
        words = shlex.split(line)
        assert words[0] == "python", f"{document.name}: {line}"
        if words[1:3] == ["-m", "scripts"]:
            result = command(copy, *words[3:])
        else:
            result = subprocess.run(
                [sys.executable, *words[1:]],
                cwd=copy,
                env=os.environ | {"PYTHONPATH": str(ROOT)},
                capture_output=True,
                text=True,
            )

        assert result.stdout + result.stderr == output


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_work(document: Path) -> None:
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (document.parent / target.partition("#")[0]).exists(), target


def test_readme_names_addresses_that_answer(site) -> None:
    import asyncio

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    addresses = set(re.findall(r"`(/[^`]*)`", text))

    assert len(addresses) >= 10
    for address in sorted(addresses):
        assert asyncio.run(site.client.get(address)).status_code == 200, address


def test_every_command_is_in_the_documents() -> None:
    from revisioned.cli import COMMANDS

    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    said = set(re.findall(r"(?:scripts|revisioned) ([a-z]+)", text))
    assert [name for name in COMMANDS if name not in said] == []


def test_version_is_the_same_everywhere(root: Path) -> None:
    import json

    version = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))["version"]
    assert f"(Version {version})" in (root / "README.md").read_text(encoding="utf-8")
    assert f"version: {version}\n" in (root / "CITATION.cff").read_text(encoding="utf-8")
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## ([0-9.]+)$", changelog, re.MULTILINE)[0] == version
