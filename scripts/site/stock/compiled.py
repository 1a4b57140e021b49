"""Templates compiled to Python, kept from one server to the next: compiling all of them takes a
third of the time that a server needs to start."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

from ...core import result_cache

KIND = "templates"


class Kept(FileSystemBytecodeCache):
    """A template that cannot be read or written here is compiled again."""

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Where a template is kept: its code depends on whether it is asynchronous."""
        way = "waiting" if environment.is_async else "at once"
        return super().get_bucket(environment, f"{name} {way}", filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept; a damaged file may raise anything."""
        with suppress(Exception):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def kept(root: Path) -> Kept | None:
    """The compiled templates for the code that runs here and the package in the folder; None where
    nothing can be kept."""
    folder = result_cache.folder(root, KIND)
    if folder is None:
        return None
    # Jinja compares only the text of a template, not what rewrites it before it is compiled.
    return Kept(str(folder), f"{result_cache.key()}-%s")
