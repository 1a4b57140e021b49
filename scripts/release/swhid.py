"""Software Heritage identifiers of files and folders (ISO/IEC 18670), equal to git's object names:
`git hash-object FILE` and `git rev-parse COMMIT:FOLDER`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

FILE, FOLDER = b"100644", b"40000"


def content(data: bytes) -> str:
    """`swh:1:cnt:` and the SHA-1 of a file's bytes as git hashes a blob."""
    return f"swh:1:cnt:{_object(b'blob', data).hex()}"


def directory(files: Mapping[str, bytes]) -> str:
    """`swh:1:dir:` and the SHA-1 of a folder as git hashes a tree.

    `files` has the bytes of every file by its path inside the folder; all are plain files.
    """
    return f"swh:1:dir:{_tree(files).hex()}"


def _tree(files: Mapping[str, bytes]) -> bytes:
    folders: dict[str, dict[str, bytes]] = {}
    entries: list[tuple[bytes, bytes, bytes]] = []
    for path, data in files.items():
        head, slash, rest = path.partition("/")
        if slash:
            folders.setdefault(head, {})[rest] = data
        else:
            entries.append((head.encode(), FILE, _object(b"blob", data)))
    entries += [(name.encode(), FOLDER, _tree(inside)) for name, inside in folders.items()]
    # git sorts a folder as if its name ended with a slash.
    entries.sort(key=lambda entry: entry[0] + (b"/" if entry[1] == FOLDER else b""))
    return _object(
        b"tree", b"".join(b"%b %b\0%b" % (mode, name, sha) for name, mode, sha in entries)
    )


def _object(kind: bytes, data: bytes) -> bytes:
    # The format demands SHA-1. Nothing here relies on it against forgery: manifests have SHA-256.
    return hashlib.sha1(b"%b %d\0" % (kind, len(data)) + data, usedforsecurity=False).digest()
