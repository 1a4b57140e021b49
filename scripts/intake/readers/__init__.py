"""What a published text may be read from: a module a format, each with its `READER`.

The modules of this folder are the readers; those with `_` in front help them. Each gives lines in
order, with their places. A file is known by how it begins, else by the end of its name, else by
what its text is like; what no one claims is plain text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ...core.registry import Registry
from ._line import Line
from ._text import decoded

HEAD = 8192


@dataclass(frozen=True)
class Given:
    """A file to read: its `path`, its name for messages, and its bytes."""

    path: Path
    file: str
    data: bytes

    @cached_property
    def text(self) -> str:
        """The text of the file. Raises InputError where it is not text in UTF-8."""
        return decoded(self.data, self.file)

    @property
    def head(self) -> str:
        """How the text begins, for a look at it, whatever the bytes are."""
        return self.data[:HEAD].decode("utf-8", errors="replace").lstrip("\ufeff")


@dataclass(frozen=True)
class Reader:
    """A format: what people call it, the ends of its files' names, `read`, which gives the lines,
    `begins`, whether a file is of it whatever its name, and `is_like`, whether one without a name
    that tells may be of it. `read` raises InputError."""

    title: str
    suffixes: tuple[str, ...]
    read: Callable[[Given], Iterator[Line]]
    begins: Callable[[Given], bool] = lambda _: False
    is_like: Callable[[Given], bool] = lambda _: False


registry = Registry(__name__, Reader)
names, load, known = registry.names, registry.load, registry.known


def reader(given: Given) -> Reader:
    """The reader for the file."""
    from . import text

    suffix = given.path.suffix.lower()
    readers = known().values()
    begun = [item for item in readers if item.begins(given)]
    named = [item for item in readers if suffix in item.suffixes and item != text.READER]
    found = begun or named or [item for item in readers if item.is_like(given)]
    return found[0] if found else text.READER
