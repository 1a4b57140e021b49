"""`python -m tools.overlap FOLDER`: the longest run of text that this project shares with the texts
in FOLDER, apart from names and titles. Facts may be taken from a source, sentences may not.

English is counted in words and Chinese in characters; 10 words or 14 characters are too many.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMITS = {"words": 10, "characters": 14}
UNITS = {"words": re.compile(r"[^\W_\u3400-\u9fff]+"), "characters": re.compile(r"[\u3400-\u9fff]")}
ADDRESS = r"https?://[^\s,\"]+"
BREAK = "\x00"


def main() -> int:
    """Print the longest shared run in each unit; returns 1 if one reaches its limit."""
    sources = [path.read_text(encoding="utf-8") for path in sorted(Path(sys.argv[1]).iterdir())]
    texts = dict(project_texts())
    status = 0
    for unit, limit in LIMITS.items():
        longest, file, run = longest_run(unit, sources, texts)
        print(f"{unit}: {longest} (limit {limit}) in {file}: {run}")
        status |= longest >= limit
    return status


def project_texts() -> Iterator[tuple[str, str]]:
    """(path, text) of each tracked text file, with names, titles and addresses cut out."""
    names = {row["name"] for row in _records("names")}
    names |= {row["title"] for row in _records("sources")}
    names |= {row["org_id"] for row in _records("organizations")}
    named = map(re.escape, sorted(names, key=len, reverse=True))
    cut = re.compile("|".join([ADDRESS, *named]))
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for path in listed.stdout.splitlines():
        if "golden" in path:
            continue  # generated from data/; marks of differences split its names
        try:
            text = (ROOT / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        yield path, cut.sub(BREAK, text)


def longest_run(unit: str, sources: Sequence[str], texts: dict[str, str]) -> tuple[int, str, str]:
    """(length, file, run) of the longest run that a text shares with a source."""
    best = (0, "", "")
    source = [tokens(unit, text) for text in sources]
    parts = [
        (path, tokens(unit, part)) for path, text in texts.items() for part in text.split(BREAK)
    ]
    for length in range(2, 1000):
        known = {run for sequence in source for run in runs(sequence, length)}
        shared = [(path, run) for path, part in parts for run in runs(part, length) if run in known]
        if not shared:
            break
        path, run = shared[0]
        best = (length, path, (" " if unit == "words" else "").join(run))
        kept = {path for path, _ in shared}
        parts = [(path, part) for path, part in parts if path in kept]
    return best


def tokens(unit: str, text: str) -> list[str]:
    """The words in lower case, or the Chinese characters, of the text."""
    return UNITS[unit].findall(text.lower())


def runs(sequence: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    """Every run of this many tokens."""
    return (tuple(sequence[i : i + length]) for i in range(len(sequence) - length + 1))


def _records(table: str) -> list[dict[str, str]]:
    with (ROOT / f"data/{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    sys.exit(main())
