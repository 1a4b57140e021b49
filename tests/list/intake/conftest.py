"""The names that intake knows, and texts for it to read."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from revisioned.descriptor.load import load
from revisioned.descriptor.model import Package
from revisioned.intake import pipeline
from revisioned.intake.mapping import Form, form, names
from revisioned.intake.match.index import Names, index_of
from tests.conftest import ROOT

Take = Callable[..., pipeline.Taken]

LISTS = Path(__file__).parent / "lists"


@pytest.fixture(scope="session")
def package() -> Package:
    """The real package, read only."""
    return load(ROOT)


@pytest.fixture(scope="session")
def declared(package: Package) -> Form:
    """The tables and columns of the real package that intake writes to."""
    return form(package)


@pytest.fixture(scope="session")
def index(package: Package, declared: Form) -> Names:
    """Every name of the real package. Hundreds of layouts contain the same few names, so similar
    names are cached."""
    index = index_of(list(names(package, declared)))
    index._like = lru_cache(maxsize=4096)(index._like)  # type: ignore[method-assign]
    return index


@pytest.fixture
def take(tmp_path: Path, declared: Form, index: Names) -> Take:
    """What intake finds in a text, as if it were in a file with that name."""

    def taken(text: str | bytes, name: str = "list.txt") -> pipeline.Taken:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return pipeline.found_in(path, declared, index)

    return taken
