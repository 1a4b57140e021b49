"""What is answered about releases: which there are, the files of one, how to cite it, what changed
since, and whether a cited query still gives what it gave."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from ...cite import changes_since as cited_since
from ...cite import formats, released
from ...cite.formats import schema_org
from ...cite.model import Language, address, has
from ...core.errors import UsageError
from ...release import manifest, serve_store, store
from ..limits.citing import citing
from ..limits.pool import RefusedError
from ..locale.cells import Cell
from ..locale.language import speaker
from . import changes_since
from .site import FORMERLY, Answer, Ask, File, Page, Problem, Redirect


@dataclass(frozen=True)
class FileRow:
    """A file of a release, and how many records it has if it is a table."""

    path: str
    bytes: int
    rows: int | None


def every(ask: Ask) -> Answer:
    """All releases, the newest first."""
    root = ask.package.root
    latest = serve_store.latest(root)
    rows = [
        {
            "manifest": released.manifest(root, version),
            "yanked": store.yanked(root, version),
            "latest": version == latest,
            "size": _archive(root, version).stat().st_size,
            "told": _told(ask, version),
        }
        for version in reversed(serve_store.served(root))
    ]
    return Page("pages/releases.html", {"releases": rows})


def one(ask: Ask) -> Answer:
    """The files of one release."""
    root, version = ask.package.root, _known(ask)
    about, folder = released.manifest(root, version), serve_store.folder(root, version)
    rows = {item.path: item.rows for item in about.files}
    paths = {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file()
    }
    files = [FileRow(path, size, rows.get(path)) for path, size in sorted(paths.items())]
    beside = serve_store.database(root, version).parent
    copies = [
        FileRow(f"{beside.name}/{path.name}", path.stat().st_size, None)
        for path in sorted(beside.iterdir())
    ]
    yanked = store.yanked(root, version)
    values = {
        "manifest": about,
        "of_release": about,
        "about": ask.about("description"),
        "files": files,
        "copies": copies,
        "yanked": yanked,
        "size": _archive(root, version).stat().st_size,
        "quoted": quoted(ask, version),
        "before": _before(root, version),
        "told": _told(ask, version),
    }
    return Page("pages/release.html", values)


def chosen(ask: Ask) -> Answer:
    """The address of the two releases that somebody chose from the menus, else of all of them."""
    if not {"old", "new"} & {*ask.arguments}:
        return Redirect(f"{ask.prefix}/releases")
    old, new = (ask.arguments.get(name, "") for name in ("old", "new"))
    for version in (old, new):
        _served(ask, version)
    return Redirect(f"{ask.prefix}/releases/{old}...{new}")


def compared(ask: Ask) -> Answer:
    """What changed between two releases."""
    old, new = (_served(ask, ask.values[side]) for side in ("old", "new"))
    found = _since(ask.package.root, old, new)
    values = {
        "old": old,
        "new": new,
        "since": changes_since.changes(found, ask.reader, ask.every_name),
    }
    return Page("pages/compare.html", values)


def is_data(path: str) -> bool:
    """Whether a file of a release is data, and not what checks or describes it."""
    return path.startswith("data/") and path.endswith(".csv")


def _archive(root: Path, version: str) -> Path:
    return serve_store.folder(root, version) / released.manifest(root, version).archive


def _before(root: Path, version: str) -> str:
    """The release before, where it is served."""
    previous = released.manifest(root, version).previous
    return previous.version if previous and previous.version in serve_store.served(root) else ""


def _told(ask: Ask, version: str) -> Cell:
    """What a release says otherwise than the one before, counted by table."""
    root, say = ask.package.root, speaker(ask.language)
    if not (before := _before(root, version)):
        return Cell(say("first_release"))
    told = changes_since.changes(_since(root, before, version), ask.reader, ask.every_name)
    parts = [
        say(word, table=title, count=count)
        for word, part in (("told_corrected", told.corrected), ("told_new", told.new))
        for _, title, found in part
        if (count := found.counts.added + found.counts.removed + found.counts.changed)
    ]
    parts += [say("told_table", table=title) for title in told.tables]
    return Cell(say("semicolon").join(parts) or say("nothing_changed"))


def cite(ask: Ask) -> Answer:
    """How to cite a release, by default the newest, before the first the package as it is."""
    root = ask.package.root
    version = _known(ask) if "version" in ask.values else serve_store.latest(root)
    about = released.manifest(root, version) if version else None
    asked = {name: ask.arguments.get(name, "") for name in ("revision", "record")}
    asked["record"] = asked["record"] or ask.arguments.get(FORMERLY, "")
    try:
        citation = released.citation(root, version, *asked.values(), _lang(ask))
        if form := formats.known().get(ask.arguments.get("format", "")):
            kind = "application/json" if form.is_json else "text/plain"
            return File(form.render(citation), f"{kind}; charset=utf-8")
    except UsageError as error:
        raise Problem(404, "not_cited", _releases(ask), reason=error) from None
    named = {name: value for name, value in asked.items() if value}
    values: dict[str, Any] = {
        "version": version,
        "citation": citation,
        "manifest": about,
        "texts": {
            form.label: form.render(citation)
            for form in formats.known().values()
            if form.for_people
        },
        "formats": [
            (form.label, urlencode({"format": name, **named}))
            for name, form in formats.known().items()
            if version or not form.needs_release
        ],
        "record": _record(ask, asked["record"], asked["revision"]),
        "schema_org": schema_org.render(citation).replace("<", "\\u003c"),
    }
    if version:
        values |= _state(ask, version)
        values["of_release"] = about if "version" in ask.values else None
        values["query"] = _query(ask, version)
    return Page("pages/cite.html", values)


def cited_at(ask: Ask, revision: str = "", record: str = "") -> str:
    """The page that says how to cite a revision or a record as the newest release has it,
    before the first as it is; empty where that release does not have it."""
    root = ask.package.root
    version = serve_store.latest(root)
    package = released.package(root, version) if version else ask.package
    if not has(package, revision, record):
        return ""
    return ask.prefix + address(version or "", revision, record)


def quoted(ask: Ask, version: str | None = None, record: str = "") -> tuple[str, str, str]:
    """The citation of a release, by default the newest, or of a record in it: who and when,
    the title, and the rest."""
    root = ask.package.root
    return released.quoted(root, version or serve_store.latest(root), record, _lang(ask))


def _lang(ask: Ask) -> Language:
    return ask.language.name


def _record(ask: Ask, record: str, revision: str) -> Cell | None:
    """The page of this site about what is cited, if it has one."""
    if record:
        keys = [item.schema.primary_key for item in ask.package.resources if item.series]
        page = next(filter(None, map(ask.site.page_of_key, keys)), None)
        return ask.names(page.parameter).get(record) if page and page.parameter else None
    return Cell(revision, href=f"{ask.prefix}/revisions/{revision}") if revision else None


def _known(ask: Ask) -> str:
    return _served(ask, ask.values["version"])


def _served(ask: Ask, version: str) -> str:
    """The version where it is served; else a Problem."""
    if version not in serve_store.served(ask.package.root):
        raise Problem(404, "no_such_release", _releases(ask), value=version)
    return version


def _releases(ask: Ask) -> list[Cell]:
    return [
        Cell(version, href=f"{ask.prefix}/cite/{version}")
        for version in reversed(serve_store.served(ask.package.root))
    ]


def _state(ask: Ask, version: str) -> dict[str, Any]:
    """What became of a release: whether it is yanked, what came after, what changed since."""
    root = ask.package.root
    latest, served = serve_store.latest(root), serve_store.served(root)
    newer = latest if latest and served.index(latest) > served.index(version) else None
    archive = serve_store.folder(root, version) / released.manifest(root, version).archive
    found = _since(root, version, newer) if newer else None
    return {
        "yanked": store.yanked(root, version),
        "newer": newer,
        "since": found and changes_since.changes(found, ask.reader, ask.every_name),
        "zip_sha256": manifest.digest(archive.read_bytes()),
        "database": serve_store.database_name(version),
        "served": list(reversed(served)),
    }


def _query(ask: Ask, version: str) -> dict[str, Any] | None:
    """The query in the address, run again: its rows and hash, and whether that is as stated."""
    sql, stated = ask.arguments.get("sql"), ask.arguments.get("sha256")
    if not sql:
        return None
    try:
        found = citing.run(serve_store.folder(ask.package.root, version), sql)
    except RefusedError as error:
        return {"sql": sql, "refused": str(error)}
    return {"sql": sql, "stated": stated, **found._asdict()}


# Releases never change, so what was read of them is kept.
@cache
def _since(root: Path, old: str, new: str) -> cited_since.Since:
    return cited_since.changes_since(released.package(root, old), released.package(root, new))
