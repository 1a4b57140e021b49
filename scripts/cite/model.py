"""What is cited: a release, or a revision or a record in it, and the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ..core.errors import UsageError
from ..descriptor.locale import COMPLETE, catalogue, word
from ..descriptor.model import REVISIONS, SOURCES, Package, Resource
from ..release import swhid
from ..release.manifest import Manifest
from ..release.store import ARCHIVE, DOI
from .names import Makers, makers

Language = str
"""A language by the name of its file of words: en, zh."""


@dataclass(frozen=True)
class Source:
    """A source of what we compile. A day is empty where the source has none."""

    source_id: str
    title: str
    publisher: str
    date: str
    url: str
    lang: str


@dataclass(frozen=True)
class Citation:
    """One thing to cite. `released_on` is empty before the first release, `url` if the package has
    no homepage, `doi` if none was minted. `swhid` identifies the bytes of the cited revision's
    file, else of data/; it is a broken link unless they are `archived`. `manifest_sha256`
    identifies the release, and is empty before it is made. `entry` is the name of the record."""

    name: str
    title: str
    abstract: str
    makers: Makers
    keywords: tuple[str, ...]
    license: str
    license_url: str
    version: str
    released_on: str
    swhid: str
    archived: bool
    manifest_sha256: str
    url: str
    doi: str
    revision: str
    record: str
    entry: str
    sources: tuple[Source, ...]
    lang: Language

    @property
    def hashes(self) -> tuple[str, ...]:
        """What identifies the bytes: the SWHID if they are archived, and for a release the SHA-256
        of its manifest."""
        named = f"manifest sha256:{self.manifest_sha256}" if self.manifest_sha256 else ""
        return tuple(filter(None, (self.swhid if self.archived else "", named)))

    @property
    def address(self) -> str:
        """Where it can be read: by DOI, on the site, or in the archive. Empty if nowhere."""
        if self.doi:
            return DOI + self.doi
        return self.url or (ARCHIVE + self.swhid if self.archived else "")

    @property
    def parts(self) -> str:
        """The part of the release that is cited, in words to follow its title; mostly empty."""
        revision = self.word("cited_revision").format(self.revision) if self.revision else ""
        return revision + (self.word("cited_entry").format(self.entry) if self.entry else "")

    @property
    def part(self) -> str:
        """The part of the release that is cited, on its own."""
        return self.parts.lstrip(",， ")

    @property
    def full_title(self) -> str:
        """The title with the part of the release that is cited."""
        return self.title + self.parts

    @property
    def year(self) -> str:
        """The year of the release."""
        return self.released_on[:4]

    @property
    def key(self) -> str:
        """An identifier for reference managers."""
        parts = [self.name, self.version, self.revision, self.record]
        return "-".join(part.replace("/", "-").replace(".", "-") for part in parts if part)

    def word(self, name: str) -> str:
        """A fixed word in the citation's language."""
        return word(self.lang, name)

    @property
    def tag(self) -> str:
        """The BCP 47 tag of the citation's language."""
        return catalogue(self.lang).get("cited_tag", self.lang)

    @property
    def csl_language(self) -> str:
        """The name of the citation's language in CSL."""
        locale = catalogue(self.lang).get("csl_locale", self.lang)
        return self.lang if self.lang == COMPLETE else locale


class NoRecordError(UsageError):
    """The package has no record with that key."""


def gather(
    package: Package,
    manifest: Manifest | None,
    revision: str = "",
    record: str = "",
    lang: Language = "en",
    deposits: Sequence[str] = (),
    of_data: str = "",
) -> Citation:
    """The citation of a package whose files are in its folder; with a manifest, it is a release.
    `deposits` are the addresses of that release in archives; `of_data` is the SWHID of data/ if it
    is known. Raises UsageError for a revision or a record that the package does not have."""
    about = package.descriptor
    resource = _revision(package, revision) if revision else None
    of_data = manifest.swhid if manifest else of_data or swhid_of_data(package)
    identifier = swhid.content((package.root / resource.path).read_bytes()) if resource else of_data
    first: Any = next(iter(about.get("licenses", [])), {})
    home, version = str(about.get("homepage") or "").rstrip("/"), str(about.get("version", ""))
    dois = [item for item in (*deposits, str(about.get("id") or "")) if item.startswith(DOI)]
    return Citation(
        name=str(about["name"]),
        title=str(about.get(f"title_{lang}") or package.title),
        abstract=str(about.get("description", "")),
        makers=makers(about),
        keywords=tuple(about.get("keywords", [])),
        license=str(first.get("name", "")),
        license_url=str(first.get("path", "")),
        version=version,
        released_on=manifest.released_on if manifest else "",
        swhid=identifier,
        archived=ARCHIVE + (manifest.swhid if manifest else identifier) in deposits,
        manifest_sha256=manifest.sha256 if manifest and manifest.files else "",
        url=home + address(version, revision, record) if home else "",
        doi=dois[0].removeprefix(DOI) if dois else "",
        revision=revision,
        record=record,
        entry=_name(package, record, lang) if record else "",
        sources=tuple(_sources(package, resource, record)),
        lang=lang,
    )


