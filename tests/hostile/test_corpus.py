"""Bad packages and files: each is refused with exactly the findings that findings.txt has for it,
without a traceback, and nothing is written in the folder or next to it."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from revisioned.build import database
from revisioned.cli import main
from revisioned.core.diagnostics import Finding
from revisioned.core.errors import PackageError
from revisioned.derive import refresh
from revisioned.descriptor.load import load
from revisioned.validate.check import check
from tests.hostile import files, packages, words
from tests.hostile.edits import Edit, restated, write
from tests.hostile.small import NOTES

HERE = Path(__file__).resolve().parent
PACKAGES = {
    f"{group} / {name}": edit
    for group, cases in {**files.CASES, **packages.CASES}.items()
    for name, edit in cases.items()
}
CALLS = {
    f"{group} / {name}": call
    for group, cases in words.CASES.items()
    for name, call in cases.items()
}


def expected() -> dict[str, list[str]]:
    """The findings of each case: its name is on a line of its own, its findings are indented
    below."""
    found: dict[str, list[str]] = {}
    for line in (HERE / "findings.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            found[list(found)[-1]].append(line[4:])
        elif line:
            found[line] = []
    return found


EXPECTED = expected()


def tree(folder: Path) -> dict[str, str]:
    """Everything in the folder except its lock: the hash of a file, the target of a link."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.name == ".lock":
            continue
        if path.is_symlink():
            what = f"link {path.readlink()}"
        elif path.is_file():
            what = hashlib.sha256(path.read_bytes()).hexdigest()
        else:
            what = "no file"
        found[path.relative_to(folder).as_posix()] = what
    return found


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the timeout of queries, so that endless ones are stopped at once."""
    monkeypatch.setattr("revisioned.core.guard.QUERY_TIMEOUT_S", 0.2)


@pytest.fixture(scope="module")
def noted(good: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Finding]]:
    """The findings of a package whose notes have one bad cell each, by the name of the cell."""
    root = shutil.copytree(good, tmp_path_factory.mktemp("cells") / "package")
    text, lines = files.noted()
    restated(write(NOTES, text))(root)
    before = tree(root.parent)

    report = check(root)

    assert tree(root.parent) == before
    names = {line: name for name, line in lines.items()}
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        found.setdefault(names[finding.line or 0], []).append(finding)
    return found


@pytest.mark.parametrize("name", files.CELLS)
def test_bad_cell_is_refused_with_exactly_these_findings(
    noted: dict[str, list[Finding]], name: str
) -> None:
    assert [str(replace(finding, line=None)) for finding in noted[name]] == EXPECTED[name]
    assert all(line.isprintable() for line in EXPECTED[name])
    assert {finding.severity for finding in noted[name]} == {"error"}


@pytest.mark.parametrize("name", PACKAGES)
def test_bad_package_is_refused_with_exactly_these_findings(
    package: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit: Edit = PACKAGES[name]
    (edit if name.startswith("stated") else restated(edit))(package)
    monkeypatch.chdir(package)
    before = tree(package.parent)

    report = check(package)

    assert [str(finding) for finding in report.findings] == EXPECTED[name]
    assert all(line.isprintable() for line in EXPECTED[name])
    assert not report.passed
    for stage in (refresh.require, _build):
        try:
            stage(package)
        except PackageError as error:
            assert str(error)
    assert tree(package.parent) == before


def _build(root: Path) -> None:
    """The database, built next to the folder and removed afterwards."""
    target = root.parent.parent / f"{root.parent.name}.db"
    try:
        database.build(load(root), target)
    finally:
        for path in target.parent.glob(f"*{target.name}*"):
            path.unlink()


@pytest.mark.parametrize("name", CALLS)
def test_bad_file_is_refused_with_exactly_these_words(
    tmp_path: Path,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    call = CALLS[name]
    for path, data in call.files.items():
        (tmp_path / "in" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / path).write_bytes(data)
    (tmp_path / "in").mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path / "in")
    before = tree(tmp_path)

    code = main(call.words)

    out, err = capsys.readouterr()
    assert code in (1, 2)
    assert [line for line in (out + err).splitlines() if line] == EXPECTED[name]
    assert not out or name.startswith("verify")
    assert tree(tmp_path) == before


def test_every_case_has_its_findings_and_there_are_enough() -> None:
    assert {*files.CELLS, *PACKAGES, *CALLS} == set(EXPECTED)
    assert len(EXPECTED) >= 150
    assert all(EXPECTED.values())


def test_good_package_is_not_refused(good: Path) -> None:
    report = check(good)

    assert report.findings == ()
    assert report.expectations == 1


def test_no_network_request_is_made(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that refers to addresses of other hosts is refused without a request to them."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("somebody opened a connection")

    monkeypatch.setattr("socket.socket.connect", refuse)
    for name in ("paths / remote", "paths / schema remote", "parts / profile from elsewhere"):
        PACKAGES[name](package)

        assert not check(package).passed


@pytest.mark.parametrize(
    "name", ["csv / quote never closed", "json / lists in lists", "sql / days that attach a file"]
)
def test_command_line_prints_findings_and_exits_with_1(
    package: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    restated(PACKAGES[name])(package)
    monkeypatch.chdir(package)

    assert main(["check"]) == 1

    out, err = capsys.readouterr()
    assert out.splitlines()[: len(EXPECTED[name])] == EXPECTED[name]
    assert err == ""
    assert [path.name for path in package.parent.iterdir()] == ["package"]
