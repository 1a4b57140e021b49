"""Metadata for Datasette is gathered once and does not change."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from datasette.plugins import pm

from revisioned.descriptor.load import load
from revisioned.site import app

PLACES: list[dict[str, Any]] = [
    {},
    {"key": "title"},
    {"key": "databases"},
    {"database": "wells"},
    {"key": "queries", "database": "wells", "fallback": False},
    {"database": "wells", "table": "wells"},
    {"key": "columns", "database": "wells", "table": "wells"},
]


def test_it_stays_the_same_and_plugins_are_not_called_again(
    released: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = app.application(load(released))
    before = [site.metadata(**place) for place in PLACES]
    asyncio.run(site.invoke_startup())
    monkeypatch.setattr(pm.hook, "get_metadata", None)

    assert [site.metadata(**place) for place in PLACES] == before
    assert before[-1]
