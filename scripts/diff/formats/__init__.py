"""How a difference is written: a module for each format, with its `FORMAT`.

The modules of this folder are the only list of formats: what offers, documents or serves them reads
it.
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

    A format `for_people` sums up a column in one line where the series says so. A `streamed` format
    reads the events once, as they come; others need a tuple. `render_each` writes several tables as
    one text; a format without it cannot. `render_coloured` is for terminals.
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
