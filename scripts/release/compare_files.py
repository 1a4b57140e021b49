"""Names the differences between the files that should be there and those that are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .manifest import digest

Files = Mapping[str, bytes]


def findings(due: Mapping[str, str], files: Files) -> Iterator[str]:
    """Each changed, missing, swapped, renamed or added file, one a line.

    `due` has the SHA-256 of each file by path, `files` the actual bytes.
    """
    found = {path: digest(data) for path, data in files.items()}
    wrong = {path for path, sha256 in due.items() if path in found and found[path] != sha256}
    missing = {path for path in due if path not in found}
    extra = {path for path in found if path not in due}
    for path in sorted(wrong):
        other = next((p for p in sorted(wrong) if due[p] == found[path]), None)
        if other is not None and found[other] == due[path]:
            if path < other:
                yield f"swapped: {path} and {other}"
        elif other is not None:
            yield f"swapped: {path} has the bytes of {other}"
        else:
            yield f"changed: {path}"
    for path in sorted(missing):
        new = next((p for p in sorted(extra) if found[p] == due[path]), None)
        yield f"missing: {path}" + (f" (renamed to {new}?)" if new else "")
    for path in sorted(extra):
        yield f"added: {path}"
