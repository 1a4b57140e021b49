"""What `serve` makes a site of: a package that nobody has built, a folder of tables, a store of
`adopt`, the history of a file."""

from __future__ import annotations

import asyncio
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.descriptor.model import Package
from revisioned.site import app
from tests.scaffold.conftest import EDITIONS, init, run


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, tuple[int, str]]]:
    """Runs `serve` with these words, and gives what the addresses answer in place of serving."""

    def call(addresses: list[str], *words: str) -> dict[str, tuple[int, str]]:
        found: dict[str, tuple[int, str]] = {}

        def ask(package: Package, listener: socket.socket, ready: Callable[[], None]) -> None:
            assert listener.getsockname()[1]
            ready()
            site = app.application(package)
            for address in addresses:
                answer = asyncio.run(site.client.get(address))
                found[address] = answer.status_code, answer.text

        monkeypatch.setattr(app, "serve", ask)
        assert main(["serve", *words, "--port", "0"]) == 0
        return found

    return call


def test_package_that_is_not_built_is_built_first(
    members: Path,
    tmp_path: Path,
    served: Callable[..., dict[str, tuple[int, str]]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = shutil.copytree(members, tmp_path / "members")

    found = served(["/", "/records/A"], str(root))

    assert {status for status, _ in found.values()} == {200}
    assert "Built build/members.db." in capsys.readouterr().out


def test_store_of_adopt_is_shown_with_history_blame_and_differences(
    repository: Path, tmp_path: Path, served: Callable[..., dict[str, tuple[int, str]]]
) -> None:
    store = tmp_path / "anything.db"
    words = ["--key", "id", "--format", "sqlite", "--output", str(store)]
    run("adopt", str(repository), "members.csv", *words)

    difference = "/diff/members/2024-01-05...2024-04-05"
    found = served(["/", "/records/A", "/anything/members_blame", difference], str(store))

    assert {status for status, _ in found.values()} == {200}
    assert "5 versions" in found["/"][1]
    assert "Gamma" in found[difference][1]
    assert "2024-02-05-2" in found["/anything/members_blame"][1]


def test_package_of_a_store_is_that_of_the_history(repository: Path, tmp_path: Path) -> None:
    store = tmp_path / "anything.db"
    words = ["--key", "id", "--format", "sqlite", "--output", str(store)]
    run("adopt", str(repository), "members.csv", *words)

    made = init(tmp_path / "one" / "list", "--from", str(store), "--key", "id")
    again = init(
        *(tmp_path / "two" / "list", "--from", str(repository), "members.csv", "--key", "id")
    )

    files = sorted(file.relative_to(made) for file in made.rglob("*") if file.is_file())
    assert len(files) > 20
    for file in files:
        assert (made / file).read_bytes() == (again / file).read_bytes(), file


def test_folder_of_tables_is_shown(
    tmp_path: Path, served: Callable[..., dict[str, tuple[int, str]]]
) -> None:
    for name, text in EDITIONS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    found = served(["/", "/records/AE/AZ"], str(tmp_path), "--key", "Country,Sub Code")

    assert {status for status, _ in found.values()} == {200}
    assert "3 versions" in found["/"][1]


def test_file_that_is_neither_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other.db").write_bytes(b"SQLite format 3\0" + bytes(84))

    assert main(["serve", str(tmp_path / "other.db")]) in (1, 2)
    assert capsys.readouterr().err
