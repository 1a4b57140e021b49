"""Posts comments on pull requests and forms, and a pull request for each watch.

    python -m tools.host comment NUMBER FILE     post the comment, or update the one that is there
    python -m tools.host answer NUMBER FILE      the same with plain text, between fences
    python -m tools.host proposals               a branch and a pull request for each proposal

GITHUB_API_URL, GITHUB_REPOSITORY and GITHUB_TOKEN name the host. It works with any host that has
the API of https://docs.github.com/en/rest, such as that of the tests. It needs only the standard
library, so that the job with permission to write installs nothing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Only comments by this author are updated, since anybody can write our mark.
BOT = "github-actions[bot]"
PROPOSALS = Path("build/proposals")
TABLE = "data/watches.csv"
BRANCH = "watch/"
LONGEST = 60_000
ANSWER = "<!-- revisioned: a form -->"


def ask(method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """The answer of the host to a request, as JSON."""
    request = urllib.request.Request(
        f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}/{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}",
            "Accept": "application/vnd.github+json",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def pages(path: str) -> Iterator[Any]:
    """Every entry of a list that is split into pages."""
    mark = "&" if "?" in path else "?"
    for page in range(1, 100):
        entries = ask("GET", f"{path}{mark}per_page=100&page={page}")
        yield from entries
        if len(entries) < 100:
            return


def comment(number: int, text: str) -> str:
    """Post the comment, or replace our comment with the same first line."""
    mark = text.partition("\n")[0]
    for known in pages(f"issues/{number}/comments"):
        if known["user"]["login"] == BOT and known["body"].partition("\n")[0].strip() == mark:
            ask("PATCH", f"issues/comments/{known['id']}", {"body": text})
            return "renewed"
    ask("POST", f"issues/{number}/comments", {"body": text})
    return "posted"


def fenced(text: str) -> str:
    """The text between fences, of which the text contains none."""
    fence = "`" * 4
    while fence in text:
        fence += "`"
    return f"{fence}\n{text.rstrip()}\n{fence}"


def answer(text: str) -> str:
    """Post the output of a command on a form, as a comment."""
    cut = text if len(text) < LONGEST else text[:LONGEST] + "\n… (cut here)"
    said = "What this would change, or what has to be mended first. Nothing is entered by it."
    return f"{ANSWER}\n{said}\n\n{fenced(cut)}\n"


def proposals(folder: Path, base: str) -> Iterator[str]:
    """Make a branch with one commit and a pull request for each proposal, and close pull requests
    that are no longer proposed. Yields what was done, in words. Raises SystemExit if something is
    not committed, since this checks out branches."""
    if changed := _git("status", "--porcelain", "--untracked-files=no"):
        raise SystemExit(f"{changed}\nNot committed; commit or remove these changes first.")
    ours = os.environ["GITHUB_REPOSITORY"]
    waiting = {
        pull["head"]["ref"]: pull["number"]
        for pull in pages("pulls?state=open")
        if pull["head"]["ref"].startswith(BRANCH)
        and (pull["head"]["repo"] or {}).get("full_name") == ours
    }
    for summary in sorted(folder.glob("*.md")):
        watch = summary.name.removesuffix(".md")
        if "." in watch:
            continue  # the draft of an event
        branch = f"{BRANCH}{watch}"
        text = summary.read_text(encoding="utf-8")
        body = text.partition("\n")[2].strip() + _draft(folder, watch)
        title = f"Watch: {text.splitlines()[0].removeprefix('# ')}"
        if not _branch(watch, branch, base, title):
            yield f"{watch}: accepted on {base} already"
        elif branch in waiting:
            ask("PATCH", f"pulls/{waiting.pop(branch)}", {"title": title, "body": body})
            yield f"{watch}: renewed"
        else:
            ask("POST", "pulls", {"title": title, "body": body, "head": branch, "base": base})
            yield f"{watch}: opened"
    for branch, number in waiting.items():
        ask("PATCH", f"pulls/{number}", {"state": "closed"})
        yield f"{branch.removeprefix(BRANCH)}: closed, it is so no more"


def _draft(folder: Path, watch: str) -> str:
    """The file to fill in, between fences."""
    for path in sorted(folder.glob(f"{watch}.*.*")):
        text = path.read_text(encoding="utf-8")
        if len(text) < LONGEST // 2:
            summary = f"<details><summary>{path.name}</summary>"
            return f"\n\n{summary}\n\n{fenced(text)}\n</details>"
        return f"\n\n`{path.name}` is among the files of the run."
    return ""


def _branch(watch: str, branch: str, base: str, title: str) -> bool:
    """Make a branch on the newest base with one commit that accepts the watch; False if the base
    has accepted it already."""
    _git("checkout", "--quiet", "-B", branch, f"origin/{base}")
    try:
        _accept(watch)
        if not _git("diff", "--name-only", "--", TABLE):
            return False
        _git("commit", "--quiet", "-m", title, "--", TABLE)
        _git("push", "--quiet", "--force", "origin", branch)
        return True
    finally:
        _git("checkout", "--quiet", "--force", base)


def _accept(watch: str) -> None:
    """Write only the table of watches: derived files are refreshed after a merge, so that hashes in
    these branches do not conflict."""
    from revisioned.descriptor.load import load
    from revisioned.watch import looks, watches

    package = load(Path.cwd())
    accepted = watches.accept(package, watches.load(package, [watch]), Path(looks.LOG))
    Path(TABLE).write_bytes(accepted)


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def main(words: list[str]) -> int:
    """Run the command that the arguments name."""
    if words[:1] == ["comment"] and len(words) == 3:
        print(comment(int(words[1]), Path(words[2]).read_text(encoding="utf-8")))
    elif words[:1] == ["answer"] and len(words) == 3:
        text = Path(words[2]).read_text(encoding="utf-8", errors="replace")
        print(comment(int(words[1]), answer(text)))
    elif words == ["proposals"]:
        for said in proposals(PROPOSALS, os.environ.get("GITHUB_REF_NAME", "main")):
            print(said)
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
