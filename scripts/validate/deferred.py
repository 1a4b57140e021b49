"""Modules that are imported when something is asked of them, and not when they are named."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


class Deferred(ModuleType):
    """Stands for a module until something of it is asked for. Raises ModuleNotFoundError then,
    where the module is not installed."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)


@contextmanager
def deferred(*names: str) -> Iterator[None]:
    """While the `with` lasts, importing these modules gives what stands for them; anyone who has it
    keeps it. A module is named after the package that it is in; what is imported already stays."""
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
