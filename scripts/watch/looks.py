"""The log of looks, one line each; a look that found nothing is data too. Lines are only added."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from ..core.diagnostics import Finding
from ..core.errors import InputError

LOG = "build/looks.jsonl"
# The results of a look. Only `changed` is about the text; the others of the second line mean that
# there was no text to compare, which is no news about the list.
COMPARED = ("first_look", "unchanged", "changed")
OBSERVED = ("moved", "gone", "blocked", "unreachable", "broken", "disallowed")


@dataclass(frozen=True)
class Look:
    """One look at one watch: the day, the result, in `detail` a few words on it, and where text
    was compared its `sentinel` and the `sha256` under which it is kept. `etag` and `modified` are
    what the host said of that version; `seen` names the passages of a stream that were new."""

    watch_id: str
    looked_on: str
    result: str
    detail: str = ""
    url: str = ""
    sentinel: str = ""
    sha256: str = ""
    etag: str = ""
    modified: str = ""
    seen: tuple[str, ...] = ()

    @property
    def has_text(self) -> bool:
        """Whether text was read."""
        return bool(self.sentinel)


def read(path: Path) -> list[Look]:
    """Every look in the log, the oldest first; a line that was cut off at the end does not count.
    Raises InputError for a line that is not a look."""
    if not path.exists():
        return []
    known = {field.name for field in fields(Look)}
    looks = []
    for number, line in enumerate(_whole(path.read_bytes()).splitlines(), 1):
        try:
            cells = json.loads(line)
            looks.append(Look(**{**cells, "seen": tuple(cells.get("seen", ()))}))
        except (ValueError, TypeError):
            reason = f"not a look ({', '.join(sorted(known))}); remove the line"
            raise InputError([Finding(str(path), number, None, reason, "look")]) from None
    return looks


def add(path: Path, look: Look) -> None:
    """Add the look, and wait until it is on the disk; half a line at the end is removed first."""
    cells = {name: value for name, value in asdict(look).items() if value}
    line = json.dumps(cells, ensure_ascii=False) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        file.seek(0)
        file.truncate(len(_whole(file.read())))
        file.seek(0, os.SEEK_END)
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())


def newest(looks: list[Look]) -> dict[str, Look]:
    """The newest look of each watch."""
    return {look.watch_id: look for look in looks}


def _whole(data: bytes) -> bytes:
    return data[: data.rfind(b"\n") + 1]
