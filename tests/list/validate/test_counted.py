"""`check` counts the sources without an address, and those without a fingerprint."""

from __future__ import annotations

import csv
from pathlib import Path

from revisioned.derive.refresh import refresh
from revisioned.validate.check import check
from tests.breaking import cell
from tests.list.validate.places import COUNTED, SOURCES


def counted(root: Path) -> dict[str, str]:
    return {item.rule: str(item) for item in check(root).findings if item.rule in COUNTED}


def test_sources_without_address_or_fingerprint_are_counted(copy: Path) -> None:
    with (copy / SOURCES).open(encoding="utf-8", newline="") as opened:
        sources = list(csv.DictReader(opened))
    bare = sum(not source["url"] for source in sources)
    unprinted = sum(not source["sha256"] for source in sources)
    cell(SOURCES, "article-2026-01-08", "url", "")(copy)
    refresh(copy)

    assert counted(copy) == {
        "address-counted": f"{SOURCES}: url: warning: {bare + 1} of {len(sources)} sources have "
        "no address",
        "fixity-counted": f"{SOURCES}: sha256: warning: {unprinted} of {len(sources)} sources have "
        "no fingerprint (sha256) of the text that was read",
    }
