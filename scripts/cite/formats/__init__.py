"""How a citation is written: a module a format, each with its `FORMAT`.

The modules of this folder are the formats: whatever offers, documents or serves them asks here. A
format goes by the name of its module, with hyphens.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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


def filled(document: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a document that say something."""
    return {name: value for name, value in document.items() if value}


def as_json(document: object) -> str:
    """A document as the text of a file."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


registry = Registry(__name__, Format)
names, load = registry.names, registry.load


def known() -> dict[str, Format]:
    """Every format by name, those for people first."""
    return dict(sorted(registry.known().items(), key=lambda item: not item[1].for_people))
