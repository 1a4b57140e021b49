"""Citations of what a site serves. Releases never change, so what is read from one is cached."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ..descriptor.load import load
from ..descriptor.model import Package
from ..release import serve_store, store
from ..release.manifest import Manifest
from . import model
from .model import Citation, Language, gather, swhid_of_data
from .styles import completed, release_entry


@lru_cache(maxsize=256)
def package(root: Path, version: str | None) -> Package:
    """A release as a package; without a version, the package as it is here."""
    return load(serve_store.folder(root, version) if version else root)


@lru_cache(maxsize=256)
def manifest(root: Path, version: str) -> Manifest:
    """The manifest of a release."""
    return store.manifest(root, version)


@lru_cache(maxsize=64)
def _swhid(root: Path) -> str:
    """The SWHID of data/ as it is here."""
    return swhid_of_data(package(root, None))


@lru_cache(maxsize=1000)
def citation(
    root: Path, version: str | None, revision: str, record: str, lang: Language
) -> Citation:
    """The citation of a release, or of a revision or a record in it; without a version, of the
    package as it is here. Raises UsageError for one that it does not have."""
    about = manifest(root, version) if version else None
    deposits = store.deposited(root, version) if version else ()
    of_data = about.swhid if about else _swhid(root)
    return gather(package(root, version), about, revision, record, lang, deposits, of_data)


@lru_cache(maxsize=1000)
def has(root: Path, version: str | None, revision: str = "", record: str = "") -> bool:
    """Whether a release has the revision and the record; an empty name counts as there."""
    return model.has(package(root, version), revision, record)


def quoted(root: Path, version: str | None, record: str, lang: Language) -> tuple[str, str, str]:
    """The citation for people, in three parts: who and when, the title, and the rest. A record that
    the release does not have is left out."""
    known = record if has(root, version, record=record) else ""
    found = citation(root, version, "", known, lang)
    text = completed(_entry(root, version, lang), found)
    # The author's name may be the title, too; the year comes after both.
    at = text.find(found.title, max(0, text.find("(")))
    return text[:at].strip(), found.title, text[at + len(found.title) :]


@lru_cache(maxsize=256)
def _entry(root: Path, version: str | None, lang: Language) -> str:
    return release_entry(citation(root, version, "", "", lang), "apa")
