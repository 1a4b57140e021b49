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
    """What is of the `kind` in the modules of a package, but those with `_` in front: a class
    `Format` is in the constant FORMAT of each. It goes by the name of its module, with hyphens."""

    package: str
    kind: type[T]

    def names(self) -> list[str]:
        """The names there are; no module is imported for that."""
        folders = sys.modules[self.package].__path__
        files = (path for folder in folders for path in Path(folder).glob("[!_]*.py"))
        return sorted(path.stem.replace("_", "-") for path in files)

    def load(self, name: str) -> T:
        """What is of that name."""
        module = importlib.import_module(f"{self.package}.{name.replace('-', '_')}")
        return cast(T, getattr(module, self.kind.__name__.upper()))

    def known(self) -> dict[str, T]:
        """Everything, by name."""
        return {name: self.load(name) for name in self.names()}
