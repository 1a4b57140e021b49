"""Every format and reader is offered and documented everywhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from revisioned.diff import formats, readers
from tests.conftest import ROOT
from tests.diff.conftest import File, Run

DOCUMENT = (ROOT / "docs/compare.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", formats.names())
def test_a_format_is_documented(name: str) -> None:
    assert re.search(rf"^\| `{name}` \|", DOCUMENT, re.MULTILINE)


@pytest.mark.parametrize("name", readers.names())
def test_a_reader_is_documented_with_its_suffixes(name: str) -> None:
    table = DOCUMENT.partition("| read as |")[2]
    (line,) = re.findall(rf"^\| `{name}` .*$", table, re.MULTILINE)

    assert all(suffix in line for suffix in readers.load(name).suffixes)


def test_every_format_has_its_own_extension() -> None:
    assert len(formats.by_extension()) == len(formats.names())


@pytest.mark.parametrize("name", formats.names())
def test_the_command_writes_every_format(file: File, run: Run, name: str) -> None:
    old, new = file("a.csv", "id,x\n1,a\n"), file("b.csv", "id,x\n1,b\n")

    code, out, _ = run("diff", old.name, new.name, "--key", "id", "--format", name)

    assert code == 0
    assert "b" in out.splitlines()[-1] or "b" in out


INVENTED = """
from revisioned.diff.formats import Format


def render(diff):
    yield f"{diff.old} is not {diff.new}"


FORMAT = Format("text/x-invented", "invented", render)
"""


def test_a_format_is_added_in_one_file(tmp_path: Path) -> None:
    """A new module in the folder is a format of the command and an address of the site."""
    (tmp_path / "invented.py").write_text(INVENTED)
    (tmp_path / "a.csv").write_text("id\n1\n")
    code = (
        "import scripts, sys; from revisioned.diff import formats;"
        f"formats.__path__.append({str(tmp_path)!r});"
        "from revisioned.cli import main;"
        "main(['diff', 'a.csv', 'a.csv', '--key', 'id', '--format', 'invented']);"
        "from revisioned.site.pages.registry import FORMATS; print();print(FORMATS)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )

    said, addresses = done.stdout.splitlines()
    assert said == "a.csv is not a.csv", done.stderr
    assert "invented" in addresses.split("|")


INVENTED_READER = """
from revisioned.diff.readers import Reader, Reading


def read(path, name, asked):
    return Reading([line.split() for line in path.read_text().splitlines()])


READER = Reader((".words",), lambda head: False, read)
"""


def test_a_reader_is_added_in_one_file(tmp_path: Path) -> None:
    (tmp_path / "words.py").write_text(INVENTED_READER)
    (tmp_path / "a.words").write_text("id x\n1 a\n")
    (tmp_path / "b.csv").write_text("id,x\n1,b\n")
    code = (
        "import scripts; from revisioned.diff import readers;"
        f"readers.__path__.append({str(tmp_path)!r});"
        "from revisioned.cli import main;"
        "main(['diff', 'a.words', 'b.csv', '--key', 'id', '--format', 'csv'])"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )

    assert done.stdout.splitlines()[1:] == ["1,changed,x,a,b,"], done.stderr
