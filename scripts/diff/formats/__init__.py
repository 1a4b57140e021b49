"""How a difference is written: a module a format, each with its `FORMAT`.

The modules of this folder are the formats: whatever offers, documents or serves them asks here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ...core.registry import Registry
from ..model import Diff

Named = Iterable[tuple[str, Diff]]
"""The differences of several tables, each with the table's name."""


@dataclass(frozen=True)
class Format:
    """A format: its `media_type`, the `extension` of its files and addresses, and `render`, which
    gives the text in pieces.

    One `for_people` sums up a column in one line where the series says so. One that is
    `streamed` reads the events once, as they come; the others need them in a tuple. Of several
    tables `render_each` makes one text; without it, there is none. `render_coloured` is for
    terminals.
    """

    media_type: str
    extension: str
    render: Callable[[Diff], Iterator[str]]
    for_people: bool = False
    streamed: bool = False
    render_each: Callable[[Named], Iterator[str]] | None = None
    render_coloured: Callable[[Diff], Iterator[str]] | None = None


registry = Registry(__name__, Format)
names, load, known = registry.names, registry.load, registry.known


def by_extension() -> dict[str, Format]:
    """Every format by the extension of its files."""
    return {form.extension: form for form in known().values()}


def one_after_another(render: Callable[[Diff], Iterator[str]]) -> Callable[[Named], Iterator[str]]:
    """A `render_each` that puts the texts of all tables below each other."""

    def render_each(diffs: Named) -> Iterator[str]:
        for number, (_, diff) in enumerate(diffs):
            yield "\n" * bool(number)
            yield from render(diff)

    return render_each
