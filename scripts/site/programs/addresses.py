"""Every address of ours that a program asks: what it answers, by which parameters.

The list follows the package: its pages, series, releases. Each parameter in a path has an example
that can be asked for, so that what the list says can be tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ...core.csv_table import read
from ...descriptor.model import Package
from ...descriptor.pages import DRAWN_KINDS, PREVIEWED_KINDS, Page
from ...release import serve_store
from ..calendar.due import calendars
from ..findable.signposting import DCAT, DCAT_TYPE, LINKSET, LINKSET_TYPE
from ..reconcile import entities
from ..record_names import pages_of_records
from ..series import daily_series, is_dated
from ..site import Site
from . import schemas
from .model import HTML, JSON, Address, Parameter

CSV = "text/csv"
ATOM, ICS, MARKDOWN = "application/atom+xml", "text/calendar", "text/markdown"
SQLITE = "application/vnd.sqlite3"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PNG = "image/png"
PICTURES = {".svg": "image/svg+xml", ".png": PNG, ".csv": CSV, ".xlsx": XLSX}
AS_PAGE_OR_DATA = {"": HTML, ".json": JSON, ".csv": CSV}
IGNORED = "Some clients send it; nothing depends on it"
# An address that is there in every language.
localized = partial(Address, localized=True)


def addresses(site: Site) -> list[Address]:
    """The list for a site."""
    package = site.package
    return [
        *_pages(site),
        *_states(package),
        *_changes(package),
        *_subscriptions(site),
        *_releases(package),
        *_files(package),
        *_reconciliation(package),
        *_described(),
    ]


def _pages(site: Site) -> Iterator[Address]:
    for page in site.pages:
        title = next(iter((page.menu or page.title).values()), "") or "A page"
        keys = _keys(site, page)
        example = _searched(site.package)
        asked = tuple(Parameter(name, "What the page asks for", example) for name in page.asks)
        yield localized(_template(page), title, HTML, (*keys, *asked))
        if page.machine:
            path, summary = _template(page), f"{title}: one record"
            schema = {"type": "object"}
            yield localized(f"{path}.json", summary, JSON, keys, schema)
            yield localized(f"{path}.csv", summary, CSV, keys)
        yield from _pictures(page, title, keys)
    if site.package.series:
        yield localized("/revisions", "Every revision of every series", HTML)
    yield localized("/cite", "How to cite the newest release", HTML, _CITED)


def _pictures(page: Page, title: str, keys: tuple[Parameter, ...]) -> Iterator[Address]:
    """What can be taken from a page: its pictures with their rows, and its preview."""
    place = _template(page).rstrip("/")
    for section in page.sections:
        if section.show in DRAWN_KINDS or section.strip:
            for suffix, answer in PICTURES.items():
                summary = f"{title}: {section.name}, the picture or its rows"
                path = f"{place}/files/{section.name}{suffix}"
                yield localized(path, summary, answer, keys)
    if any(section.show in PREVIEWED_KINDS for section in page.sections):
        summary = f"{title}: what is shown where the address is shared"
        yield localized(f"{place}/preview.png", summary, PNG, keys)


def _states(package: Package) -> Iterator[Address]:
    """Revisions, differences of two, and the state on a day."""
    for series in package.series:
        names = [str(item.revision) for item in package.revisions(series.name)]
        if not names:
            continue
        path = f"/revisions/{series.name}/{{revision}}"
        revision = Parameter("revision", "The name of a revision", names[-1], in_path=True)
        yield localized(path, f"{series.title}: one revision", HTML, (revision,))
        or_day = ", or any day" if is_dated(package, series.name) else ""
        what = f"The name of a revision{or_day}"
        sides = (
            Parameter("old", what, names[0], in_path=True),
            Parameter("new", what, names[-1], in_path=True),
        )
        column = Parameter("column", "Only the changes of this column")
        for suffix, answer in {**AS_PAGE_OR_DATA, ".md": MARKDOWN}.items():
            yield localized(
                f"/diff/{series.name}/{{old}}...{{new}}{suffix}",
                f"{series.title}: the difference of two revisions",
                answer,
                (*sides, column),
                schemas.DIFF if suffix == ".json" else {},
            )
    if (name := daily_series(package)) and (revisions := package.revisions(name)):
        title = package.relation(name).title
        day = Parameter("day", "A day, as 2026-01-31", str(revisions[-1].revision)[:10], True)
        for suffix, answer in AS_PAGE_OR_DATA.items():
            yield localized(
                f"/as-of/{{day}}{suffix}",
                f"{title}: how things stood on a day",
                answer,
                (day,),
                schemas.AS_OF if suffix == ".json" else {},
            )


def _changes(package: Package) -> Iterator[Address]:
    released = serve_store.served(package.root)
    day = "A day: what happened on it or later"
    release = ". Or a release such as {}: all that the releases after it changed"
    since = Parameter("since", day + (release.format(released[0]) if released else ""))
    summary = "What changed, each event with `happened_on` and `said_in`"
    yield Address("/changes.json", summary, JSON, (since,), schemas.CHANGES)
    yield Address("/changes.csv", summary, CSV, (since,))


def _subscriptions(site: Site) -> Iterator[Address]:
    whole: list[tuple[str, tuple[Parameter, ...], str]] = [("", (), "everything")]
    whole += [(_template(page), _keys(site, page), "one record") for page in pages_of_records(site)]
    for path, parameters, what in whole:
        if any(item.changes for item in site.package.resources):
            yield localized(f"{path}/feed.atom", f"Feed of {what}", ATOM, parameters)
        if calendars(site.package):
            summary = f"Announced days of {what}"
            yield localized(f"{path}/calendar.ics", summary, ICS, parameters)


def _releases(package: Package) -> Iterator[Address]:
    released = serve_store.served(package.root)
    if not released:
        return
    version = (Parameter("version", "A release", released[-1], in_path=True),)
    yield localized("/releases", "Every release", HTML)
    yield localized("/releases/{version}/", "The files of a release", HTML, version)
    yield Address("/releases/latest.json", "Which release is the newest", JSON, (), schemas.LATEST)
    files = f"/releases/{released[-1]}/manifest.json"
    yield Address(
        "/releases/{version}/manifest.json",
        f"Each file of a release with its size and SHA-256; the files are next to it, as {files}",
        JSON,
        version,
        {"type": "object", "required": ["name", "version", "released_on", "files"]},
    )
    yield localized("/cite/{version}", "How to cite a release", HTML, (*version, *_CITED))
    for name, answer, what in _DESCRIPTIONS:
        yield Address(f"/cite/{{version}}/{name}", f"A release: {what}", answer, version)
    name = serve_store.database_name(released[-1])
    yield Address(f"/{name}.db", f"Release {released[-1]} as SQLite", SQLITE)


def _files(package: Package) -> Iterator[Address]:
    yield Address(
        "/datapackage.json",
        "The descriptor: every table and column; the package is read from here",
        JSON,
        (),
        {"type": "object", "required": ["name", "resources"]},
    )
    for resource in package.resources[:1]:
        path = Parameter("path", "The path of a file", resource.path.removeprefix("data/"), True)
        yield Address("/data/{path}", "A file of the package as it is", CSV, (path,))
    for resource in package.resources:
        if resource.view:
            summary = f"{resource.title}, as a spreadsheet in words, with all columns"
            yield localized(f"/{resource.name}.xlsx", summary, XLSX)
    for relation in package.relations:
        summary = f"{relation.title}, as a spreadsheet, in words"
        yield localized(f"/{package.database}/{relation.name}.xlsx", summary, XLSX)
    yield Address(f"/{package.database}.db", "Everything as SQLite", SQLITE)


def _reconciliation(package: Package) -> Iterator[Address]:
    queries = Parameter("queries", "A batch of queries, a JSON object")
    extend = Parameter("extend", "Records and the properties wanted of them, a JSON object")
    limit, kind = Parameter("limit", IGNORED), Parameter("type", IGNORED)
    prefix = Parameter("prefix", "What was typed", "a")
    cursor = Parameter("cursor", "How many to skip")
    for relation in entities.tables(package):
        path, title = f"/reconcile/{relation.name}", relation.title
        yield localized(
            path,
            f"{title}: the Reconciliation Service API 0.2, as OpenRefine speaks it",
            JSON,
            (queries, extend),
            {"type": "object"},
            posted=(queries, extend),
        )
        for what in ("entity", "property", "type"):
            yield localized(
                f"{path}/suggest/{what}",
                f"{title}: suggestions while typing",
                JSON,
                (prefix, cursor, limit, kind),
                {"type": "object", "required": ["result"]},
            )
        yield localized(
            f"{path}/properties",
            f"{title}: the properties that can be asked for",
            JSON,
            (kind, limit),
            {"type": "object", "required": ["properties"]},
        )


def _described() -> Iterator[Address]:
    for name, answer, what in _DESCRIPTIONS:
        yield Address(f"/{name}", f"The data set: {what}", answer)
    yield Address("/openapi.json", "These addresses", JSON, (), {"type": "object"})
    yield Address("/llms.txt", "What language models need to know first", "text/plain")
    yield Address("/sitemap.xml", "Every page", "application/xml")


_CITED = (
    Parameter("format", "One of the formats that the page offers, instead of the page"),
    Parameter("revision", "A revision to cite, as series/name"),
    Parameter("record", "A record to cite, by its key"),
    Parameter("sql", "A query whose result is to be cited"),
    Parameter("sha256", "The hash that the result had"),
)
_DESCRIPTIONS = (
    (DCAT, DCAT_TYPE, "its description as DCAT 3 with PROV"),
    (LINKSET, LINKSET_TYPE, "its link set, for signposting"),
)


def _searched(package: Package) -> str:
    """A text by which a record is found; empty where none is."""
    for resource in package.resources:
        if resource.search:
            texts = package.relation(resource.search.resource).resources[0]
            row = next(read(package.root / texts.path, texts.path).dicts(), {})
            return row.get(resource.search.field, "")
    return ""


def _template(page: Page) -> str:
    return page.address.replace("<", "{").replace(">", "}")


def _keys(site: Site, page: Page) -> tuple[Parameter, ...]:
    """The parameters of a page, with the key of the first record that they are a key of."""
    if not page.parameters:
        return ()
    for resource in site.package.resources:
        if resource.schema.primary_key == page.parameters and resource.series is None:
            titles = {item.name: item.title for item in resource.schema.fields}
            row = next(read(site.package.root / resource.path, resource.path).dicts(), {})
            return tuple(
                Parameter(name, titles[name], row.get(name, ""), in_path=True)
                for name in page.parameters
            )
    return tuple(Parameter(name, name, in_path=True) for name in page.parameters)
