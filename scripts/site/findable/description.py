"""The data set, or one release of it, described once: each vocabulary says it in its own terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ...cite.names import Name
from ...cite.names import makers as makers_of
from ...descriptor.load import load
from ...descriptor.model import Package
from ...release import serve_store, store
from ...release.manifest import Manifest, digest
from ..http.files import content_type

MIN_DESCRIPTION_CHARS = 50
"""Below this many characters a description is filled up; search engines refuse a shorter one."""


@dataclass(frozen=True)
class File:
    """One file to download: its title, address, media type, size in bytes, and SHA-256."""

    title: str
    description: str
    address: str
    media_type: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Variable:
    """One column of one table, with its type; `is_main` of the tables that people come for, which
    are made from the others."""

    name: str
    title: str
    description: str
    type: str
    is_main: bool


@dataclass(frozen=True)
class Description:
    """What is known of the data set (`version` is that of the newest release, `versions` are all)
    or of one release. Addresses are absolute, or begin with / where the site knows no base;
    `landing` is the page that is about it, `whole` the page of the data set. Days are empty before
    the first release."""

    title: str
    titles: Mapping[str, str]
    description: str
    landing: str
    whole: str
    version: str
    is_release: bool
    identifiers: tuple[str, ...]
    published: str
    modified: str
    previous: str
    versions: tuple[str, ...]
    creators: tuple[Name, ...]
    publisher: Name
    licenses: tuple[str, ...]
    keywords: tuple[str, ...]
    languages: tuple[str, ...]
    temporal: tuple[str, str]
    files: tuple[File, ...]
    variables: tuple[Variable, ...]
    sources: tuple[Mapping[str, Any], ...]


def describe(package: Package, base: str, version: str | None = None) -> Description:
    """The data set as it is served, or the release of that version. `base` is what addresses of the
    site begin with."""
    root = package.root
    served = serve_store.served(root)
    newest = version or serve_store.latest(root)
    manifest = store.manifest(root, newest) if newest else None
    deposits = store.deposited(root, newest) if newest else ()
    held = _released(root, version) if version else package
    about = held.descriptor
    makers = makers_of(about)
    title = str(about.get("title") or about["name"])
    previous = manifest.previous.version if manifest and manifest.previous else ""
    first = store.manifest(root, served[0]).released_on if served else ""
    return Description(
        title=title,
        titles=_titles(about, title, held.languages),
        description=_description(held),
        landing=f"{base}/cite/{version}" if version else f"{base}/",
        whole=f"{base}/",
        version=newest or str(about.get("version", "")),
        is_release=version is not None,
        identifiers=tuple(_identifiers(about, manifest, deposits)),
        published=(manifest.released_on if version and manifest else first),
        modified=manifest.released_on if manifest else "",
        previous=f"{base}/cite/{previous}" if version and previous in served else "",
        versions=tuple(f"{base}/cite/{name}" for name in served),
        creators=makers.authors,
        publisher=makers.publisher or Name(str(about["name"])),
        licenses=tuple(str(item["path"]) for item in about.get("licenses", []) if item.get("path")),
        keywords=tuple(map(str, about.get("keywords", []))),
        languages=held.languages,
        temporal=_coverage(held),
        files=tuple(_of_release(root, manifest, held, base) if version and manifest
                    else _current(held, base)),
        variables=tuple(_variables(held)),
        sources=tuple(about.get("sources", [])),
    )  # fmt: skip


@lru_cache(maxsize=256)
def _released(root: Path, version: str) -> Package:
    """A release as a package; read once a process."""
    return load(serve_store.folder(root, version))


def _titles(about: Mapping[str, Any], title: str, languages: tuple[str, ...]) -> dict[str, str]:
    others = {tag: about.get(f"title_{tag.partition('-')[0].lower()}") for tag in languages[1:]}
    return {languages[0]: title} | {tag: str(text) for tag, text in others.items() if text}


def _description(package: Package) -> str:
    text = str(package.descriptor.get("description", ""))
    if len(text) < MIN_DESCRIPTION_CHARS:
        text = " ".join([text, *(item.description for item in package.relations)]).strip()
    return text


def _identifiers(
    about: Mapping[str, Any], manifest: Manifest | None, deposits: tuple[str, ...]
) -> Iterator[str]:
    """A DOI where one was minted, where archives hold the release, and what names its bytes."""
    if given := about.get("id"):
        yield str(given)
    yield from deposits
    if manifest:
        yield f"urn:sha256:{manifest.sha256}"


def _coverage(package: Package) -> tuple[str, str]:
    """The first and the last day that a revision is of: their names begin with it."""
    days = sorted(str(item.revision)[:10] for item in package.resources if item.revision)
    return (days[0], days[-1]) if days else ("", "")


def _variables(package: Package) -> Iterable[Variable]:
    found: dict[str, Variable] = {}
    for resource in package.resources:
        is_main = resource.view is not None
        for field in resource.schema.fields:
            name = f"{resource.series or resource.name}.{field.name}"
            variable = Variable(name, field.title, field.description, field.type, is_main)
            found.setdefault(name, variable)
    return found.values()


def _current(package: Package, base: str) -> Iterator[File]:
    """The files as they are served: those that the descriptor names."""
    for item in package.descriptor["resources"]:
        yield File(
            str(item.get("title") or item["name"]),
            str(item.get("description", "")),
            f"{base}/{quote(item['path'])}",
            _media_type(item["path"]),
            int(item.get("bytes", 0)),
            str(item.get("hash", "")).removeprefix("sha256:"),
        )


def _of_release(root: Path, manifest: Manifest, held: Package, base: str) -> Iterator[File]:
    """The files of a release: the whole first, then each."""
    resources = {resource.path: resource for resource in held.resources}
    place = f"{base}/releases/{manifest.version}"
    whole = serve_store.folder(root, manifest.version) / manifest.archive
    if whole.is_file():
        address = f"{place}/{quote(manifest.archive)}"
        yield File(manifest.archive, "", address, "application/zip", *_measured(whole))
    for item in manifest.files:
        resource = resources.get(item.path)
        yield File(
            resource.title if resource else item.path,
            resource.description if resource else "",
            f"{place}/{quote(item.path)}",
            _media_type(item.path),
            item.bytes,
            item.sha256,
        )


@lru_cache(maxsize=64)
def _measured(path: Path) -> tuple[int, str]:
    data = path.read_bytes()
    return len(data), digest(data)


def _media_type(path: str) -> str:
    return content_type(Path(path)).partition(";")[0]
