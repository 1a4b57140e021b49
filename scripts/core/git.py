"""git, started so that an untrusted repository can only be read.

The settings of a repository can name commands: to fetch a missing object, to watch or filter files,
to sign, to page. Here nothing is fetched, by any protocol; no hook, filter, signer, pager or
watcher runs; and objects are those that were committed, not their replacements in refs/replace.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

# These tell a hook which repository it serves. We name the repository ourselves.
HOOK = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"),
    *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_REPLACE_REF_BASE"),
    "GIT_EXTERNAL_DIFF",
)
CLOSED = {
    # The settings of a repository cannot override this, but they can override protocol.allow.
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
SETTINGS = (
    *("core.fsmonitor=false", f"core.hooksPath={os.devnull}", "core.pager=cat"),
    *("core.sshCommand=false", "core.gitProxy=", "core.askPass=", "credential.helper="),
    *("diff.external=", "log.showSignature=false", "protocol.allow=never"),
    *("gc.auto=0", "maintenance.auto=false"),
)
# The scopes of a repository's own settings.
OWN = ("local", "worktree")


def command(*words: str) -> list[str]:
    """The command line for git with these arguments, for `subprocess`."""
    settings = [word for setting in SETTINGS for word in ("-c", setting)]
    return ["git", "--no-pager", *settings, *words]


def environment() -> dict[str, str]:
    """The environment for git."""
    return {name: text for name, text in os.environ.items() if name not in HOOK} | CLOSED


def run(*words: str, folder: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run git. Raises FileNotFoundError where it is not installed."""
    return subprocess.run(  # noqa: S603 - no shell reads the words
        command(*words), cwd=folder, env=environment(), capture_output=True
    )


def without_filters(folder: Path) -> Sequence[str]:
    """Arguments for `run` that disable the filters which the repository itself names. Asking what
    has changed would run them."""
    done = run(
        *("-C", str(folder), "config", "--show-scope", "--name-only", "-z"),
        *("--get-regexp", r"^filter\."),
    )
    scopes = iter(os.fsdecode(done.stdout).split("\0"))
    names = {name for scope, name in zip(scopes, scopes, strict=False) if scope in OWN}
    filters = {name.rpartition(".")[0] for name in names}
    return [
        word
        for name in sorted(filters)
        for part in ("clean=", "smudge=", "process=", "required=false")
        for word in ("-c", f"{name}.{part}")
    ]
