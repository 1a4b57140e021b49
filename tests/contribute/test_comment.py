"""The comment on a pull request: a single one, updated in place, with the right counts; nothing
from the pull request is run."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import html
from markdown_it import MarkdownIt

from revisioned.cli import main
from revisioned.core.errors import UsageError
from revisioned.history import git
from revisioned.release.versions.comment import MARK, on_lines, render
from revisioned.release.versions.proposed import Proposed, judge
from tests.hostile import small
from tests.watch.hub import Hub
from tools import host

RAN = "ran.txt"


def commit(root: Path, message: str) -> None:
    """Commit everything, with an invented author."""
    who = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org")
    for words in (("add", "--all"), (*who, "commit", "--quiet", "-m", message)):
        subprocess.run(["git", "-C", str(root), *words], check=True)


@pytest.fixture
def repository(good: Path, tmp_path: Path) -> Path:
    """The small package, committed on main."""
    return committed(good, tmp_path / "repository", ".")


@pytest.fixture
def nested(good: Path, tmp_path: Path) -> Path:
    """The small package in a folder of a repository, committed on main."""
    return committed(good, tmp_path / "repository", "lists/small")


def committed(good: Path, top: Path, place: str) -> Path:
    """The small package at a place in a repository, committed."""
    shutil.copytree(good, top / place)
    subprocess.run(["git", "init", "--quiet", "-b", "main", str(top)], check=True)
    commit(top, "Base")
    return top / place


def proposed(root: Path, tmp_path: Path, edits: dict[str, str]) -> Proposed:
    """The judgement of a branch that writes these files."""
    subprocess.run(["git", "-C", str(root), "checkout", "--quiet", "-b", "change"], check=True)
    for path, text in edits.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    commit(root, "Change")
    subprocess.run(["git", "-C", str(root), "checkout", "--quiet", "main"], check=True)
    folder = tmp_path / "judged"
    folder.mkdir()
    return judge(root, git.find(str(root)), "main", "change", folder)


def edited(root: Path, path: str, old: str, new: str) -> dict[str, str]:
    """One file with one text replaced."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    return {path: text.replace(old, new, 1)}


def test_one_edited_cell_is_green_and_names_the_release(repository: Path, tmp_path: Path) -> None:
    found = proposed(repository, tmp_path, edited(repository, small.NOTES, "first", "mended"))
    assert found.report.passed
    said = render(found)
    assert said.startswith(MARK)
    assert "**This makes release 1.0.0.**" in said
    assert "0 added, 0 removed, 1 changed in 1 cell" in said
    assert "Derived files are not up to date here" in said


def test_what_breaks_a_rule_is_a_finding_at_its_line(repository: Path, tmp_path: Path) -> None:
    text = (repository / small.ACTS).read_text(encoding="utf-8")
    found = proposed(repository, tmp_path, {small.ACTS: text + "nobody,not a day\n"})
    assert not found.report.passed
    line = text.count("\n") + 1
    assert any(f"::error file={small.ACTS},line={line}," in said for said in on_lines(found, ""))
    assert "**The check fails" in render(found)


def test_nothing_from_the_pull_request_is_run(repository: Path, tmp_path: Path) -> None:
    code = f"open({str(tmp_path / RAN)!r}, 'w')"
    view = "data/views/standing.sql"
    edits = {
        "sitecustomize.py": code,
        "scripts/cli.py": code,
        "conftest.py": code,
        ".gitattributes": "*.csv filter=run\n",
        view: "SELECT 'theirs' AS body, '2026-01-01' AS day",
        **edited(repository, small.NOTES, "first", "mended"),
    }
    found = proposed(repository, tmp_path, edits)
    assert found.report.passed
    assert not (tmp_path / RAN).exists()
    assert view in found.unjudged
    assert "scripts/cli.py" in found.unjudged
    assert (tmp_path / "judged/head" / view).read_bytes() == (repository / view).read_bytes()
    assert "theirs" not in render(found)


