"""A fake host with twelve weeks of changes, and a package that watches it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from revisioned.descriptor.load import load
from revisioned.descriptor.model import Package
from revisioned.watch import rounds, watches
from revisioned.watch.fetch import Fetcher
from revisioned.watch.look import Looker
from revisioned.watch.looks import Look
from tests.watch import host as fixture
from tests.watch.host import DAYS, Host

COLUMNS = (
    "watch_id", "title", "url", "kind", "looks_for", "org_id", "step", "source_id", "sentinel",
    "last_looked_on", "result",
)  # fmt: skip
WATCHES = {
    "fact-sheet": ("/fact-sheet", "page", ""),
    "member": ("/member", "page", ""),
    "memorandum": ("/memorandum", "page", ""),
    "notices": ("/notices", "stream", "United States"),
    "press": ("/press.atom", "stream", "withdraw"),
    "statement": ("/statement", "page", ""),
}


@pytest.fixture
def host() -> Iterator[Host]:
    """The host, in its first week."""
    with fixture.serve() as served:
        yield served


@dataclass
class Watching:
    """A package that watches the host, and the files that looking at it writes."""

    root: Path
    host: Host

    @property
    def package(self) -> Package:
        """The package as it is now."""
        return load(self.root)

    @property
    def log(self) -> Path:
        """The log of looks."""
        return self.root / "build/looks.jsonl"

    @property
    def captures(self) -> Path:
        """The folder of captures."""
        return self.root / "captures"

    @property
    def proposals(self) -> Path:
        """The folder of proposals."""
        return self.root / "build/proposals"

    def fetcher(self) -> Fetcher:
        """A fetcher that does not wait between requests."""
        return Fetcher("example/1.0 (+mailto:lists@example.org)", waits=(0,), pause=0)

    def look(self, week: int, *wanted: str) -> dict[str, Look]:
        """Run a round in that week; returns each look by its watch."""
        self.host.week = week
        day = DAYS[week - 1]
        places = rounds.Places(self.log, self.proposals)
        with self.fetcher() as fetcher:
            looker = Looker(fetcher, self.captures, day, f"{day}T12:00:00Z")
            found = rounds.look_at_all(
                self.package, watches.load(self.package, wanted), looker, places
            )
            return {look.watch_id: look for look in found}

    def accept(self, *wanted: str) -> None:
        """Accept the newest text of these watches."""
        package = self.package
        data = watches.accept(package, watches.load(package, wanted), self.log)
        (self.root / "data/watches.csv").write_bytes(data)

    def proposed(self) -> set[str]:
        """The watches with a proposal."""
        return {path.stem for path in self.proposals.glob("*.md") if "." not in path.stem}


@pytest.fixture
def watching(tmp_path: Path, host: Host) -> Watching:
    """A package that watches the six sources of the host."""
    return make(tmp_path, host)


def make(folder: Path, host: Host) -> Watching:
    """Make a package in the folder that watches the six sources of the host."""
    fields = [{"name": name, "type": "string"} for name in COLUMNS]
    descriptor = {
        "name": "example",
        "version": "1.0.0",
        "resources": [
            {
                "name": "watches",
                "type": "table",
                "path": "data/watches.csv",
                "schema": {"fields": fields, "primaryKey": ["watch_id"]},
            }
        ],
    }
    (folder / "data").mkdir()
    (folder / "datapackage.json").write_text(json.dumps(descriptor))
    lines = [",".join(COLUMNS)]
    for name, (path, kind, looks_for) in WATCHES.items():
        lines.append(f"{name},{name},{host.address}{path},{kind},{looks_for},,,,,,")
    (folder / "data/watches.csv").write_text("\n".join(lines) + "\n")
    return Watching(folder, host)
