"""What the workflows for a public host run exists."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from revisioned.cli import COMMANDS
from tests.conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def scripts(workflow: Path) -> str:
    """The lines that its steps run."""
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].values()
    return "\n".join(step["run"] for job in jobs for step in job["steps"] if "run" in step)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_what_a_workflow_runs_exists(workflow: Path) -> None:
    run = scripts(workflow)
    targets = re.findall(r"^make ([\w./-]+)", run, re.MULTILINE)
    commands = re.findall(r"-m scripts ([\w-]+)", run)
    modules = re.findall(r"-m (tools\.\w+)", run)

    for target in targets:
        # A dry run of make.
        tried = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True)
        assert tried.returncode == 0, tried.stderr.decode()
    assert {*commands} <= COMMANDS.keys()
    assert all((ROOT / f"{module.replace('.', '/')}.py").is_file() for module in modules)
    assert targets or commands or modules or ".ci/run" in run


def test_every_workflow_is_in_the_documents() -> None:
    text = (ROOT / "docs/maintaining.md").read_text(encoding="utf-8")

    assert WORKFLOWS
    assert [path.name for path in WORKFLOWS if f"`{path.name}`" not in text] == []
