"""How a citation is written: a module for each format, with its `FORMAT`.

The modules of this folder are the only list of formats: what offers, documents or serves them reads
it. The name of a format is that of its module, with hyphens.
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

    A format `for_people` is shown on pages; the others are files for programs. A format that
    `describes` is linked, by its media type, from every page that it is about. A format that
    `needs_release` raises UsageError before the first release.
    """

    label: str
    media_type: str
    render: Callable[[Citation], str]
    for_people: bool = False
    describes: bool = False
    needs_release: bool = False

    @property
    def is_json(self) -> bool:
        """Whether the text is JSON."""
        return self.media_type.endswith("json")


def filled(document: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a document that are not empty."""
    return {name: value for name, value in document.items() if value}


def as_json(document: object) -> str:
    """A document as the text of a file."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


registry = Registry(__name__, Format)
names, load = registry.names, registry.load


def known() -> dict[str, Format]:
    """Every format by name, those for people first."""
    return dict(sorted(registry.known().items(), key=lambda item: not item[1].for_people))
