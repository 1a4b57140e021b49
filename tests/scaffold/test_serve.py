"""What `serve` can show: a package that was not built yet, a folder of tables, a store of `adopt`,
the history of a file."""

from __future__ import annotations

import asyncio
import shutil
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.descriptor.model import Package
from revisioned.history import states
from revisioned.site import app
from tests.scaffold.conftest import EDITIONS, commit, git, init, run


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, tuple[int, str]]]:
    """Runs `serve` with these arguments and, instead of serving, returns the answers at the
    addresses."""

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


def store_of(folder: Path, table: str, key: str) -> Path:
    """A store of a file with this content."""
    (folder / "repo").mkdir()
    git(folder / "repo", "2024-01-05", "init", "-q")
    (folder / "repo/list.csv").write_text(table, encoding="utf-8")
    commit(folder / "repo", "2024-01-05")
    words = ["--format", "sqlite", "--output", str(folder / "store.db")]
    run("adopt", str(folder / "repo"), "list.csv", "--key", key, *words)
    return folder / "store.db"


def test_key_of_a_store_may_have_a_comma_in_its_name(
    tmp_path: Path, served: Callable[..., dict[str, tuple[int, str]]]
) -> None:
    store = store_of(tmp_path, '"code, old",name\nA,Alpha\n', '"code, old"')

    found = served(["/records/A"], str(store))

    assert "Alpha" in found["/records/A"][1]


def test_rows_of_a_store_are_sorted_by_a_key_that_has_a_name_of_the_store(tmp_path: Path) -> None:
    store = store_of(tmp_path, "valid_from,name\nB,Beta\nC,Gamma\nA,Alpha\n", "valid_from")
    with closing(sqlite3.connect(store)) as database, database:
        rows = database.execute("SELECT * FROM rows ORDER BY valid_from_ DESC").fetchall()
        database.execute("DELETE FROM rows")
        database.executemany("INSERT INTO rows VALUES (?, ?, ?, ?)", rows)

    (state,) = states.states(store)

    assert [row[0] for row in state.rows] == ["A", "B", "C"]


@pytest.mark.parametrize(
    "damage",
    [
        "DROP TABLE rows",
        "DELETE FROM columns",
        "UPDATE commits SET columns = '['",
        "DROP TABLE commits",
    ],
)
def test_damaged_store_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    store = store_of(tmp_path, "id,name\nA,Alpha\n", "id")
    with closing(sqlite3.connect(store)) as database, database:
        database.execute(damage)

    assert main(["init", str(tmp_path / "made"), "--from", str(store), "--key", "id"]) == 2
    assert f"{store}: a damaged store" in capsys.readouterr().err


def test_store_with_days_that_are_a_path_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = store_of(tmp_path, "id,name\nA,Alpha\n", "id")
    with closing(sqlite3.connect(store)) as database, database:
        database.execute("UPDATE commits SET committed_at = '../../../x'")

    assert main(["init", str(tmp_path / "made"), "--from", str(store), "--key", "id"]) == 2
    assert "'../../../x' is not a name of a revision" in capsys.readouterr().err
    assert not (tmp_path / "made").exists()


def test_store_without_a_version_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = store_of(tmp_path, "id,name\nA,Alpha\n", "id")
    with closing(sqlite3.connect(store)) as database, database:
        database.execute("UPDATE commits SET columns = NULL, skipped = 'not UTF-8'")

    assert main(["init", str(tmp_path / "made"), "--from", str(store), "--key", "id"]) == 2
    assert "has no version that can be used" in capsys.readouterr().err


def test_folder_of_tables_is_shown(
    tmp_path: Path, served: Callable[..., dict[str, tuple[int, str]]]
) -> None:
    for name, text in EDITIONS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name in ("README", "notes.md", ".DS_Store", ".old-2019.csv"):
        (tmp_path / name).write_text("not a table", encoding="utf-8")
    (tmp_path / "more.csv").mkdir()

    found = served(["/", "/records/AE/AZ"], str(tmp_path), "--key", "Country,Sub Code")

    assert {status for status, _ in found.values()} == {200}
    assert "3 versions" in found["/"][1]


@pytest.mark.parametrize("count", ["1", "2"])
def test_a_limited_number_of_tables_in_a_folder_is_shown(
    tmp_path: Path, served: Callable[..., dict[str, tuple[int, str]]], count: str
) -> None:
    for name, text in EDITIONS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    found = served(["/"], str(tmp_path), "--key", "Country,Sub Code", "--last", count)

    assert f"of {count} version" in found["/"][1] or count == "1"
    assert "2022-1" in found["/"][1]
    assert "2021-1" not in found["/"][1]


@pytest.mark.parametrize("command", ["init", "serve"])
@pytest.mark.parametrize("count", ["0", "-1", "x", "²"])
def test_number_of_versions_that_is_not_one_is_refused(
    repository: Path, capsys: pytest.CaptureFixture[str], command: str, count: str
) -> None:
    from_ = ["made", "--from"] if command == "init" else []
    words = [*from_, str(repository), "members.csv", "--key", "id", f"--last={count}"]

    with pytest.raises(SystemExit) as ended:
        main([command, *words])

    assert ended.value.code == 2
    assert f"{count!r} is not a number of versions, such as 12" in capsys.readouterr().err


def test_options_that_a_package_does_not_use_are_refused(
    members: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(app, "serve", lambda *_: None)
    for words in (["--last", "3"], ["list.csv"]):
        assert main(["serve", str(members), *words]) == 2
        assert "PATH and --last are for tables" in capsys.readouterr().err


def test_file_that_is_neither_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other.db").write_bytes(b"SQLite format 3\0" + bytes(84))

    assert main(["serve", str(tmp_path / "other.db")]) in (1, 2)
    assert capsys.readouterr().err
