"""The examples of docs/programs.md run, if their language is installed here."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

PAGE = "docs/programs.md"
WRITTEN = "http://127.0.0.1:8001"
INTERPRETERS = {
    "python": [sys.executable, "-c"],
    "r": ["Rscript", "-e"],
    "js": ["node", "--input-type=module", "-e"],
}
THERE = [name for name, (program, *_) in INTERPRETERS.items() if shutil.which(program)]


def example(root: Path, language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", (root / PAGE).read_text(), re.DOTALL)
    return str(found)


@pytest.mark.parametrize("language", THERE)
def test_example_runs_against_the_site(root: Path, address: str, language: str) -> None:
    code = example(root, language).replace(WRITTEN, address.rstrip("/"))

    done = subprocess.run([*INTERPRETERS[language], code], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert ("2026-01-27" if language == "js" else "withdraw") in done.stdout


def test_example_in_sql_runs_over_the_files(root: Path) -> None:
    sql = example(root, "sql").replace(f"{WRITTEN}/", f"{root}/")

    assert "withdraw" in dict(duckdb.sql(sql).fetchall())


def test_every_address_of_the_page_answers(root: Path, address: str) -> None:
    import httpx

    asked = re.findall(r"`(/[^`…<]*)`", (root / PAGE).read_text())
    assert len(asked) > 15
    with httpx.Client(base_url=address) as client:
        for path in asked:
            # This site has no releases.
            if not re.search(r"\d+\.\d+\.\d+|v\d+-|latest|^/(zh|diff/|as-of/)$", path):
                assert client.get(path).status_code == 200, path
