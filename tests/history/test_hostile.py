"""Untrusted repositories whose settings name commands: none of them runs when the repository is
adopted or released from."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from revisioned.core.errors import PackageError
from revisioned.release import commit
from tests.history.conftest import Repo, Run

Trap = Callable[[Repo, str], None]


def lazy_fetch(repo: Repo, strike: str) -> None:
    """An object is missing, and git would run a command to fetch it."""
    blob = repo.git("rev-parse", "HEAD:a.csv")
    (repo.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    for name, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": str(repo.folder),
        "remote.origin.uploadpack": f"{strike}; git-upload-pack",
    }.items():
        repo.git("config", name, value)


def lazy_fetch_by_its_own_rules(repo: Repo, strike: str) -> None:
    lazy_fetch(repo, strike)
    repo.git("config", "protocol.allow", "always")
    repo.git("config", "protocol.file.allow", "always")


def lazy_fetch_by_ext(repo: Repo, strike: str) -> None:
    lazy_fetch(repo, strike)
    repo.git("config", "remote.origin.url", f"ext::sh -c {strike.replace(' ', '% ')}")
    repo.git("config", "protocol.ext.allow", "always")


def lazy_fetch_by_ssh(repo: Repo, strike: str) -> None:
    lazy_fetch(repo, strike)
    repo.git("config", "remote.origin.url", "ssh://127.0.0.1:1/x")
    repo.git("config", "core.sshCommand", f"{strike}; false")


def watcher(repo: Repo, strike: str) -> None:
    repo.git("config", "core.fsmonitor", f"{strike}; false")


def hooks(repo: Repo, strike: str) -> None:
    folder = repo.folder / "hooks"
    folder.mkdir()
    for name in ("post-index-change", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman"):
        (folder / name).write_text(f"#!/bin/sh\n{strike}\n")
        (folder / name).chmod(0o755)
    repo.git("config", "core.hooksPath", str(folder))


def filters(repo: Repo, strike: str) -> None:
    (repo.folder / ".git" / "info").mkdir(exist_ok=True)
    (repo.folder / ".git" / "info" / "attributes").write_text("* filter=evil diff=evil\n")
    repo.git("config", "filter.evil.clean", f"{strike}; cat")
    repo.git("config", "filter.evil.required", "true")
    (repo.folder / "a.csv").write_text("id,name\n1,z\n")


def converter(repo: Repo, strike: str) -> None:
    (repo.folder / ".git" / "info").mkdir(exist_ok=True)
    (repo.folder / ".git" / "info" / "attributes").write_text("*.csv diff=evil\n")
    repo.git("config", "diff.evil.textconv", f"{strike}; cat")
    repo.git("config", "diff.evil.command", strike)
    repo.git("config", "diff.external", strike)


def signer(repo: Repo, strike: str) -> None:
    program = repo.folder / "gpg"
    program.write_text(f"#!/bin/sh\n{strike}\n")
    program.chmod(0o755)
    for name in ("gpg.program", "gpg.ssh.program", "gpg.x509.program"):
        repo.git("config", name, str(program))
    repo.git("config", "log.showSignature", "true")


def pager(repo: Repo, strike: str) -> None:
    repo.git("config", "core.pager", strike)
    repo.git("config", "pager.log", strike)
    repo.git("config", "alias.log", f"!{strike}")


def included(repo: Repo, strike: str) -> None:
    (repo.folder / "more").write_text(f'[core]\n\tfsmonitor = "{strike}; false"\n')
    repo.git("config", "include.path", str(repo.folder / "more"))


TRAPS: dict[str, Trap] = {
    trap.__name__: trap
    for trap in (
        *(lazy_fetch, lazy_fetch_by_its_own_rules, lazy_fetch_by_ext, lazy_fetch_by_ssh),
        *(watcher, hooks, filters, converter, signer, pager, included),
    )
}


@pytest.fixture
def struck(tmp_path: Path) -> Path:
    return tmp_path / "struck"


@pytest.fixture(params=TRAPS)
def hostile(request: pytest.FixtureRequest, repo: Repo, struck: Path) -> Repo:
    repo.commit(a="id,name\n1,x\n")
    repo.commit(a="id,name\n1,y\n")
    TRAPS[request.param](repo, f"touch {struck}")
    return repo


def test_adopting_a_repository_runs_no_command_of_its_choice(
    hostile: Repo, run: Run, struck: Path
) -> None:
    run("adopt", hostile.folder, "a.csv", "--key", "id")

    assert not struck.exists()


def test_releasing_from_a_repository_runs_no_command_of_its_choice(
    hostile: Repo, struck: Path
) -> None:
    with suppress(PackageError):
        commit.day(hostile.folder)
        commit.require_clean(hostile.folder, ["a.csv"])

    assert not struck.exists()


def test_content_is_that_of_the_commit_despite_a_replacement(repo: Repo, run: Run) -> None:
    repo.commit(a="id,name\n1,x\n")
    repo.commit(a="id,name\n1,y\n")
    blob = repo.git("rev-parse", "HEAD:a.csv")
    (repo.folder / "forged").write_text("id,name\n1,FORGED\n")
    repo.git("replace", blob, repo.git("hash-object", "-w", "forged"))

    code, out, _ = run("adopt", repo.folder, "a.csv", "--key", "id")

    assert code == 0
    assert "FORGED" not in out
    assert ",y," in out
