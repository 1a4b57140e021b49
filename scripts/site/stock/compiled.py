"""Templates as Python has them, kept from one server to the next: to compile all of them takes a
third of the time in which a server begins."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

from ...core import result_cache

KIND = "templates"


class Kept(FileSystemBytecodeCache):
    """What cannot be read or written is compiled again."""

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Where a template is kept: as one that waits, or does not, it is other code."""
        way = "waiting" if environment.is_async else "at once"
        return super().get_bucket(environment, f"{name} {way}", filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept; damaged, a file raises whatever its bytes say."""
        with suppress(Exception):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def kept(root: Path) -> Kept | None:
    """What is kept for the code that runs here, for a server of the package in the folder; None
    where nothing can be."""
    folder = result_cache.folder(root, KIND)
    if folder is None:
        return None
    # Of a template, Jinja compares the text alone, and not what rewrites it before it is compiled.
    return Kept(str(folder), f"{result_cache.key()}-%s")
