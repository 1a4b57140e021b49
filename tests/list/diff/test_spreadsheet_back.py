"""A table that somebody corrected in a spreadsheet is taken back by `diff` and `apply`."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from revisioned.cli import main
from revisioned.core.csv_table import dump, read
from tests.conftest import ROOT

KEY = "org_id,lang,name,kind,source_id"


@pytest.fixture
def corrected(tmp_path: Path) -> Path:
    """The names as a spreadsheet program saves them: sorted again, with a byte order mark and other
    line ends; one row is removed, and one added."""
    table = read(ROOT / "data/names.csv")
    rows = [cells for _, cells in table.records][1:]
    rows.append(["unesco", "fr", "Nom inventé, « essai »", "official", rows[0][-1]])
    text = dump(table.columns, rows[::-1]).decode().replace("\n", "\r\n")
    path = tmp_path / "corrected.csv"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    return path


def test_a_corrected_table_is_taken_back(
    corrected: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    names = ROOT / "data/names.csv"
    assert main(["diff", str(names), str(corrected), "--key", KEY, "--format", "json"]) == 0
    patch = tmp_path / "correction.json"
    patch.write_text(capfd.readouterr().out, encoding="utf-8")
    assert main(["apply", str(patch), str(names)]) == 0
    (tmp_path / "names.new.csv").write_text(capfd.readouterr().out, encoding="utf-8", newline="")
    back, wanted = read(tmp_path / "names.new.csv"), read(corrected)
    assert back.columns == wanted.columns
    assert [cells for _, cells in back.records] == sorted(cells for _, cells in wanted.records)


def test_a_corrected_workbook_is_taken_back_too(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    names = ROOT / "data/names.csv"
    table = read(names)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(table.columns)
    for _, cells in table.records[1:]:
        sheet.append(cells)
    book.save(tmp_path / "corrected.xlsx")
    words = [str(names), str(tmp_path / "corrected.xlsx"), "--key", KEY, "--format", "json"]
    assert main(["diff", *words]) == 0
    patch = tmp_path / "correction.json"
    patch.write_text(capfd.readouterr().out, encoding="utf-8")
    assert main(["apply", str(patch), str(names)]) == 0
    (tmp_path / "names.new.csv").write_text(capfd.readouterr().out, encoding="utf-8", newline="")
    back = read(tmp_path / "names.new.csv")
    assert [cells for _, cells in back.records] == [cells for _, cells in table.records[1:]]


def test_a_correction_of_a_table_that_has_changed_since_is_refused(
    corrected: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    names = ROOT / "data/names.csv"
    main(["diff", str(names), str(corrected), "--key", KEY, "--format", "json"])
    patch = tmp_path / "correction.json"
    patch.write_text(capfd.readouterr().out, encoding="utf-8")
    assert main(["apply", str(patch), str(corrected)]) == 2
    assert capfd.readouterr().out == ""
