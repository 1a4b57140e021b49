"""Write files whole or not at all: one, or several together."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from .errors import PackageError

Changes = Mapping[str, bytes | None]
"""New bytes by path inside a folder; None removes the file."""

JOURNAL = "build/.changes.json"
LOCK = "build/.lock"
# The folders whose files commands may write. Code is not in them.
FOLDERS = ("build", "checks", "data", "docs", "releases")
FORMS = ".github/ISSUE_TEMPLATE"
ENDINGS = (".cff", ".csv", ".json", ".md", ".yml")
OTHERS = (".zenodo.json", "pyproject.toml")


class FileChange(NamedTuple):
    """The new bytes of a file, and the SHA-256 of the old ones. None: there is no file."""

    was: str | None
    new: bytes | None

    @property
    def hash(self) -> str | None:
        """The SHA-256 of the new bytes."""
        return hash_of(self.new)

    def stored(self) -> dict[str, str | None]:
        """The entry as it is in the journal."""
        new = None if self.new is None else base64.b64encode(self.new).decode()
        return {"was": self.was, "new": new}

    @classmethod
    def read(cls, stored: dict[str, str | None]) -> FileChange:
        """The change that `stored` wrote. Raises ValueError, TypeError or KeyError for anything
        else."""
        was, new = stored["was"], stored["new"]
        if was is not None and not isinstance(was, str):
            raise TypeError
        return cls(was, None if new is None else base64.b64decode(new, validate=True))


def replace(path: Path, data: bytes) -> None:
    """Make `data` the content of the file. A reader sees either the old bytes or the new ones."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(data)
        swap(beside, path)
    except OSError:
        # The partial file takes space.
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def swap(beside: Path, path: Path) -> None:
    """Rename the finished file `beside` to `path`, once its bytes are on the disk."""
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    beside.replace(path)
    _sync(path.parent)


def commit(root: Path, changes: Changes) -> None:
    """Change several files of the package in the folder together. A crash leaves either all old
    files, or a write-ahead journal from which `recover` completes the change. Raises PackageError
    for a path that commands may not write."""
    _refuse_strange(root, changes)
    entries = {path: FileChange(hash_of(read(root / path)), data) for path, data in changes.items()}
    replace(
        root / JOURNAL, json.dumps({p: entry.stored() for p, entry in entries.items()}).encode()
    )
    recover(root)


def has_pending_journal(root: Path) -> bool:
    """Whether a change in the folder was begun and not completed."""
    return (root / JOURNAL).exists()


def recover(root: Path) -> bool:
    """Complete a change that was interrupted after its journal was written. Returns whether there
    was one.

    Raises PackageError, and changes nothing, where the journal is not one of ours, or where a file
    is neither the old one nor the new one: somebody has written it since.
    """
    journal = root / JOURNAL
    if not journal.exists():
        return False
    try:
        document = json.loads(journal.read_bytes())
        entries = {str(path): FileChange.read(entry) for path, entry in document.items()}
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        raise PackageError(
            f"{JOURNAL}: this is not the journal of a change to this folder; remove the file"
        ) from None
    _refuse_strange(root, entries)
    found = {path: hash_of(read(root / path)) for path in entries}
    edited = [path for path, entry in entries.items() if found[path] not in (entry.was, entry.hash)]
    if edited:
        raise PackageError(
            f"{', '.join(edited)}: edited since a change to this folder was interrupted; nothing"
            f" was written. To keep your edit, remove {JOURNAL}. To complete the change, undo your"
            " edit and run this again."
        )
    for path, entry in entries.items():
        if found[path] == entry.hash:
            continue
        if entry.new is not None:
            replace(root / path, entry.new)
        else:
            (root / path).unlink(missing_ok=True)
            _sync((root / path).parent)
    journal.unlink()
    _sync(journal.parent)
    return True


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold the lock during the `with`. Raises PackageError where another process holds it. The lock
    is released when the process ends, however it ends; its file stays."""
    from filelock import FileLock, Timeout

    held = FileLock(path)
    try:
        held.acquire(timeout=0)
    except Timeout:
        raise PackageError(
            "another command is writing in this folder; run this again when it has finished"
        ) from None
    try:
        yield
    finally:
        held.release()


def _refuse_strange(root: Path, paths: Iterable[str]) -> None:
    """Raise PackageError for a path that commands may not write, or that is outside the folder: the
    journal may have come with an untrusted folder."""
    inside = root.resolve()
    for path in paths:
        if not (_is_known(path) and (root / path).resolve().is_relative_to(inside)):
            raise PackageError(
                f"{path!r} is not a file of a package, so it is not written; remove {JOURNAL}"
            )


def _is_known(path: str) -> bool:
    """Whether commands may write this path."""
    if path in OTHERS:
        return True
    if path.rpartition("/")[0] == FORMS:
        return path.endswith(".yml") and "\0" not in path
    parts = PurePosixPath(path).parts
    if "\0" in path or path != "/".join(parts) or any(part.startswith(".") for part in parts):
        return False
    if len(parts) > 1:
        # A descriptor may name a table in any folder.
        return parts[0] in FOLDERS or path.endswith(".csv")
    return path.endswith(ENDINGS)


def _sync(folder: Path) -> None:
    """Write the entries of a folder to the disk. Windows has no call for that."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(path: Path) -> bytes | None:
    """The bytes of the file, or None if it does not exist."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        return None


def hash_of(data: bytes | None) -> str | None:
    """The SHA-256 of the bytes of a file, or None if it does not exist."""
    return None if data is None else hashlib.sha256(data).hexdigest()
