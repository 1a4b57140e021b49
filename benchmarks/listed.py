"""An invented list in a git repository, a commit for each version: input for `init`."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

FIRST = date(2001, 1, 1)
FILE, KEY = "members.csv", "code"
COLUMNS = ("Code", "Name", "Sector", "Founded", "Seats", "Since")
SECTORS = ("Energy", "Finance", "Health", "Industry", "Media", "Transport")


def write(folder: Path, rows: int, versions: int) -> list[str]:
    """A repository in the folder with this many versions of the file, and the day of each. Between
    versions, a fiftieth of the rows change their number of seats, and a hundredth are removed and
    added; the last column is added halfway."""
    folder.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
    days = [FIRST + timedelta(days=7 * number) for number in range(versions)]
    stream = b"".join(
        _commit(day, "".join(_lines(rows, number, versions)).encode())
        for number, day in enumerate(days)
    )
    words = ["git", "-C", str(folder), "fast-import", "--quiet"]
    subprocess.run(words, input=stream, check=True)
    return [day.isoformat() for day in days]


def _commit(day: date, data: bytes) -> bytes:
    seconds = (day - date(1970, 1, 1)).days * 86400
    head = (
        "commit refs/heads/main\n"
        f"committer Nobody <nobody@example.org> {seconds} +0000\ndata 1\n.\n"
        f"M 100644 inline {FILE}\ndata {len(data)}\n"
    )
    return head.encode() + data + b"\n"


def _lines(rows: int, version: int, versions: int) -> Iterator[str]:
    columns = COLUMNS if version >= versions // 2 else COLUMNS[:-1]
    yield ",".join(columns) + "\n"
    step = max(1, rows // 100)
    for number in range(version * step, version * step + rows):
        cells = [
            *(f"M{number:06}", f"Member no. {number}", SECTORS[number % len(SECTORS)]),
            *(str(1900 + number % 100), str((number + version) // 50), str(2000 + number % 20)),
        ]
        yield ",".join(cells[: len(columns)]) + "\n"
