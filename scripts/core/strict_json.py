"""JSON that all readers read the same way, or a finding that says why not.

Besides wrong syntax these are refused: a name that appears twice in one object (readers take the
first, the last, or both), NaN and infinities, numbers and nesting that some readers cannot take,
and unpaired surrogates, which no file can hold.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .diagnostics import Finding
from .errors import InputError

MAX_DEPTH = 100


def as_json(document: object) -> bytes:
    """The document in the layout of our files."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def parse(data: bytes, file: str) -> Mapping[str, Any]:
    """The object in these bytes; InputError names the file, and the line where that is known."""
    try:
        document = json.loads(
            data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number
        )
        _walk(document)
    except UnicodeDecodeError as error:
        raise _fault(file, None, f"not UTF-8 at byte {error.start}", "encoding") from None
    except json.JSONDecodeError as error:
        reason = f"not JSON: {error.msg} (character {error.colno})"
        raise _fault(file, error.lineno, reason) from None
    except RecursionError:
        raise _fault(file, None, "nested too deeply to be read") from None
    except _NotAlikeError as error:
        raise _fault(file, None, str(error)) from None
    except ValueError:
        # The only other ValueError: Python refuses an integer of that many digits.
        raise _fault(file, None, "holds a number of thousands of digits") from None
    if not isinstance(document, dict):
        raise _fault(file, 1, "not a JSON object")
    return document


class _NotAlikeError(ValueError):
    """Something that readers read in different ways."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _NotAlikeError(f"the name {twice!r} appears twice in one object")
    return found


def _no_number(word: str) -> float:
    raise _NotAlikeError(f"{word} is not a number in JSON")


def _walk(document: object) -> None:
    """Check every text and the depth, without recursion."""
    level = [document]
    for _ in range(MAX_DEPTH):
        below: list[object] = []
        for value in level:
            if isinstance(value, str):
                _require_whole(value)
            elif isinstance(value, list):
                below += value
            elif isinstance(value, dict):
                below += value.keys()
                below += value.values()
        level = below
        if not level:
            return
    raise RecursionError


def _require_whole(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _NotAlikeError(f"contains an unpaired surrogate: {ascii(text)[:40]}") from None


def _fault(file: str, line: int | None, reason: str, rule: str = "json") -> InputError:
    return InputError([Finding(file, line, None, reason, rule)])
