"""JSON: a list of objects, or one object on each line (JSON lines)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from . import Asked, Reader, Reading, refuse

LINES = (".jsonl", ".ndjson")


class RepeatedError(ValueError):
    """An object has a name twice."""


def read(path: Path, name: str, _asked: Asked) -> Reading:
    """The records in the order of the file, with columns in the order in which they first appear.
    Null, and a name that an object lacks, is an empty cell; numbers and booleans are as written.
    Raises InputError for nested values, and where the file is not a list of objects."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        items = _items(text, name)
    except UnicodeDecodeError as error:
        raise refuse(name, f"not UTF-8: byte 0x{error.object[error.start]:02x}") from None
    except RepeatedError as error:
        raise refuse(name, str(error)) from None
    except ValueError as error:
        raise refuse(name, f"not JSON: {error}") from None
    columns: dict[str, None] = {}
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict):
            raise refuse(name, f"record {number} is not an object; {WANTED}")
        columns.update(dict.fromkeys(item))
    if not columns:
        raise refuse(name, "a list without records has no columns; give one that has records")
    return Reading(_records([*columns], items, name))


WANTED = 'a table in JSON is a list of objects: [{"id": 1, …}, …]'


def _items(text: str, name: str) -> Sequence[Any]:
    """The records: those of the list, or one on each line. Raises InputError, ValueError."""
    if not name.lower().removesuffix(".gz").endswith(LINES):
        try:
            whole = _parse(text)
        except RepeatedError:
            raise
        except ValueError:
            if not text.lstrip().startswith("{"):
                raise
        else:
            if isinstance(whole, list):
                return whole
            is_map = isinstance(whole, dict) and whole.get("type") == "FeatureCollection"
            raise refuse(
                name, f"{'GeoJSON' if is_map else 'JSON'}, but no list of records; {WANTED}"
            )
    return [_parse(line) for line in text.splitlines() if line.strip()]


def _parse(text: str) -> Any:
    return json.loads(
        text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_object
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise RepeatedError(f"an object has a name twice: {', '.join(name for name, _ in pairs)}")
    return found


def _records(columns: list[str], items: Sequence[Any], name: str) -> Iterator[list[str]]:
    yield columns
    for number, item in enumerate(items, 1):
        yield [_cell(item.get(column), number, column, name) for column in columns]


def _cell(value: Any, number: int, column: str, name: str) -> str:
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    reason = f"record {number} has a nested value; a table has text, numbers and booleans only"
    raise refuse(name, reason, column=column)


READER = Reader(
    (".json", *LINES), lambda head: head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in b"{[", read
)
