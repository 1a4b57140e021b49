"""The modules of a folder that are of one kind: formats, readers."""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar, cast

T = TypeVar("T")


@dataclass(frozen=True)
class Registry(Generic[T]):
    """One entry for each module of a package, by the module's name with hyphens. For the kind
    `Format` the entry is the module's constant FORMAT. Modules that begin with `_` are left out."""

    package: str
    kind: type[T]

    def names(self) -> list[str]:
        """The names of all entries; imports none of them."""
        folders = sys.modules[self.package].__path__
        files = (path for folder in folders for path in Path(folder).glob("[!_]*.py"))
        return sorted(path.stem.replace("_", "-") for path in files)

    def load(self, name: str) -> T:
        """The entry of that name. Raises ModuleNotFoundError where no module has it."""
        module = importlib.import_module(f"{self.package}.{name.replace('-', '_')}")
        return cast(T, getattr(module, self.kind.__name__.upper()))

    def known(self) -> dict[str, T]:
        """All entries, by name."""
        return {name: self.load(name) for name in self.names()}
