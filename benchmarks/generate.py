"""`python -m benchmarks.generate CASE …`: generates the work of a case, with the same bytes every
time.

It runs in a separate process: a measured process starts as a fork of its parent, so the parent's
memory would count towards its peak.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.cases import CASES, Case

KINDS = ("treaty", "organization", "organ", "office", "fund", "forum", "mechanism", "initiative")
WORDS = ("climate", "trade", "health", "oceans", "law", "science", "labour", "énergie", "農業")
COLUMNS = ("id", "name", "kind", "place", "opened", "members", "share", "open", "note")


def main(case_name: str, rows: str, folder: str) -> None:
    """Write `old.csv`, `new.csv` and the number of events between them, or a repository `repo`, to
    the folder."""
    case = next(case for case in CASES if case.name == case_name)
    if case.commits:
        history(case, int(rows), Path(folder))
    else:
        pair(case, int(rows), Path(folder))


def pair(case: Case, rows: int, folder: Path) -> None:
    """Write the two tables; added rows are spread among the others."""
    rng = random.Random(case.name)
    events, new = int(case.column), []
    with (folder / "old.csv").open("w", encoding="utf-8") as old_file:
        old_file.write(header(case))
        for number in range(rows):
            cells = row(rng, number * 2, case.columns)
            old_file.write(line(cells))
            fate = rng.random()
            events += fate < case.removed + case.changed
            if fate >= case.removed:
                if fate < case.removed + case.changed:
                    cells = changed(rng, cells)
                events += case.column
                new.append(line([*cells, *more(case, number)]))
            if rng.random() < case.added:
                events += 1
                cells = row(rng, number * 2 + 1, case.columns)
                new.append(line([*cells, *more(case, number)]))
    if case.shuffled:
        rng.shuffle(new)
    with (folder / "new.csv").open("w", encoding="utf-8") as new_file:
        new_file.write(header(replace(case, columns=case.columns + case.column)))
        new_file.writelines(new)
    (folder / "events.txt").write_text(f"{events}\n")


def history(case: Case, rows: int, folder: Path) -> None:
    """Make a repository in which each commit changes one cell of some rows of `data.csv`."""
    rng = random.Random(case.name)
    repository = folder / "repo"
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", repository], check=True)
    table = [row(rng, number, case.columns) for number in range(rows)]
    with subprocess.Popen(
        ["git", "-C", repository, "fast-import", "--quiet"], stdin=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        for number in range(case.commits):
            if number:
                for place in rng.sample(range(rows), max(1, round(rows * case.changed))):
                    table[place] = changed(rng, table[place])
            text = (header(case) + "".join(map(line, table))).encode()
            moment = 1_577_836_800 + 86_400 * number
            process.stdin.write(
                b"commit refs/heads/main\ncommitter A <a@example.org> %d +0000\n"
                b"data 1\nx\nM 100644 inline data.csv\ndata %d\n%b\n" % (moment, len(text), text)
            )
    subprocess.run(["git", "-C", repository, "checkout", "--quiet", "main"], check=True)


def header(case: Case) -> str:
    """The header, with as many columns as the case has."""
    more = [f"c{number}" for number in range(len(COLUMNS), case.columns)]
    return ",".join([*COLUMNS, *more]) + "\n"


def row(rng: random.Random, number: int, columns: int) -> list[str]:
    """A row with various cells; some texts contain commas, some contain non-ASCII letters."""
    first, second, third = rng.choices(WORDS, k=3)
    cells = [
        f"r{number:08}",
        f"International {first} and {second} body no. {rng.randrange(10_000)}",
        rng.choice(KINDS),
        f"{rng.randrange(200):03}-{third}",
        f"{rng.randrange(1900, 2026)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
        str(rng.randrange(1, 10**7)),
        f"{rng.random():.6f}",
        rng.choice(("true", "false", "")),
        f"about {second}, {third} and {rng.getrandbits(128):032x}",
    ]
    return [*cells, *cell_texts(rng, columns - len(cells))]


def more(case: Case, number: int) -> Iterator[str]:
    """The cell of the additional column of the new table, if it has one."""
    return (f"since {1900 + number % 126}" for _ in range(case.column))


def cell_texts(rng: random.Random, number: int) -> Iterator[str]:
    """A number of short texts, for the additional columns of a wide table."""
    return (f"{rng.choice(WORDS)} {rng.randrange(1000)}" for _ in range(number))


def changed(rng: random.Random, cells: list[str]) -> list[str]:
    """The row with another number of members; a text longer by a digit, as in real changes."""
    return [*cells[:5], str(rng.randrange(10**7, 10**8)), *cells[6:]]


def line(cells: list[str]) -> str:
    """The row as a line of CSV; only the note can contain commas."""
    return ",".join([*cells[:8], f'"{cells[8]}"', *cells[9:]]) + "\n"


if __name__ == "__main__":
    main(*sys.argv[1:])
