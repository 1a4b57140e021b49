"""Every address of ours that a program asks: what it answers, by which parameters.

The list follows the package: its pages, series, releases. Each parameter in a path has an example
that can be asked for, so that what the list says can be tried.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...core.csv_table import read
from ...descriptor.model import Package
from ...descriptor.pages import DRAWN, PREVIEWED, Page
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
IGNORED = "Some clients send it; nothing depends on it"


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
        yield Address(_template(page), title, HTML, (*keys, *asked), localized=True)
        if page.machine:
            for suffix, answer in ((".json", JSON), (".csv", CSV)):
                schema = {"type": "object"} if answer == JSON else {}
                path = f"{_template(page)}{suffix}"
                yield Address(path, f"{title}: one record", answer, keys, schema, localized=True)
        yield from _pictures(page, title, keys)
    if site.package.series:
        yield Address("/revisions", "Every revision of every series", HTML, localized=True)
    yield Address("/cite", "How to cite the newest release", HTML, _CITED, localized=True)


def _pictures(page: Page, title: str, keys: tuple[Parameter, ...]) -> Iterator[Address]:
    """What can be taken from a page: its pictures with their rows, and its preview."""
    place = _template(page).rstrip("/")
    for section in page.sections:
        if section.show in DRAWN or section.strip:
            for suffix, answer in PICTURES.items():
                told = f"{title}: {section.name}, the picture or its rows"
                path = f"{place}/files/{section.name}{suffix}"
                yield Address(path, told, answer, keys, localized=True)
    if any(section.show in PREVIEWED for section in page.sections):
        told = f"{title}: what is shown where the address is shared"
        yield Address(f"{place}/preview.png", told, PNG, keys, localized=True)


def _states(package: Package) -> Iterator[Address]:
    """Revisions, differences of two, and the state on a day."""
    for series in package.series:
        names = [str(item.revision) for item in package.revisions(series.name)]
        if not names:
            continue
        path = f"/revisions/{series.name}/{{revision}}"
        revision = Parameter("revision", "The name of a revision", names[-1], in_path=True)
        yield Address(path, f"{series.title}: one revision", HTML, (revision,), localized=True)
        or_day = ", or any day" if is_dated(package, series.name) else ""
        what = f"The name of a revision{or_day}"
        sides = (
            Parameter("old", what, names[0], in_path=True),
            Parameter("new", what, names[-1], in_path=True),
        )
        column = Parameter("column", "Only the changes of this column")
        for suffix, answer in (("", HTML), (".json", JSON), (".csv", CSV), (".md", MARKDOWN)):
            yield Address(
                f"/diff/{series.name}/{{old}}...{{new}}{suffix}",
                f"{series.title}: the difference of two revisions",
                answer,
                (*sides, column),
                schemas.DIFF if suffix == ".json" else {},
                localized=True,
            )
    if (name := daily_series(package)) and (revisions := package.revisions(name)):
        title = package.relation(name).title
        day = Parameter("day", "A day, as 2026-01-31", str(revisions[-1].revision)[:10], True)
        for suffix, answer in (("", HTML), (".json", JSON), (".csv", CSV)):
            yield Address(
                f"/as-of/{{day}}{suffix}",
                f"{title}: how things stood on a day",
                answer,
                (day,),
                schemas.AS_OF if suffix == ".json" else {},
                localized=True,
            )


def _changes(package: Package) -> Iterator[Address]:
    released = serve_store.served(package.root)
    told = "A day: what happened on it or later"
    if released:
        told += f". Or a release such as {released[0]}: all that the releases after it changed"
    since = Parameter("since", told)
    summary = "What changed, each event with `happened_on` and `said_in`"
    yield Address("/changes.json", summary, JSON, (since,), schemas.CHANGES)
    yield Address("/changes.csv", summary, CSV, (since,))


def _subscriptions(site: Site) -> Iterator[Address]:
    whole: list[tuple[str, tuple[Parameter, ...], str]] = [("", (), "everything")]
    whole += [(_template(page), _keys(site, page), "one record") for page in pages_of_records(site)]
    for path, parameters, what in whole:
        if any(item.changes for item in site.package.resources):
            yield Address(f"{path}/feed.atom", f"Feed of {what}", ATOM, parameters, localized=True)
        if calendars(site.package):
            summary = f"Announced days of {what}"
            yield Address(f"{path}/calendar.ics", summary, ICS, parameters, localized=True)


def _releases(package: Package) -> Iterator[Address]:
    released = serve_store.served(package.root)
    if not released:
        return
    version = (Parameter("version", "A release", released[-1], in_path=True),)
    yield Address("/releases", "Every release", HTML, localized=True)
    yield Address("/releases/{version}/", "The files of a release", HTML, version, localized=True)
    yield Address("/releases/latest.json", "Which release is the newest", JSON, (), schemas.LATEST)
    files = f"/releases/{released[-1]}/manifest.json"
    yield Address(
        "/releases/{version}/manifest.json",
        f"Each file of a release with its size and SHA-256; the files are next to it, as {files}",
        JSON,
        version,
        {"type": "object", "required": ["name", "version", "released_on", "files"]},
    )
    yield Address(
        "/cite/{version}", "How to cite a release", HTML, (*version, *_CITED), localized=True
    )
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
    path = Parameter("path", "The path of a file", "", in_path=True)
    for resource in package.resources[:1]:
        example = Parameter(path.name, path.summary, resource.path.removeprefix("data/"), True)
        yield Address("/data/{path}", "A file of the package as it is", CSV, (example,))
    for resource in package.resources:
        if resource.view:
            told = f"{resource.title}, as a spreadsheet in words, with all columns"
            yield Address(f"/{resource.name}.xlsx", told, XLSX, localized=True)
    for relation in package.relations:
        told = f"{relation.title}, as a spreadsheet, in words"
        yield Address(f"/{package.database}/{relation.name}.xlsx", told, XLSX, localized=True)
    yield Address(f"/{package.database}.db", "Everything as SQLite", SQLITE)


def _reconciliation(package: Package) -> Iterator[Address]:
    queries = Parameter("queries", "A batch of queries, a JSON object")
    extend = Parameter("extend", "Records and the properties wanted of them, a JSON object")
    for relation in entities.tables(package):
        yield Address(
            f"/reconcile/{relation.name}",
            f"{relation.title}: the Reconciliation Service API 0.2, as OpenRefine speaks it",
            JSON,
            (queries, extend),
            {"type": "object"},
            localized=True,
            posted=(queries, extend),
        )
        for what in ("entity", "property", "type"):
            yield Address(
                f"/reconcile/{relation.name}/suggest/{what}",
                f"{relation.title}: suggestions while typing",
                JSON,
                (Parameter("prefix", "What was typed", "a"),
                 Parameter("cursor", "How many to skip"),
                 Parameter("limit", IGNORED), Parameter("type", IGNORED)),
                {"type": "object", "required": ["result"]},
                localized=True,
            )  # fmt: skip
        yield Address(
            f"/reconcile/{relation.name}/properties",
            f"{relation.title}: the properties that can be asked for",
            JSON,
            (Parameter("type", IGNORED), Parameter("limit", IGNORED)),
            {"type": "object", "required": ["properties"]},
            localized=True,
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
            texts = next(r for r in package.resources if r.name == resource.search.resource)
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
