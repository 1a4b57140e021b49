"""How a citation is written: a module a format, each with its `FORMAT`.

The modules of this folder are the formats: whatever offers, documents or serves them asks here. A
format goes by the name of its module, with hyphens.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

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


def names() -> list[str]:
    """The formats there are; none is imported for that."""
    files = (path for folder in __path__ for path in Path(folder).glob("[!_]*.py"))
    return sorted(path.stem.replace("_", "-") for path in files)


def load(name: str) -> Format:
    """The format of that name."""
    module = importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
    found: Format = module.FORMAT
    return found


def known() -> dict[str, Format]:
    """Every format by name, those for people first."""
    formats = {name: load(name) for name in names()}
    return dict(sorted(formats.items(), key=lambda item: not item[1].for_people))
