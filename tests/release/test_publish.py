"""A release is refused or complete; earlier releases stay unchanged, whatever happens."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import partial
from pathlib import Path

import frictionless
import pytest

from revisioned.cite.version_files import stamped
from revisioned.cli import main
from revisioned.core import atomic
from revisioned.core.errors import PackageError, UsageError
from revisioned.derive import refresh
from revisioned.release import archive, manifest_files, publish, store, verify_store
from revisioned.validate import check_cache
from tests.breaking import text
from tests.command import command
from tests.forks import killed_before
from tests.release.conftest import (
    DAYS,
    FIRST,
    GIT,
    LAST,
    add_permit,
    commit,
    correct_a_cell,
    download,
    git,
    release,
    unreleased_copy,
)


def tree(root: Path) -> dict[str, bytes]:
    found = {p.relative_to(root).as_posix(): p for p in root.rglob("*") if p.is_file()}
    return {
        path: file.read_bytes()
        for path, file in found.items()
        if not path.startswith((".git/", "build/"))
    }


def test_first_release_says_how_to_undo_it_before_its_commit(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(fresh)
    monkeypatch.chdir(fresh)
    monkeypatch.setattr(check_cache, "require", lambda *_, **__: None)

    assert main(["release", "0.0.1"]) == 0, capsys.readouterr().err
    said = capsys.readouterr().out.splitlines()
    assert said[-2] == "If 0.0.1 is not the version that you meant, undo it before its commit:"
    assert tree(fresh) != before
    subprocess.run(said[-1], shell=True, check=True, cwd=fresh)
    assert tree(fresh) == before
    assert main(["release", FIRST]) == 0, capsys.readouterr().err


@pytest.mark.slow
def test_release_is_made_from_a_commit_and_names_its_tag(fresh: Path) -> None:
    """With the real command line, including its checks; the next run says that it is done."""
    done = command(fresh, "release", FIRST)

    assert done.returncode == 0, done.stderr
    assert f"git tag v{FIRST}" in done.stdout
    commit(fresh)
    again = command(fresh, "release", FIRST)
    assert (again.returncode, "already written" in again.stdout) == (0, True)
    assert again.stdout.splitlines()[-2:] == ["Now make its tag:", f"  git tag v{FIRST}"]
    git(fresh, "tag", f"v{FIRST}")
    last = command(fresh, "release", FIRST).stdout.splitlines()[-1]
    assert last == "Its commit and its tag exist; push both."
    assert git(fresh, "status", "--porcelain") == ""
    manifest = store.manifest(fresh, FIRST)
    assert manifest.released_on == "2026-11-23"
    for file in ("datapackage.json", "CITATION.cff", "README.md", ".zenodo.json"):
        assert FIRST in (fresh / file).read_text(encoding="utf-8")
    refresh.require(fresh)


def test_package_in_a_folder_of_a_repository_is_released(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    top, root = tmp_path / "lists", tmp_path / "lists/wells"
    unreleased_copy(root)
    (top / "notes.txt").write_text("Ours\n")
    git(top, "init", "-q")
    commit(top)
    (top / "notes.txt").write_text("Not of the package\n")
    (top / "more.txt").write_text("Not of the package either\n")
    monkeypatch.chdir(root)

    assert main(["release", FIRST]) == 0, capsys.readouterr().err
    assert store.versions(root) == [FIRST]
    steps = capsys.readouterr().out.splitlines()[-3].strip()
    assert steps == f"git add . && git commit -m 'Release {FIRST}' && git tag v{FIRST}"
    subprocess.run(steps, shell=True, check=True, cwd=root, env=os.environ | GIT)
    assert main(["release", FIRST]) == 0
    assert "Its commit and its tag exist; push both." in capsys.readouterr().out
    assert git(top, "status", "--porcelain") == "M notes.txt\n?? more.txt"


REFUSALS = {
    "stale": (text("data/papers.csv", "of all", "of most"), "datapackage.json: stale"),
    "wrong": (text("data/permits.csv", "2021-02-01", "2021-13-01"), "stale"),
    "not committed": (text("README.md", "##", "###"), " M README.md\nNot committed"),
    "untracked": (
        lambda root: (root / "data/notes.txt").write_text("mine"),
        "?? data/notes.txt",
    ),
    "ignored, but in a released folder": (
        lambda root: (root / "checks/build").mkdir() or (root / "checks/build/x").write_text("x"),
        "checks/build/x: would be released, but git ignores it; change .gitignore",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_unready_package_is_refused_and_nothing_is_written(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    change, due = REFUSALS[name]
    if name.startswith("ignored"):
        (fresh / ".gitignore").write_text("build/\n")
        commit(fresh)
    change(fresh)
    before = tree(fresh)
    monkeypatch.chdir(fresh)
    monkeypatch.setattr(check_cache, "require", lambda *_, **__: None)

    assert main(["release", FIRST]) == 1
    assert due in capsys.readouterr().err
    assert [path for path, data in tree(fresh).items() if before.get(path) != data] == []


# Git must not find a repository further up.
OUTSIDE = {"GIT_CEILING_DIRECTORIES": "/tmp"}


def test_without_git_it_is_refused(tmp_path: Path, once: Path) -> None:
    shutil.copytree(once, tmp_path / "copy")

    done = command(tmp_path / "copy", "release", "1.0.1", environment=OUTSIDE)

    assert done.returncode == 1
    assert "a release is made from a commit, but git says: " in done.stderr


def test_damaged_earlier_release_is_refused(released: Path) -> None:
    item = store.manifest(released, FIRST).files[0]
    (released / store.OBJECTS / item.sha256).write_bytes(b"other")
    correct_a_cell(released)

    with pytest.raises(PackageError, match=f"changed: releases/objects/{item.sha256}"):
        publish.prepare(released, "1.0.1", "2026-12-01", stamped)


def test_disappeared_release_is_refused(chained: Path) -> None:
    shutil.rmtree(chained / "releases/1.0.1")
    correct_a_cell(chained)

    with pytest.raises(PackageError, match=r"missing: releases/1\.0\.1/manifest\.json"):
        publish.prepare(chained, "2.0.1", "2031-02-01", stamped)


@pytest.mark.parametrize("kind", ["link", "is executable"])
def test_file_that_is_not_plain_is_refused(released: Path, kind: str) -> None:
    if kind == "link":
        (released / "data/more.csv").symlink_to("permits.csv")
    else:
        (released / "data/permits.csv").chmod(0o755)

    with pytest.raises(PackageError, match=kind):
        publish.prepare(released, "1.0.1", "2026-12-01", stamped)


@pytest.mark.slow
def test_killed_release_leaves_the_last_one_intact_and_the_next_run_succeeds(
    released: Path, tmp_path: Path
) -> None:
    """Kill -9 before each of the files that a release writes; then run the command again."""
    add_permit(released)
    first = download(released, FIRST)
    whole = shutil.copytree(released, tmp_path / "whole")
    release(whole, "1.1.0")
    changes = publish.prepare(released, "1.1.0", DAYS["1.1.0"], stamped).changes
    assert len(changes) >= 15
    for place in range(1, len(changes) + 1):
        copy = shutil.copytree(released, tmp_path / f"killed-{place}")

        assert killed_before(place, [(atomic, "swap")], partial(atomic.commit, copy, changes))
        assert download(copy, FIRST) == first
        atomic.recover(copy)
        release(copy, "1.1.0")
        assert verify_store.findings(copy) == ()
        assert tree(copy) == tree(whole)


def test_bytes_of_the_first_stay_after_three_more(once: Path, four: Path) -> None:
    assert store.versions(four) == [FIRST, "1.0.1", "1.1.0", LAST]
    assert download(four, FIRST) == download(once, FIRST)
    assert archive.zipped(download(four, FIRST)) == archive.zipped(download(once, FIRST))


def test_a_file_that_did_not_change_is_stored_once(four: Path) -> None:
    manifests = [store.manifest(four, version) for version in store.versions(four)]
    named = {item.sha256 for manifest in manifests for item in manifest.files}

    assert len(list((four / store.OBJECTS).iterdir())) == len(named)
    assert len(named) < sum(len(manifest.files) for manifest in manifests) / 2


def test_frictionless_validates_the_zip(zipped: Path) -> None:
    report = frictionless.validate(str(zipped), type="package")

    assert report.valid, report.flatten(["title", "note"])


def test_release_holds_what_the_descriptor_lists_and_no_more(wells: Path) -> None:
    from revisioned.descriptor.load import load

    held = manifest_files.files(load(wells))

    assert {path.split("/")[0] for path in held} == {
        *("CITATION.cff", "datapackage.json", "metadata.yml"),
        *("checks", "data", "docs", "rerun.py", "views.sql"),
    }


def test_yanked_release_stays_and_is_not_the_latest(
    chained: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(chained)
    before = download(chained, LAST)

    assert main(["release", LAST, "--yank", "A column was dropped by mistake."]) == 0

    assert store.latest(chained) == "1.1.0"
    assert store.yanked(chained, LAST) == "A column was dropped by mistake."
    assert download(chained, LAST) == before
    assert verify_store.findings(chained) == ()
    assert "## 2.0.0\n\n**Yanked**: A column was dropped" in Path("CHANGELOG.md").read_text()
    assert main(["release", LAST, "--yank", "Again"]) == 1
    assert "yanked already: A column" in capsys.readouterr().err


def test_deposited_release_is_cited_by_its_identifiers(
    chained: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(chained)
    about = store.manifest(chained, LAST)
    assert main(["cite", LAST]) == 0
    assert "swh:" not in capsys.readouterr().out

    archived = f"{store.ARCHIVE}{about.swhid}"
    record = chained / "releases" / LAST / store.DEPOSITED
    record.write_text(f"{archived}\n")
    assert main(["cite", LAST]) == 0
    assert capsys.readouterr().out.endswith(f" {archived}\n")
    record.write_text(f"https://doi.org/10.5281/zenodo.1\n{archived}\n")
    assert main(["cite", LAST]) == 0
    assert capsys.readouterr().out.endswith(" https://doi.org/10.5281/zenodo.1\n")
    assert verify_store.findings(chained) == ()

    record.write_text(archived[:-1])
    (finding,) = verify_store.findings(chained)
    assert finding.startswith(f"releases/{LAST}/DEPOSITED: {archived[:-1]}: neither")


def test_mark_is_stated_by_the_next_release_and_verified_from_then_on(
    released: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(released)
    assert b"yanked" not in store.raw_manifest(released, FIRST)
    atomic.commit(released, publish.yank(released, FIRST, "A name was wrong."))
    correct_a_cell(released)
    release(released, "1.0.1")
    mark = released / "releases" / FIRST / "YANKED"

    assert store.manifest(released, "1.0.1").yanked == {FIRST: "A name was wrong."}
    assert main(["verify", FIRST]) == 0
    assert "yanked    should no longer be used: A name was wrong." in capsys.readouterr().out
    for change, due in (
        (lambda: mark.write_text("Another reason.\n"), "changed: {}: 1.0.1 states another reason"),
        (mark.unlink, "missing: {}: 1.0.1 states why 1.0.0 is yanked: A name was wrong."),
    ):
        change()
        assert main(["verify", "1.0.1"]) == 1
        out, err = capsys.readouterr()
        assert due.format(f"releases/{FIRST}/YANKED") in out
        assert "1 finding; restore releases/ from git." in err


def test_signature_is_next_to_the_manifest_and_not_in_the_zip(
    fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    monkeypatch.chdir(fresh)

    assert main(["release", FIRST, "--sign", str(key)]) == 0

    assert "signed    releases/1.0.0/manifest.json.sig" in capsys.readouterr().out
    assert (fresh / store.signature_path(FIRST)).is_file()
    assert not any("sig" in path for path in download(fresh, FIRST))
    assert main(["verify", FIRST]) == 0
    assert "ED25519 key SHA256:" in capsys.readouterr().out
    commit(fresh)
    assert main(["release", FIRST, "--sign", str(key)]) == 2
    assert "a release is signed once" in capsys.readouterr().err


def test_yanking_needs_a_reason_and_a_release(chained: Path) -> None:
    with pytest.raises(UsageError, match="needs a reason"):
        publish.yank(chained, LAST, " ")
    with pytest.raises(UsageError, match=r"no release 3\.0\.0; there are: 1\.0\.0"):
        publish.yank(chained, "3.0.0", "Why")


def test_released_act_cannot_be_undone(fresh: Path) -> None:
    """`act --undo` compares the version in the descriptor, which a release sets."""
    from revisioned.edit import act

    act.enter(fresh, "an-act", {})
    release(fresh, FIRST)

    with pytest.raises(PackageError, match="an-act is released"):
        act.undo(fresh)