def address(version: str, revision: str = "", record: str = "") -> str:
    """The address of a citation's page on the site; of the newest release if `version` is empty."""
    asked = {"revision": revision, "record": record}
    query = urlencode({name: value for name, value in asked.items() if value}, safe="/")
    return "/cite" + (f"/{version}" if version else "") + (f"?{query}" if query else "")


def has(package: Package, revision: str = "", record: str = "") -> bool:
    """Whether the package has the revision and the record; an empty name counts as there."""
    try:
        return bool(
            (not revision or _revision(package, revision))
            and (not record or _name(package, record, "en"))
        )
    except UsageError:
        return False


def swhid_of_data(package: Package) -> str:
    """The SWHID of data/ in the package's folder."""
    folder = package.root / "data"
    return swhid.directory(
        {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
    )


def _revision(package: Package, name: str) -> Resource:
    known = {f"{r.series}/{r.revision}": r for r in package.resources if r.series}
    if name not in known:
        raise UsageError(f"there is no revision {name!r}; there are: {', '.join(known) or 'none'}")
    return known[name]


def _name(package: Package, record: str, lang: Language) -> str:
    """The name of the record, from a table that lists what the series are about: the keys of the
    series refer to that table, or are the same as its key."""
    series = [resource for resource in package.resources if resource.series]
    referred = {
        key.relation
        for resource in series
        for key in resource.schema.foreign_keys
        if key.columns == resource.schema.primary_key
    }
    keys = {resource.schema.primary_key for resource in series}
    referred = referred or {
        resource.name
        for resource in package.resources
        if not resource.series and not resource.view and resource.schema.primary_key in keys
    }
    if not referred:
        raise UsageError("no table lists what the series are about; leave out --record")
    for resource in package.resources:
        if resource.name in referred:
            key = resource.schema.primary_key
            for row in package.table(resource).dicts():
                if ",".join(row[name] for name in key) == record:
                    return _called(row, key, lang) or record
    raise NoRecordError(f"there is no {record!r} in {', '.join(sorted(referred))}")


def _called(row: dict[str, str], key: Sequence[str], lang: Language) -> str:
    """The first column after the key, or its column for the language if there is one."""
    first = next((name for name in row if name not in key), "")
    stem = first.removesuffix("_en")
    return (row.get(f"{stem}_{lang}") if stem != first else "") or row.get(first, "")


def _sources(package: Package, revision: Resource | None, record: str) -> Iterator[Source]:
    """The sources of a revision, or of one record in it. Without a revision, those of the newest
    revision whose cells name their sources."""
    if revision is None and not record:
        return
    named: set[str] = set()
    cells = [f.source for f in revision.schema.fields if f.source] if revision else []
    if revision and not cells:
        named |= _printed(package, revision)
    elif record and (resource := revision or _newest(package)):
        for row in package.table(resource).dicts():
            if ",".join(row[name] for name in resource.schema.primary_key) == record:
                named |= {row[f.source] for f in resource.schema.fields if f.source}
    for resource in package.resources:
        if resource.name == SOURCES:
            (key,) = resource.schema.primary_key
            found = [r for r in package.table(resource).dicts() if r[key] in named - {""}]
            yield from sorted(
                (_source(row, key) for row in found), key=lambda s: (s.date, s.source_id)
            )


def _printed(package: Package, revision: Resource) -> set[str]:
    for resource in package.resources:
        if resource.name == REVISIONS:
            return {
                row["source_id"]
                for row in package.table(resource).dicts()
                if (row["series"], row["revision"]) == (revision.series, revision.revision)
            }
    return set()


def _newest(package: Package) -> Resource | None:
    dated = [r for r in package.resources if r.series and any(f.source for f in r.schema.fields)]
    return max(dated, key=lambda resource: resource.revision or "", default=None)


def _source(row: dict[str, str], key: str) -> Source:
    date = row.get("published_on") or row.get("signed_on") or ""
    stated = {name: row.get(name, "") for name in ("publisher", "url", "lang")}
    return Source(source_id=row[key], title=row["title"], date=date, **stated)
