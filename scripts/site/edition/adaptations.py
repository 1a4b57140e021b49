"""Answers for programs as a host of files can give them: without what is asked behind the ?."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ..programs.addresses import addresses
from ..programs.llms import llms
from ..programs.model import Address
from ..programs.openapi import openapi
from ..site import Site
from .capture import HERE

NOTE = (
    "This is a static file: anything after the ? is ignored, and it holds every event. Filter by"
    " `said_in`, the release that said it first, or by `happened_on`."
)
RELATIVE = "."


def adaptations(here: Site) -> Mapping[str, Callable[[bytes], bytes]]:
    """By address, what makes the answer of the server that of the edition."""
    return {
        "/changes.json": lambda body: _json({"note": NOTE, **json.loads(body)}),
        "/releases/latest.json": lambda body: _json(_absolute(json.loads(body)), 2),
        "/openapi.json": lambda _: _json(openapi(here, _files(here), RELATIVE)),
        "/llms.txt": lambda _: llms(here, _files(here), HERE).encode(),
    }


def _files(here: Site) -> list[Address]:
    """The addresses that a file answers, without what is asked behind them."""
    return [
        replace(
            item,
            summary=f"{item.summary}. {NOTE}"
            if item.path.startswith("/changes.")
            else item.summary,
            parameters=tuple(part for part in item.parameters if part.in_path),
        )
        for item in addresses(here)
        if not item.path.startswith("/reconcile/")
    ]


def _absolute(document: dict[str, Any]) -> dict[str, Any]:
    """With addresses that are fixed as any is."""
    return {
        name: HERE + value if isinstance(value, str) and value.startswith("/") else value
        for name, value in document.items()
    }


def _json(document: Mapping[str, Any], indent: int = 1) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=indent) + "\n").encode()
