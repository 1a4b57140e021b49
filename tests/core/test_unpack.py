"""Compressed files that expand a lot: reading stops at a limit."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.core import unpack


def bomb(size: int) -> bytes:
    """A number of bytes of one letter, compressed with gzip."""
    packer = zlib.compressobj(9, wbits=31)
    piece = b"id\n" + b"a" * 999_997
    parts = [packer.compress(piece) for _ in range(size // len(piece))]
    return b"".join([*parts, packer.flush()])


def test_file_that_expands_two_hundredfold_is_not_read_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unpack, "ALLOWED_BYTES", 1000)
    packed = bomb(30_000_000)
    sizes: list[int] = []

    with pytest.raises(unpack.UnpackError, match="grow to more than"):
        sizes.extend(map(len, unpack.gunzip(io.BytesIO(packed), len(packed))))

    assert sum(sizes) <= unpack.MAX_GROWTH * len(packed)


def test_well_compressed_file_is_read() -> None:
    text = "".join(f"{number},United Nations,announced,2026-01-07\n" for number in range(9000))
    packed = gzip.compress(text.encode())

    assert b"".join(unpack.gunzip(io.BytesIO(packed), len(packed))).decode() == text


@pytest.mark.parametrize("command", ["diff", "apply"])
def test_files_that_expand_too_much_are_refused(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(unpack, "ALLOWED_BYTES", 1000)
    monkeypatch.chdir(tmp_path)
    Path("a.csv.gz").write_bytes(bomb(20_000_000))
    Path("b.csv").write_bytes(b"id\n1\n")

    assert (
        main([command, "a.csv.gz", "b.csv", *(["--key", "id"] if command == "diff" else [])]) == 2
    )
    assert "grow to more than" in capsys.readouterr().err


def test_deeply_nested_gzip_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    data = b"id\n1\n"
    for _ in range(5):
        data = gzip.compress(data)
    Path("a.csv.gz").write_bytes(data)
    Path("b.csv").write_bytes(b"id\n1\n")

    assert main(["diff", "a.csv.gz", "b.csv", "--key", "id"]) == 2
    assert "unpack it first" in capsys.readouterr().err


def test_workbook_that_expands_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(unpack, "ALLOWED_BYTES", 1000)
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile("a.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", b"<x/>")
        book.writestr("xl/workbook.xml", b"<x/>")
        book.writestr("xl/worksheets/sheet1.xml", b" " * 20_000_000)
    Path("b.csv").write_bytes(b"id\n1\n")

    assert main(["diff", "a.xlsx", "b.csv", "--key", "id"]) == 2
    assert "grow to more than" in capsys.readouterr().err
