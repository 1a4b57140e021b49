"""Derived files follow what people edit, even if check would reject the edit."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.core.errors import PackageError
from revisioned.derive.refresh import refresh, require
from tests.breaking import data, text


def stated(root: Path, name: str) -> tuple[int, str]:
    document = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    item = next(item for item in document["resources"] if item["name"] == name)
    return item["bytes"], item["hash"]


def test_published_package_is_fresh(root: Path) -> None:
    require(root)


def test_hash_and_bytes_follow_the_file(copy: Path) -> None:
    text("data/themes.csv", "whole", "entire")(copy)

    written, faults = refresh(copy)

    content = (copy / "data/themes.csv").read_bytes()
    assert written == ["datapackage.json"]
    assert faults == ()
    assert stated(copy, "themes") == (
        len(content),
        f"sha256:{hashlib.sha256(content).hexdigest()}",
    )


def test_dictionary_follows_the_descriptor(copy: Path) -> None:
    text("datapackage.json", "Every name seen for", "Every name of")(copy)

    assert refresh(copy)[0] == ["docs/data-dictionary.md"]
    assert "Every name of an organization" in (copy / "docs/data-dictionary.md").read_text(
        encoding="utf-8"
    )


def test_second_refresh_writes_nothing(copy: Path) -> None:
    text("data/themes.csv", "whole", "entire")(copy)
    refresh(copy)

    assert refresh(copy) == ([], ())


def test_stale_file_is_named_with_the_command_to_run(copy: Path) -> None:
    text("data/themes.csv", "whole", "entire")(copy)

    with pytest.raises(PackageError) as caught:
        require(copy)

    assert str(caught.value) == "datapackage.json: stale\nRun `python -m scripts refresh`."


def test_check_writes_nothing(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text("data/themes.csv", "whole", "entire")(copy)
    before = (copy / "datapackage.json").read_bytes()
    monkeypatch.chdir(copy)

    assert main(["refresh", "--check"]) == 1
    assert (copy / "datapackage.json").read_bytes() == before


def test_data_that_check_rejects_is_still_hashed(copy: Path) -> None:
    data("data/themes.csv", b"whole", b'\xff\x00"')(copy)

    refresh(copy)

    assert stated(copy, "themes")[1].endswith(
        hashlib.sha256((copy / "data/themes.csv").read_bytes()).hexdigest()
    )


def test_file_that_cannot_be_read_keeps_its_stated_hash(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = stated(copy, "themes")
    (copy / "data/themes.csv").unlink()
    monkeypatch.chdir(copy)

    status = main(["refresh"])

    assert status == 1
    assert stated(copy, "themes") == before
    assert capsys.readouterr().out == (
        "data/themes.csv: no such file; its hash and size stay as they were\n"
    )
