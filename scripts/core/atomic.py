"""Writing files whole or not at all: one, or several that belong together."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import PackageError

Changes = Mapping[str, bytes | None]
"""New bytes by path inside a folder; None removes the file."""

JOURNAL = "build/.changes.json"


def replace(path: Path, data: bytes) -> None:
    """Make `data` the content of the file; whoever reads it sees the old bytes or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(data)
        swap(beside, path)
    except OSError:
        # Half a file takes room that somebody will look for.
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def swap(beside: Path, path: Path) -> None:
    """Put the finished file `beside` in the place of `path`, on the disk before it has the name."""
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def change(root: Path, changes: Changes) -> None:
    """Change several files of the folder together: a crash leaves all as they were, or a journal
    from which `finish` makes all of them new."""
    _refuse_outside(root, changes)
    entries = {
        path: None if data is None else base64.b64encode(data).decode()
        for path, data in changes.items()
    }
    replace(root / JOURNAL, json.dumps(entries).encode())
    finish(root)


def is_cut_off(root: Path) -> bool:
    """Whether a change has begun in the folder, and is not complete."""
    return (root / JOURNAL).exists()


def finish(root: Path) -> bool:
    """Complete a change that was cut off after its journal was whole; says if there was one."""
    journal = root / JOURNAL
    if not journal.exists():
        return False
    try:
        entries = {
            str(path): None if data is None else base64.b64decode(data, validate=True)
            for path, data in json.loads(journal.read_bytes()).items()
        }
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise PackageError(
            f"{JOURNAL}: this is no change that was cut off here; remove the file"
        ) from None
    _refuse_outside(root, entries)
    for path, data in entries.items():
        if data is not None:
            replace(root / path, data)
        else:
            (root / path).unlink(missing_ok=True)
    journal.unlink()
    return True


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """While the `with` lasts, nobody else who asks for the same writes in the folder; PackageError
    where somebody does already. The lock goes with the process, however it ends."""
    import fcntl

    folder = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(folder)
        raise PackageError(
            "another command is writing in this folder; run this again when that has ended"
        ) from None
    try:
        yield
    finally:
        os.close(folder)


def _refuse_outside(root: Path, paths: Iterable[str]) -> None:
    """Raise PackageError for a path out of the folder: what lies in build/ came with the folder."""
    for path in paths:
        inside = "\0" not in path and (root / path).resolve().is_relative_to(root.resolve())
        if not inside:
            raise PackageError(
                f"{path!r} lies outside of this folder and is not written; remove {JOURNAL}"
            )


def read(path: Path) -> bytes | None:
    """The bytes of the file, or None where there is none."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        return None
