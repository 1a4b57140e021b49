"""Where `init` writes a package, and what it does with what is there already."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import pytest

from revisioned.cli import main
from revisioned.derive import refresh
from revisioned.descriptor.load import load
from revisioned.validate.check import check
from tests.scaffold.conftest import init


def test_folder_that_is_not_empty_is_not_written_to(
    codes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (codes / "README.md").read_bytes()
    file = str(codes.parent / "codes-2020-1.tsv")

    assert main(["init", str(codes), "--from", file, "--key", "Country"]) == 1
    assert "is not empty; name a new folder" in capsys.readouterr().err
    assert (codes / "README.md").read_bytes() == before


@pytest.mark.parametrize("folder", ["a-2024.csv", "a-2024.csv/made"])
def test_file_in_place_of_the_folder_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    file = tmp_path / "a-2024.csv"
    file.write_text("id,name\n1,x\n", encoding="utf-8")

    assert main(["init", str(tmp_path / folder), "--from", str(file), "--key", "id"]) == 1
    said = f"{file} is a file; name a new folder\n"
    assert capsys.readouterr().err == said


def test_new_repository_of_a_host_is_filled_and_nothing_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine/.git").mkdir(parents=True)
    (tmp_path / "a-2024.csv").write_text("id,name\n1,x\n", encoding="utf-8")
    words = [str(tmp_path / "mine"), "--from", str(tmp_path / "a-2024.csv"), "--key", "id"]
    (tmp_path / "mine/README.md").write_text("mine", encoding="utf-8")

    assert main(["init", *words]) == 1
    assert "has README.md already" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "mine").iterdir()] in (
        [".git", "README.md"],
        ["README.md", ".git"],
    )
    (tmp_path / "mine/README.md").unlink()
    assert main(["init", *words]) == 0
    assert load(tmp_path / "mine").descriptor["name"] == "mine"


@pytest.mark.parametrize("folder", ["new", "new/made", "repository"])
def test_init_that_is_stopped_leaves_nothing_and_can_be_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    (tmp_path / "repository/.git").mkdir(parents=True)
    (tmp_path / "repository/LICENCE").write_text("mine", encoding="utf-8")
    (tmp_path / "a-2024.csv").write_text("id,name\n1,x\n", encoding="utf-8")
    words = ["--from", str(tmp_path / "a-2024.csv"), "--key", "id"]
    before = sorted(tmp_path.rglob("*"))

    def stop(_: Path) -> NoReturn:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, suppress(KeyboardInterrupt):
        patched.setattr(refresh, "refresh", stop)
        main(["init", str(tmp_path / folder), *words])
    assert sorted(tmp_path.rglob("*")) == before

    made = init(tmp_path / folder, *words)

    assert [item for item in check(made).findings if item.severity == "error"] == []
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    assert (tmp_path / "repository/LICENCE").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["init", "made", "--from", "../nope", "list.csv", "--key", "id"], "../nope"),
        (["init", "made", "--from", "nope.csv", "--key", "id"], "nope.csv"),
        (["serve", "nope"], "nope"),
        (["serve", "nope", "--key", "id"], "nope"),
    ],
)
def test_path_that_is_not_there_is_said_to_be_missing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(words) != 0
    lines = capsys.readouterr().err.splitlines()
    assert [line for line in lines if line.startswith(f"{said}: ") and "o such" in line]


def test_folder_that_is_no_repository_stands_for_its_tables(tmp_path: Path) -> None:
    for year in (2023, 2024):
        (tmp_path / f"list-{year}.csv").write_text(f"id,name\n1,{year}\n", encoding="utf-8")

    made = load(init(tmp_path / "made", "--from", str(tmp_path), "--key", "id"))

    assert [item.revision for item in made.revisions("list")] == ["2023", "2024"]