def test_a_link_is_not_followed(repository: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("id,text\nn1,secret\n")
    (repository / small.NOTES).unlink()
    (repository / small.NOTES).symlink_to(secret)
    found = proposed(repository, tmp_path, {"README.md": "x"})
    assert "secret" not in render(found)
    assert not found.report.passed


def test_text_from_the_pull_request_never_becomes_markup(repository: Path, tmp_path: Path) -> None:
    bad = "mended <img src=x> [a](javascript:b) @everyone #1 ```` | x"
    found = proposed(repository, tmp_path, edited(repository, small.NOTES, "first", bad))
    page = MarkdownIt("gfm-like", {"linkify": False}).render(render(found))
    shown = html.fromstring(page.partition("-->")[2])
    assert not shown.xpath("//img | //a | //script")
    text = "".join(shown.xpath("//*[not(self::code)]/text()"))
    assert "mended <img src=x> [a](javascript:b) @" in text
    assert "@everyone" not in text
    assert "#1" not in text


def test_an_unreadable_table_is_the_only_finding(repository: Path, tmp_path: Path) -> None:
    found = proposed(repository, tmp_path, {small.NOTES: 'id,text\n"open'})
    assert found.difference is None
    assert "**The check fails" in render(found)


def test_a_package_in_a_folder_of_a_repository_is_judged_the_same_way(
    nested: Path, tmp_path: Path
) -> None:
    edits = edited(nested, small.NOTES, "first", "mended") | {"../../README.md": "x"}
    found = proposed(nested, tmp_path, edits)
    assert found.report.passed
    assert "**This makes release 1.0.0.**" in render(found)
    assert found.unjudged == ("../../README.md",)


def test_annotations_name_files_from_the_top_of_the_repository(
    nested: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "-C", str(nested), "checkout", "-qb", "change"], check=True)
    (nested / small.ACTS).write_text("body,step\nnobody,none\n", encoding="utf-8")
    commit(nested, "Change")
    monkeypatch.chdir(nested)
    assert main(["comment", "main", "--annotations", "annotations.txt"]) == 1
    said = Path("annotations.txt").read_text(encoding="utf-8")
    assert f"::error file=lists/small/{small.ACTS}" in said


def test_a_base_without_the_package_is_refused(repository: Path, tmp_path: Path) -> None:
    empty = repository / "empty"
    empty.mkdir()
    with pytest.raises(UsageError, match=r"has no empty/datapackage\.json; name a BASE"):
        judge(empty, git.find(str(empty)), "main", "main", tmp_path / "judged")


def test_a_path_that_leads_out_is_refused(repository: Path, tmp_path: Path) -> None:
    """Git itself does not make such a tree, but a host that does not check would accept it."""

    def made(*words: str, given: str = "") -> str:
        done = subprocess.run(
            ["git", "-C", str(repository), *words], input=given, capture_output=True, text=True
        )
        return done.stdout.strip()

    tree = made("hash-object", "-w", "--stdin")
    for entry in ("100644 blob {}\tout.csv", "040000 tree {}\t..", "040000 tree {}\t.."):
        tree = made("mktree", given=entry.format(tree))
    top = made("ls-tree", "main").replace("\tdata\n", "\told\n")
    head = made("mktree", given=f"{top}\n040000 tree {tree}\tdata")
    who = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org")
    change = made(*who, "commit-tree", head, "-p", "main", "-m", "Change")

    with pytest.raises(UsageError, match=r"out\.csv' in [0-9a-f]+ leads out"):
        judge(repository, git.find(str(repository)), "main", change, tmp_path / "judged")
    assert not list(tmp_path.rglob("out.csv"))


def test_the_command_prints_it_and_exits_with_1_if_the_check_fails(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (repository / small.ACTS).read_text(encoding="utf-8")
    subprocess.run(["git", "-C", str(repository), "checkout", "-qb", "change"], check=True)
    (repository / small.ACTS).write_text(text + "nobody,not a day\n", encoding="utf-8")
    commit(repository, "Change")
    monkeypatch.chdir(repository)
    assert main(["comment", "main", "--annotations", "annotations.txt"]) == 1
    assert f"{small.ACTS}:5: " in capsys.readouterr().out
    assert "::error" in Path("annotations.txt").read_text(encoding="utf-8")


def test_one_comment_is_posted_and_then_renewed(hub: Hub) -> None:
    for number in range(120):
        hub.add("somebody", f"Comment {number}")
    assert host.comment(7, f"{MARK}\nfirst") == "posted"
    assert host.comment(7, f"{MARK}\nsecond") == "renewed"
    ours = [item["body"] for item in hub.comments if item["body"].startswith(MARK)]
    assert ours == [f"{MARK}\nsecond"]


def test_an_answer_to_a_form_is_text_between_fences(hub: Hub) -> None:
    said = "form.md:3: Organization: '```` <img src=x> @everyone' is not an organization here"
    host.comment(7, host.answer(said))
    shown = html.fromstring(
        MarkdownIt("gfm-like", {"linkify": False}).render(hub.comments[0]["body"])
    )
    assert not shown.xpath("//img")
    assert said in "".join(shown.xpath("//code/text()"))
    assert host.comment(7, host.answer("mended")) == "renewed"


def test_the_comment_of_another_user_with_our_mark_is_not_changed(hub: Hub) -> None:
    hub.add("somebody", f"{MARK}\nmine")
    assert host.comment(7, f"{MARK}\nours") == "posted"
    assert hub.comments[0]["body"] == f"{MARK}\nmine"
