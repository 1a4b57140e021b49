"""Modules that are imported only when they are used."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


class Deferred(ModuleType):
    """Stands for a module until an attribute of it is read, which imports it. Raises
    ModuleNotFoundError then if it is not installed."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)


@contextmanager
def deferred(*names: str) -> Iterator[None]:
    """During the `with`, importing these modules gives a Deferred instead, which stays with the
    importer. A module that is already imported is not replaced. Name the package of a module before
    it."""
    made = {name: Deferred(name) for name in names if name not in sys.modules}
    for name, module in made.items():
        package, _, last = name.rpartition(".")
        if package in made:
            setattr(made[package], last, module)
    sys.modules.update(made)
    try:
        yield
    finally:
        for name, module in made.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
