"""Reading what a descriptor declares: JSON of the shape that is meant, or a finding."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, cast

from scripts.errors import InputError
from scripts.findings import Finding

DESCRIPTOR = "datapackage.json"

Json = Mapping[str, Any]


def read_json(root: Path, file: str) -> Json:
    """The JSON object in the file; InputError says where it stops being one."""
    try:
        document = json.loads((root / file).read_bytes().decode("utf-8"))
    except OSError as error:
        raise InputError([Finding(file, None, None, f"{error.strerror}", "unreadable")]) from None
    except UnicodeDecodeError as error:
        reason = f"not UTF-8 at byte {error.start}"
        raise InputError([Finding(file, None, None, reason, "encoding")]) from None
    except json.JSONDecodeError as error:
        reason = f"not JSON: {error.msg} (character {error.colno})"
        raise InputError([Finding(file, error.lineno, None, reason, "json")]) from None
    except RecursionError:
        reason = "nested too deeply to be read"
        raise InputError([Finding(file, None, None, reason, "json")]) from None
    if not isinstance(document, dict):
        raise InputError([Finding(file, 1, None, "not a JSON object", "json")])
    return cast(Json, document)


def items(item: Json, name: str) -> list[Json]:
    """The objects listed under the name; none where it is not there. Raises InputError."""
    value = item.get(name, [])
    if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
        raise fault(f"`{name}` is not a list of objects")
    return value


def text(item: Json, name: str) -> str:
    """The text under the name. Raises InputError where there is none."""
    value = item.get(name)
    if not isinstance(value, str):
        raise fault(f"an entry has no text for `{name}`: {json.dumps(item)[:80]}")
    return value


def names(value: object) -> tuple[str, ...]:
    """One name or a list of names, as a tuple. Raises InputError where it is neither."""
    if value is None:
        return ()
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        raise fault(f"not a column's name or a list of them: {json.dumps(value)[:80]}")
    return tuple(listed)


def refuse_outside(root: Path, path: str, name: str) -> None:
    """Raise InputError for a path that leaves the folder, by its words or through a link."""
    parts = PurePosixPath(path)
    if "://" in path or parts.is_absolute() or ".." in parts.parts or "\\" in path:
        raise fault(f"{name!r} has the path {path!r}; only paths inside the package are read")
    if not (root / path).resolve().is_relative_to(root.resolve()):
        raise fault(f"{name!r} has the path {path!r}, a link that leads out of the package")


def refuse_twice(file: str, what: str, names: Iterable[str]) -> None:
    """Raise InputError for the first name that stands twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise fault(f"{what} {name!r} stands twice", file)
        seen.add(name)


def fault(reason: str, file: str = DESCRIPTOR) -> InputError:
    """The error that says what is wrong with a descriptor or a schema file."""
    return InputError([Finding(file, None, None, reason, "descriptor")])
