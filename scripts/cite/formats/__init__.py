"""How a citation is written: a module a format, each with its `FORMAT`.

The modules of this folder are the formats: whatever offers, documents or serves them asks here. A
format goes by the name of its module, with hyphens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...core.registry import Registry

if TYPE_CHECKING:
    from ..model import Citation


@dataclass(frozen=True)
class Format:
    """A format: its `label` for people, its media type, and `render`, which gives the text of a
    citation.

    One `for_people` is shown as it is; the others are files for programs. One that `describes` is
    linked from every page of what it is about, by its media type. One that `needs_release` raises
    UsageError before the first.
    """

    label: str
    media_type: str
    render: Callable[[Citation], str]
    for_people: bool = False
    describes: bool = False
    needs_release: bool = False

    @property
    def is_json(self) -> bool:
        """Whether its text is JSON."""
        return self.media_type.endswith("json")


registry = Registry(__name__, Format)
names, load = registry.names, registry.load


def known() -> dict[str, Format]:
    """Every format by name, those for people first."""
    return dict(sorted(registry.known().items(), key=lambda item: not item[1].for_people))
