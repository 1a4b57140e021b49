"""A cache of results, each stored by the hash of all that it depends on.

It is in the cache folder of the user and never in the package: an untrusted folder must not claim
that it was checked, or what the bytes of a database should be.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import sqlite3
import stat
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from . import atomic
from .diagnostics import Finding

NAME = "revisioned"
ENGINE = Path(__file__).resolve().parent.parent
# How many files of one kind, and parts of one package, are kept; the oldest are removed.
MAX_FILES, MAX_PARTS = 500, 5000
PARTS = "parts"
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def digest(root: Path, paths: Iterable[str]) -> str:
    """The SHA-256 of these files and folders in `root`, by path and bytes, and of the code."""
    found = hashlib.sha256(_code().encode())
    for part in sorted({*paths}):
        place = root / part
        is_folder = place.is_dir()
        files = [path for path in place.rglob("*") if not path.is_dir()] if is_folder else [place]
        for path in sorted(files):
            data = atomic.read(path) if path.is_file() else None
            state = atomic.hash_of(data) or "none"
            found.update(f"{path.relative_to(root).as_posix()!r} {state}\n".encode())
    return found.hexdigest()


def key(*parts: object) -> str:
    """The SHA-256 of these values, which are bytes or JSON, and of the code."""
    found = hashlib.sha256(_code().encode())
    for part in parts:
        data = part if isinstance(part, bytes) else json.dumps(part, sort_keys=True).encode()
        found.update(hashlib.sha256(data).digest())
    return found.hexdigest()


class Passed:
    """The parts of a package that passed before, with their warnings, by the key of all that each
    depends on. Packages of the same name share them, since a copy has most parts of its
    original."""

    def __init__(self, root: Path, name: str) -> None:
        self._root, self._place = root, hashlib.sha256(name.encode()).hexdigest()
        self._known, self._new = self._read(), dict[str, list[Finding]]()

    def knows(self, part: str) -> bool:
        """Whether the part passed before."""
        return part in self._known

    def found(self, part: str) -> list[Finding]:
        """The warnings with which a known part passed."""
        return self._known[part]

    def add(self, part: str, warnings: Sequence[Finding] = ()) -> None:
        """Note that the part passes, with these warnings."""
        self._new[part] = [*warnings]

    def keep(self) -> None:
        """Save what was added; of all parts the newest are kept."""
        if any(part not in self._known for part in self._new):
            before = {part: found for part, found in self._read().items() if part not in self._new}
            parts = [*(before | self._new).items()][-MAX_PARTS:]
            told = {part: [dataclasses.astuple(each) for each in found] for part, found in parts}
            save(self._root, PARTS, self._place, told)

    def _read(self) -> dict[str, list[Finding]]:
        told = load(self._root, PARTS, self._place)
        try:
            return {part: [Finding(*each) for each in found] for part, found in told.items()}
        except (AttributeError, TypeError):
            return {}


def load(root: Path, kind: str, key: str) -> Any:
    """The JSON that was kept under the key; None if nothing readable was kept."""
    folder = _folder(root, kind)
    if folder is None:
        return None
    try:
        return json.loads((folder / f"{key}.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def save(root: Path, kind: str, key: str, found: object) -> None:
    """Keep a result about the package in `root`, if it can be written."""
    folder = _folder(root, kind)
    if folder is None:
        return
    with suppress(OSError):
        _make(folder)
        atomic.replace(folder / f"{key}.json", json.dumps(found).encode())
        _keep_newest(folder)


def folder(root: Path, kind: str) -> Path | None:
    """A folder of its own for a library's cache; None where nothing can be kept."""
    found = _folder(root, kind)
    if found is None:
        return None
    try:
        _make(found)
    except OSError:
        return None
    _keep_newest(found)
    return found


def _make(folder: Path) -> None:
    # `mkdir` gives the mode to the last folder only.
    for place in (folder.parent.parent, folder.parent, folder):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)


def _keep_newest(folder: Path) -> None:
    # Another process may have renamed a file meanwhile; the next call counts again.
    with suppress(OSError):
        files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime)
        for file in files[:-MAX_FILES]:
            file.unlink(missing_ok=True)


def _folder(root: Path, kind: str) -> Path | None:
    """The user's cache folder; None where it is in the package, or others may write to it."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        base = given if given.is_absolute() else Path.home() / ".cache"
        folder = (base / NAME / kind).resolve()
        if folder.is_relative_to(root.resolve()):
            return None
        for place in (folder, folder.parent):
            if place.exists():
                about = place.stat()
                if about.st_uid != os.geteuid() or about.st_mode & OTHERS_WRITE:
                    return None
    except (OSError, RuntimeError):
        return None
    return folder


@cache
def _code() -> str:
    """The hash of the code: the files of the engine, the versions of its packages, and Python."""
    found = hashlib.sha256(f"{sys.version} {sqlite3.sqlite_version}\n".encode())
    for path in sorted(ENGINE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            data = hashlib.sha256(path.read_bytes()).hexdigest()
            found.update(f"{path.relative_to(ENGINE).as_posix()!r} {data}\n".encode())
    for place in dict.fromkeys(sys.path):
        with suppress(OSError):
            names = sorted(path.name for path in Path(place).glob("*-info"))
            found.update("\n".join(names).encode())
    return found.hexdigest()
