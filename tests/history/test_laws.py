"""Property-based tests over generated histories with any text in their cells."""

from __future__ import annotations

import csv
import io
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revisioned.core import csv_table
from revisioned.diff.compare import Options, compare
from revisioned.diff.engines.csv_blocks import FastPathUnsupportedError
from revisioned.diff.model import DiffSchema, Event, record
from revisioned.diff.sql import identifier
from revisioned.history import changed_records, snapshot
from revisioned.history.git import Commit
from revisioned.history.store import Store
from revisioned.history.walk import CommitDiff, History
from tests.diff.tables import NAMES, TEXT, Reshaped, reshaped
from tests.laws import law

LAW = law()
Key = tuple[str, ...]
Rows = dict[Key, dict[str, str]]


@dataclass(frozen=True)
class Versions:
    """The versions of a file as bytes, and for each its columns and its rows by key."""

    key: Key
    contents: list[bytes] = field(default_factory=list)
    states: list[tuple[Key, Rows]] = field(default_factory=list)


@st.composite
def histories(draw: st.DrawFn) -> Versions:
    """Up to five versions, each made from the previous one. Columns are added, removed and moved,
    rows are added and removed, some cells change; line ends, quotes, the byte order mark and the
    last line end vary."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=5, unique=True))
    key = tuple(names[: draw(st.integers(1, 2))])
    history = Versions(key)
    keys = draw(st.lists(st.tuples(*[TEXT.filter(bool)] * len(key)), max_size=7, unique=True))
    before: Rows = {}
    form = draw(st.tuples(st.sampled_from(["\n", "\r\n"]), st.integers(0, 1), st.booleans()))
    columns: list[str] = names
    for _ in range(draw(st.integers(1, 5))):
        if draw(st.integers(0, 2)) == 0:
            own = draw(st.lists(st.sampled_from(names), unique=True))
            columns = draw(st.permutations([*key, *(name for name in own if name not in key)]))
        free = [name for name in NAMES if name not in (*names, *columns)]
        if draw(st.integers(0, 3)) == 0 and free and len(columns) > len(key):
            was = draw(st.sampled_from([name for name in columns if name not in key]))
            columns = [free[0] if name == was else name for name in columns]
            before = {one: {**row, free[0]: row.get(was, "")} for one, row in before.items()}
        if draw(st.integers(0, 3)) == 0:
            form = (draw(st.sampled_from(["\n", "\r\n"])), draw(st.integers(0, 1)), form[2])
        rows: Rows = {}
        for cells in keys:
            if draw(st.integers(0, 3)):
                rows[cells] = dict(zip(key, cells, strict=True)) | {
                    name: draw(TEXT)
                    if cells not in before or draw(st.integers(0, 4)) == 0
                    else before[cells].get(name, "")
                    for name in columns
                    if name not in key
                }
        order = draw(st.permutations(list(rows))) if draw(st.booleans()) else list(rows)
        lines = [[rows[cells][name] for name in columns] for cells in order]
        history.contents.append(_bytes([columns, *lines], form))
        history.states.append((tuple(columns), rows))
        before = rows
    return history


def _bytes(rows: list[list[str]], form: tuple[str, int, bool]) -> bytes:
    """The rows as CSV with this line end and quoting, with or without a byte order mark."""
    end, quoting, marked = form
    lines = []
    for row in rows:
        text = io.StringIO(newline="")
        csv.writer(text, quoting=quoting).writerow(row)  # type: ignore[arg-type]
        lines.append(text.getvalue()[:-2])
    first = ("\ufeff" if marked or lines[0].startswith("\ufeff") else "") + lines[0]
    return end.join([first, *lines[1:], ""]).encode()


def told(history: Versions) -> Iterator[tuple[DiffSchema, list[Event]]]:
    differences = History(history.key)
    return (differences.advance(content, "a.csv") for content in history.contents)


def as_states(history: Versions) -> list[Rows]:
    """The rows of each version, with "" for columns that only other versions have."""
    every = {name for columns, _ in history.states for name in columns}
    return [
        {key: dict.fromkeys(every, "") | row for key, row in rows.items()}
        for _, rows in history.states
    ]


@LAW
@given(histories())
def test_replaying_the_events_gives_every_version(history: Versions) -> None:
    expected, rows = as_states(history), Rows()
    every = {name for columns, _ in history.states for name in columns}

    for (schema, events), (columns, _), state in zip(
        told(history), history.states, expected, strict=True
    ):
        for was, name in schema.renamed:
            for row in rows.values():
                row[name], row[was] = row[was], ""
        for event in events:
            if event.op == "added":
                assert event.key not in rows
                rows[event.key] = dict.fromkeys(every, "")
                rows[event.key] |= record(schema.new_columns, event.row or ())
            elif event.op == "removed":
                gone = dict.fromkeys(every, "") | record(schema.aligned, event.row or ())
                assert rows.pop(event.key) == gone
            else:
                assert event.field is not None
                assert rows[event.key][event.field] == (event.old or "") != event.new
                rows[event.key][event.field] = event.new or ""
        assert rows == state
        assert schema.new_columns == columns


@LAW
@given(histories())
def test_the_fast_path_agrees_with_reading_every_version(history: Versions) -> None:
    fast = list(told(history))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(snapshot, "_cut", lambda *_: None)

        assert list(told(history)) == fast


@LAW
@given(reshaped())
def test_two_versions_differ_as_diff_says(pair: Reshaped) -> None:
    with tempfile.TemporaryDirectory() as folder:
        old, new = pair.sources(Path(folder))
        compared = compare(old, new, Options(pair.key)).whole()
        differences = History(pair.key)
        differences.advance(old.path.read_bytes(), "a.csv")
        schema, events = differences.advance(new.path.read_bytes(), "a.csv")

    assert [*schema.column_events()] == [*compared.schema.column_events()]
    assert tuple(events) == compared.events


@LAW
@given(histories(), st.integers(0, 4))
def test_the_same_rows_in_any_order_are_not_an_event(history: Versions, seed: int) -> None:
    differences = History(history.key)
    differences.advance(history.contents[-1], "a.csv")
    parsed = csv_table.parse(history.contents[-1], "a.csv")
    rows = [cells for _, cells in parsed.records]
    turned = rows[seed:] + rows[:seed]

    _, events = differences.advance(csv_table.dump(parsed.columns, turned[::-1]), "a.csv")

    assert events == []


@law(0.5)
@given(histories(), st.integers(0, 5))
def test_rows_valid_at_each_commit_are_its_version_in_one_run_or_two(
    history: Versions, first: int
) -> None:
    diffs = [
        CommitDiff(Commit(f"{number}", "", "a.csv", ""), schema, events)
        for number, (schema, events) in enumerate(told(history))
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        for part in (diffs[:first], diffs[first:]):
            with Store(path, history.key) as store:
                store.add(part)
        with closing(sqlite3.connect(path)) as database:
            for number, (columns, state) in enumerate(history.states, 1):
                stored = {
                    name: database.execute(
                        "SELECT stored FROM columns WHERE name = ? AND since <= ?"
                        " ORDER BY since DESC LIMIT 1",
                        (name, number),
                    ).fetchone()[0]
                    for name in columns
                }
                cells = ", ".join(identifier(name) for name in stored.values())
                found = database.execute(
                    f"SELECT {cells} FROM rows WHERE valid_from <= ?"
                    " AND (valid_to IS NULL OR valid_to > ?)",
                    (number, number),
                )
                rows = [dict(zip(columns, row, strict=True)) for row in found]
                assert {tuple(row[name] for name in history.key): row for row in rows} == state


def test_an_open_quote_is_left_to_the_exact_reader() -> None:
    with pytest.raises(FastPathUnsupportedError):
        changed_records.find(b"1,a\n2,b\n", b'1,a\n2,"b\n')
