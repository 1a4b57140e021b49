"""Whatever the bytes, a reader gives what it should or raises our own error, nothing else.

A run tries some hundred; `make prove` tries thousands.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from revisioned.core import csv_table, strict_json
from revisioned.core.csv_table import Table
from revisioned.descriptor.load import from_descriptor
from revisioned.diff import patch
from revisioned.release import manifest
from revisioned.validate import characters
from tests.hostile import small, words
from tests.hostile.fuzzing import LAX, only_ours

SNIPPETS = [
    *(b"", b"a", b"\n", b"\r", b"\r\n", b",", b'"', b'""', b"\0", b"\xff", b"\xef\xbb\xbf", b"="),
    *("氣候".encode(), "\u202e".encode(), "A\u0308".encode(), b"id,x\n", b"1,2\n", b"\x1b[0m"),
]
CSV = st.one_of(st.binary(), st.lists(st.sampled_from(SNIPPETS), max_size=40).map(b"".join))
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(["id", "x", "added", "removed", "changed", "../x", "string", "data/a.csv"]),
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(st.text(max_size=3), st.sampled_from(["key", "events", "name", "op", "row"])),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=8,
)


def places(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to every value in the document."""
    found = [path]
    inner = (
        document.items()
        if isinstance(document, dict)
        else enumerate(document)
        if isinstance(document, list)
        else ()
    )
    for name, value in inner:
        found += places(value, (*path, name))
    return found


def changed(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The document with another value at this path."""
    if not path:
        return value
    name, *rest = path
    copy = dict(document) if isinstance(document, dict) else list(document)
    copy[name] = changed(document[name], tuple(rest), value)
    return copy


def with_other_values(document: Any) -> st.SearchStrategy[Any]:
    """The document with one or two of its values replaced by something else."""
    one = st.tuples(st.sampled_from(places(document)), JSON)

    def apply(edits: list[tuple[tuple[Any, ...], Any]]) -> Any:
        found = document
        for path, value in edits:
            try:
                found = changed(found, path, value)
            except (KeyError, IndexError, TypeError, ValueError):
                continue  # the previous edit removed that path
        return found

    return st.lists(one, min_size=1, max_size=2).map(apply)


def as_bytes(document: Any) -> bytes:
    return json.dumps(document).encode()


@LAX
@given(CSV)
@example(b'"')
@example(b"a\r")
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
def test_csv_is_read_or_refused(data: bytes) -> None:
    only_ours(lambda: csv_table.parse(data, "x.csv"))

    findings, found = characters.examine(data, "x.csv", ("id",))

    assert all(str(finding).isprintable() for finding in findings)
    assert isinstance(found, Table) or findings


@LAX
@given(st.one_of(st.binary(), JSON.map(as_bytes)))
def test_json_is_read_or_refused(data: bytes) -> None:
    only_ours(lambda: strict_json.parse(data, "x.json"))


@LAX
@given(with_other_values(small.DESCRIPTOR))
def test_descriptor_is_read_or_refused(good: Path, document: Any) -> None:
    def read() -> None:
        found = strict_json.parse(as_bytes(document), "datapackage.json")
        from_descriptor(good, found)

    only_ours(read)


@LAX
@given(
    with_other_values(words.DIFF),
    st.lists(st.sampled_from([b"1,a\n", b"2,b\n", b"3,\n"]), max_size=3),
)
def test_patch_is_applied_or_refused(document: Any, rows: list[bytes]) -> None:
    only_ours(
        lambda: patch.apply(
            patch.loads(as_bytes(document), "x.json"),
            csv_table.parse(b"id,x\n" + b"".join(rows), "x.csv"),
        )
    )


@LAX
@given(with_other_values(json.loads(words.release()["manifest.json"])))
def test_manifest_is_read_or_refused(document: Any) -> None:
    data = (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")

    only_ours(lambda: manifest.parse(data, "manifest.json"))


@LAX
@given(st.lists(st.tuples(st.integers(-500, 9999), st.integers(0, 255)), max_size=5))
def test_release_with_changed_bytes_never_verifies(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]]
) -> None:
    from revisioned.release import archive, verify

    whole = archive.zipped(words.release())
    data = bytearray(whole)
    for place, byte in changes:
        data[place % len(data)] = byte
    path = tmp_path_factory.getbasetemp() / "r.zip"
    path.write_bytes(data)

    verdict = verify.download(path)

    assert (verdict.findings == ()) is (bytes(data) == whole)
