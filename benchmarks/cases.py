"""The work: the tables to compare, and the history to read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """Two tables of `rows` rows and `columns` columns, or a file's history of `commits` commits.

    The shares are of rows changed (one cell each), added and removed; in a history, of rows
    changed at each commit. With `column`, the new table has one more column, filled in every row.
    `files` names two files of the package to use instead of generated ones.
    """

    name: str
    title: str
    rows: int
    columns: int = 9
    changed: float = 0.01
    added: float = 0.005
    removed: float = 0.005
    shuffled: bool = False
    column: bool = False
    commits: int = 0
    key: str = "id"
    files: tuple[str, str] | None = None


PRINTINGS = ("data/prints/2026-01-07-memorandum.csv", "data/prints/2026-01-08-article.csv")

CASES = (
    Case("66", "66 rows, the two printings", 66, key="org_id", files=PRINTINGS),
    Case("100k", "100,000 rows, 1 % changed", 100_000),
    Case("1m", "1,000,000 rows, 1 % changed", 1_000_000),
    Case("1m-shuffled", "1,000,000 rows, 1 % changed, shuffled", 1_000_000, shuffled=True),
    Case("1m-half", "1,000,000 rows, half of them changed", 1_000_000, changed=0.5),
    Case("1m-column", "1,000,000 rows, 1 % changed and a column added", 1_000_000, column=True),
    Case("wide", "100,000 rows of 30 columns, 1 % changed", 100_000, columns=30),
    Case("history", "20,000 rows, 200 commits, 0.1 % changed in each", 20_000, 9, 0.001, 0, 0,
         commits=200),
)  # fmt: skip
