"""Read the parts of a descriptor: each has the type that is expected, or is a finding."""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from ..core import strict_json
from ..core.diagnostics import Finding
from ..core.errors import InputError

DESCRIPTOR = "datapackage.json"

# No file system takes longer names.
MAX_PATH_CHARS = 1000

Json = Mapping[str, Any]


def read_json(root: Path, file: str) -> Json:
    """The JSON object in the file. Raises InputError, which says where the fault is."""
    return strict_json.parse(read(root, file), file)


def read(root: Path, file: str) -> bytes:
    """The bytes of the file. Raises InputError where it cannot be read."""
    try:
        if not (root / file).is_file():
            # Reading a pipe might never end. `stat` raises where nothing is there.
            (root / file).stat()
            raise InputError([Finding(file, None, None, "not a file", "unreadable")])
        return (root / file).read_bytes()
    except OSError as error:
        raise InputError([Finding(file, None, None, f"{error.strerror}", "unreadable")]) from None


def items(item: Json, name: str) -> list[Json]:
    """The objects listed under the name; none where the name is missing. Raises InputError."""
    value = item.get(name, [])
    if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
        raise fault(f"`{name}` is not a list of objects")
    return value


def text(item: Json | None, name: str) -> str:
    """The text under the name. Raises InputError where there is none."""
    value = item.get(name) if isinstance(item, Mapping) else None
    if not isinstance(value, str):
        raise fault(f"an entry has no text for `{name}`: {json.dumps(item)[:80]}")
    return value


def names(value: object) -> tuple[str, ...]:
    """One name or a list of names, as a tuple. Raises InputError where it is neither."""
    if value is None:
        return ()
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        raise fault(
            f"expected the name of a column or a list of such names, not {json.dumps(value)[:80]}"
        )
    return tuple(listed)


def refuse_outside(root: Path, path: str, name: str) -> None:
    """Raise InputError for a path that leads out of the folder, by `..` or through a link, and for
    anything that is not a file or a folder: reading a pipe might never end."""
    parts = PurePosixPath(path)
    known = (
        "://" not in path
        and "\\" not in path
        and path.isprintable()
        and len(path) <= MAX_PATH_CHARS
    )
    if not known or not parts.parts or parts.is_absolute() or ".." in parts.parts:
        shown = path if len(path) <= MAX_PATH_CHARS else f"{path[:20]}…"
        raise fault(f"{name!r} has the path {shown!r}; only paths inside the package are read")
    if _is_plain(root, parts):
        return
    place = root / path
    try:
        target, mode = os.path.realpath(place, strict=True), place.stat().st_mode
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise fault(f"{name!r} has the path {path!r}, a link to itself") from None
        target, mode = os.path.realpath(place), stat.S_IFREG
    inside = os.path.realpath(root)
    if os.path.commonpath((inside, target)) != inside:
        raise fault(f"{name!r} has the path {path!r}, a link that leads out of the package")
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise fault(f"{name!r} has the path {path!r}, which is neither file nor folder")


def _is_plain(root: Path, parts: PurePosixPath) -> bool:
    """Whether the path is a file or a folder, with no link on the way to it."""
    place, mode = str(root), stat.S_IFDIR
    try:
        for part in parts.parts:
            place = f"{place}/{part}"
            mode = os.lstat(place).st_mode
            if stat.S_ISLNK(mode):
                return False
    except OSError:
        return False
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


def refuse_duplicates(file: str, what: str, names: Iterable[str]) -> None:
    """Raise InputError for the first name that appears twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise fault(f"{what} {name!r} appears twice", file)
        seen.add(name)


def fault(reason: str, file: str = DESCRIPTOR) -> InputError:
    """The error for a fault in a descriptor or a schema file."""
    return InputError([Finding(file, None, None, reason, "descriptor")])
