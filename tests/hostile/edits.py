"""What makes a bad package of the small one: each edit changes files in a folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Edit = Callable[[Path], None]
DESCRIPTOR = "datapackage.json"


def write(path: str, content: str | bytes) -> Edit:
    """A file with this content."""
    data = content if isinstance(content, bytes) else content.encode()

    def edit(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)

    return edit


def swap(path: str, old: str | bytes, new: str | bytes) -> Edit:
    """The first `old` in the file, which must be there, replaced."""
    before, after = (part if isinstance(part, bytes) else part.encode() for part in (old, new))

    def edit(root: Path) -> None:
        data = (root / path).read_bytes()
        assert before in data, f"{before!r} is not in {path}"
        (root / path).write_bytes(data.replace(before, after, 1))

    return edit


def encoded(path: str, encoding: str, old: str = "", new: str = "") -> Edit:
    """The file in another encoding; each `old` in it becomes `new` first."""

    def edit(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        text = text.replace(old, new) if old else text
        (root / path).write_bytes(text.encode(encoding))

    return edit


def put(value: Any, *keys: str | int) -> Edit:
    """The value in the place of the descriptor that the keys lead to; what is in a list is
    found by its name."""

    def change(document: Any) -> None:
        document[keys[-1]] = value

    return _descriptor(change, *keys[:-1])


def add(value: Any, *keys: str | int) -> Edit:
    """The value behind the others of the list that the keys lead to."""
    return _descriptor(lambda found: found.append(value), *keys)


def drop(*keys: str | int) -> Edit:
    """Nothing in the place of the descriptor that the keys lead to."""
    return _descriptor(lambda found: found.pop(keys[-1]), *keys[:-1])


def both(*edits: Edit) -> Edit:
    """Several edits, one after the other."""

    def edit(root: Path) -> None:
        for one in edits:
            one(root)

    return edit


def restated(edit: Edit) -> Edit:
    """The edit, then hash and size of every file as the descriptor should state them, where it can
    still be read: so that a fault in a file is found, not that its hash is stale."""

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
