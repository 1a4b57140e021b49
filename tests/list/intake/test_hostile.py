"""A file that is not a list, or too large, is refused at once, in one line, and nothing is
touched."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from revisioned.core.errors import InputError
from revisioned.intake import readers
from tests.command import command
from tests.conftest import ROOT

SECONDS, MEGABYTES = 10, 500
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def packed(sheet: bytes, megabytes: int = 0) -> bytes:
    """A workbook of one sheet, with this many blanks appended."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        with book.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(sheet)
            for _ in range(megabytes):
                part.write(b" " * (1 << 20))
    return data.getvalue()


# The name of a file, its bytes, and the message.
Made = tuple[str, Callable[[], bytes], str]

SMALL: dict[str, Made] = {
    "nothing": ("a.txt", lambda: b"", "an empty file"),
    "blanks": ("a.txt", lambda: b"\n \n\t\n", "an empty file"),
    "only signs": (
        "a.txt",
        lambda: b"--- ... ---\n* * *\n".replace(b"... ", b""),
        "no text that a reader would see",
    ),
    "binary": ("a.txt", lambda: bytes(range(256)) * 400, "NUL bytes"),
    "control characters": ("a.txt", lambda: b"1. UN \x1b[2JWater\n", "U+001B"),
    "UTF-16": ("a.txt", lambda: "1. UN Water".encode("utf-16"), "UTF-16"),
    "UTF-16 without a mark": ("a.txt", lambda: "1. UN Water".encode("utf-16-le"), "NUL"),
    "GB18030": ("a.txt", lambda: "1、国际能源论坛".encode("gb18030"), "a.txt:1: not UTF-8"),
    "Big5": ("a.csv", lambda: "n,x\n1,國際能源論壇".encode("big5"), "a.csv:2: not UTF-8"),
    "Latin-1": ("a.md", lambda: "- Comisión".encode("latin-1"), "not UTF-8"),
    "a PDF": ("a.txt", lambda: b"%PDF-1.7 ...", "a PDF; save"),
    "a page of scripts": (
        "a.html",
        lambda: b"<html><script>UN Water</script>",
        "no text that a reader would see",
    ),
    "no workbook": ("a.xlsx", lambda: b"UN Water", "not a workbook"),
    "a zip file": ("a.xlsx", lambda: b"PK\x03\x04" + bytes(99), "damaged workbook"),
    "entities in a workbook": (
        "a.xlsx",
        lambda: packed(b'<!DOCTYPE a [<!ENTITY b "c">]>' + SHEET.encode()),
        "declares XML entities",
    ),
    "a folder": ("", lambda: b"", "not a file"),
}

# Files that could cost time or memory.
HOSTILE: dict[str, Made] = {
    "50 MB of items": ("a.txt", lambda: b"1. UN Water\n" * 4_200_000, "MB; at most 4 MB"),
    "4 MB of items": ("a.txt", lambda: b"1. UN Water\n" * 340_000, "too long for a list"),
    "4 MB in one line": ("a.txt", lambda: b"UN Water, " * 400_000, "too long for a list"),
    "6,000 items": ("a.txt", lambda: b"World Bakery Council\n" * 5_999, "5999 items"),
    "4 MB of script": (
        "a.html",
        lambda: b"<script>" + b"x" * 4_000_000,
        "no text that a reader would see",
    ),
    "half a million items": ("a.html", lambda: b"<ol>" + b"<li>a" * 800_000, "too long"),
    "a million levels": (
        "a.html",
        lambda: b"<div>" * 800_000 + b"UN Water",
        "no text that a reader would see",
    ),
    "wide cells": (
        "a.html",
        lambda: b"<table><td colspan=60>" * 180_000,
        "no text that a reader would see",
    ),
    "an open quote": ("a.csv", lambda: b'"' + b"a,b\n" * 900_000, "too long"),
    "4 MB of Markdown": ("a.md", lambda: b"- UN Water\n" * 380_000, "too long for a list"),
    "brackets": (
        "a.md",
        lambda: b"UN Water" + b"[" * 200_000,
        "a.md:1: a paragraph of over 50,000",
    ),
    "a zip bomb": ("a.xlsx", lambda: packed(SHEET.encode(), 300), "unpacks to 300 MB"),
    "levels in a workbook": (
        "a.xlsx",
        lambda: packed(SHEET.encode() + b"<a>" * 1_300_000),
        "cannot be read as a workbook",
    ),
}


def digest() -> str:
    files = sorted(path for path in (ROOT / "data").rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


@pytest.mark.parametrize(("name", "made", "reason"), SMALL.values(), ids=SMALL.keys())
def test_refused_in_one_line(
    tmp_path: Path, name: str, made: Callable[[], bytes], reason: str
) -> None:
    if name:
        (tmp_path / name).write_bytes(made())

    with pytest.raises(InputError) as refused:
        readers.read(tmp_path / name)

    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)
    assert refused.value.exit_code == 2


@pytest.fixture(scope="module")
def take_in() -> Iterator[Callable[[Path], dict[str, Any]]]:
    """Takes a file in, in a process whose resources are measured."""
    run = [sys.executable, "-m", "tests.list.intake.bounded"]
    with subprocess.Popen(
        run, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        given, found = process.stdin, process.stdout
        assert given is not None
        assert found is not None

        def take(file: Path) -> dict[str, Any]:
            print(file, file=given, flush=True)
            return dict(json.loads(found.readline()))

        yield take


@pytest.mark.parametrize(("name", "made", "reason"), HOSTILE.values(), ids=HOSTILE.keys())
def test_refused_within_bounds(
    tmp_path: Path,
    take_in: Callable[[Path], dict[str, Any]],
    name: str,
    made: Callable[[], bytes],
    reason: str,
) -> None:
    (tmp_path / name).write_bytes(made())
    before = digest()

    used = take_in(tmp_path / name)

    assert used["seconds"] < SECONDS
    assert used["megabytes"] < MEGABYTES
    assert (used["status"], used["said"]) == (2, "")
    assert reason in used["told"]
    assert used["told"].count("\n") == 1
    assert digest() == before


def test_scripts_in_a_page_are_neither_run_nor_read(tmp_path: Path) -> None:
    page = tmp_path / "list.html"
    page.write_text(
        "<html><body><script src='https://example.org/x.js'>document.write('UN Energy')</script>"
        "<ol><li onclick=\"alert('UN Women')\">UN Water</li>"
        "<li><a href='javascript:UN'>UN Oceans</a></li></ol><img src=x onerror='UN Energy'></body>"
    )
    words = ("intake", str(page), "--dry-run", "--format", "json")

    found = json.loads(command(ROOT, *words).stdout)

    assert [item["text"] for item in found["items"]] == ["UN Water", "UN Oceans"]
    assert found["dropped"] == []
