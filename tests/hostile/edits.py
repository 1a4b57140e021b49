"""Edits that turn the small package into a bad one: each changes files in a folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Edit = Callable[[Path], None]
DESCRIPTOR = "datapackage.json"


def write(path: str, content: str | bytes) -> Edit:
    """Write a file with this content."""
    data = content if isinstance(content, bytes) else content.encode()

    def edit(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)

    return edit


def swap(path: str, old: str | bytes, new: str | bytes) -> Edit:
    """Replace the first `old` in the file, which must contain it."""
    before, after = (part if isinstance(part, bytes) else part.encode() for part in (old, new))

    def edit(root: Path) -> None:
        data = (root / path).read_bytes()
        assert before in data, f"{before!r} is not in {path}"
        (root / path).write_bytes(data.replace(before, after, 1))

    return edit


def encoded(path: str, encoding: str, old: str = "", new: str = "") -> Edit:
    """Write the file in another encoding, after replacing each `old` in it."""

    def edit(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        text = text.replace(old, new) if old else text
        (root / path).write_bytes(text.encode(encoding))

    return edit


def put(value: Any, *keys: str | int) -> Edit:
    """Set a value in the descriptor at the place that the keys lead to; a list item is found by its
    name."""

    def change(document: Any) -> None:
        document[keys[-1]] = value

    return _descriptor(change, *keys[:-1])


def add(value: Any, *keys: str | int) -> Edit:
    """Append a value to the list in the descriptor that the keys lead to."""
    return _descriptor(lambda found: found.append(value), *keys)


def drop(*keys: str | int) -> Edit:
    """Remove from the descriptor what the keys lead to."""
    return _descriptor(lambda found: found.pop(keys[-1]), *keys[:-1])


def both(*edits: Edit) -> Edit:
    """Make several edits, one after the other."""

    def edit(root: Path) -> None:
        for one in edits:
            one(root)

    return edit


def restated(edit: Edit) -> Edit:
    """The edit, then the correct hash and size of every file in the descriptor, if it can still be
    read: so the finding is the fault in the file and not a stale hash."""

    def edit_and_state(root: Path) -> None:
        edit(root)
        path = root / DESCRIPTOR
        before = path.read_bytes() if path.is_file() else b""
        if not before:
            return
        try:
            document = json.loads(before)
            for item in document["resources"]:
                data = (root / item["path"]).read_bytes() if _inside(root, item["path"]) else b""
                if data:
                    stated = {
                        "bytes": len(data),
                        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
                    }
                    if (
                        item.get("hash")
                        and {"bytes": item["bytes"], "hash": item["hash"]} != stated
                    ):
                        item.update(stated)
                        path.write_text(json.dumps(document), encoding="utf-8")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            path.write_bytes(before)

    return edit_and_state


def _inside(root: Path, path: str) -> bool:
    found = root / path
    return not Path(path).is_absolute() and "\0" not in path and len(path) < 200 and found.is_file()


def _descriptor(change: Callable[[Any], object], *keys: str | int) -> Edit:
    def edit(root: Path) -> None:
        document = json.loads((root / DESCRIPTOR).read_text(encoding="utf-8"))
        found = document
        for key in keys:
            if isinstance(found, list) and isinstance(key, str):
                key = next(at for at, item in enumerate(found) if item["name"] == key)
            found = found[key]
        change(found)
        (root / DESCRIPTOR).write_text(json.dumps(document), encoding="utf-8")

    return edit
