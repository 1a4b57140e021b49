"""One pull request for each watch: opened, updated, closed. Its branch changes only the table of
watches."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from lxml import html
from markdown_it import MarkdownIt

from tests.watch.conftest import Watching
from tests.watch.host import page
from tests.watch.hub import Hub
from tools import host


def git(root: Path, *words: str) -> str:
    """The output of git."""
    done = subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def clone(watching: Watching, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watching:
    """The package that watches, as a clone of a repository on the host."""
    origin = tmp_path.parent / f"{tmp_path.name}-origin.git"
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Nobody")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "nobody@example.org")
    root = watching.root
    (root / ".gitignore").write_text("/build/\n/captures/\n")
    git(root, "init", "--quiet", "--bare", str(origin))
    git(root, "init", "--quiet", "-b", "main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "Base")
    git(root, "remote", "add", "origin", str(origin))
    git(root, "push", "--quiet", "origin", "main")
    monkeypatch.chdir(root)
    return watching


def propose() -> list[str]:
    """Do what the workflow does after a round."""
    return list(host.proposals(host.PROPOSALS, "main"))


def test_a_change_is_one_pull_request_that_is_renewed(clone: Watching, hub: Hub) -> None:
    clone.look(1)
    assert propose() == []
    clone.look(6, "member")
    assert propose() == ["member: opened"]
    clone.look(7, "member")
    assert propose() == ["member: renewed"]
    (pull,) = hub.pulls
    assert pull["title"] == "Watch: member"
    assert "+ The United States of America has given notice" in pull["body"]
    assert git(clone.root, "diff", "--name-only", "main", "origin/watch/member") == host.TABLE
    assert git(clone.root, "rev-parse", "--abbrev-ref", "HEAD") == "main"


def test_uncommitted_changes_are_not_touched(clone: Watching, hub: Hub) -> None:
    clone.look(1, "member")
    clone.look(6, "member")
    table = clone.root / host.TABLE
    table.write_text(table.read_text() + "mine\n")
    with pytest.raises(SystemExit, match="Not committed"):
        propose()
    assert table.read_text().endswith("mine\n")
    assert not hub.pulls


def test_what_was_merged_is_closed_and_not_proposed_again(clone: Watching, hub: Hub) -> None:
    clone.look(1, "member")
    clone.look(6, "member")
    propose()
    git(clone.root, "merge", "--quiet", "--ff-only", "origin/watch/member")
    git(clone.root, "push", "--quiet", "origin", "main")
    clone.look(7, "member")
    assert not clone.proposed()
    assert propose() == ["member: closed, it is so no more"]
    assert hub.pulls[0]["state"] == "closed"


def test_after_a_merge_the_other_branches_start_from_it(clone: Watching, hub: Hub) -> None:
    clone.look(1)
    clone.look(9)
    assert {said.partition(":")[2] for said in propose()} == {" opened"}
    for _ in range(4):
        pull = next(pull for pull in hub.pulls if pull["state"] == "open")
        git(clone.root, "merge", "--quiet", "-m", "Merge", f"origin/{pull['head']['ref']}")
        git(clone.root, "push", "--quiet", "origin", "main")
        clone.look(9)
        propose()
    assert {pull["state"] for pull in hub.pulls} == {"closed"}


def test_text_of_a_page_never_becomes_markup(clone: Watching, hub: Hub) -> None:
    clone.look(1, "notices")
    text = "United States ```` &lt;img src=x&gt; @everyone [a](b)"
    clone.host.extra["/notices"] = page("Notifications", f"<ul><li>{text}</li></ul>", 2)
    clone.look(2, "notices")
    propose()
    shown = html.fromstring(MarkdownIt("gfm-like", {"linkify": False}).render(hub.pulls[0]["body"]))
    assert not shown.xpath("//img | //a")
    assert "@everyone" in "".join(shown.xpath("//code/text()"))
    assert "@everyone" not in "".join(shown.xpath("//*[not(self::code)]/text()"))
