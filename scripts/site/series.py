"""The revisions of a series: what each is called, where it is, what it changed, and which one a day
or a name in an address means."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ..core.sql import identifier
from ..descriptor.dates import calendar_day
from ..descriptor.model import REVISIONS, Package, Resource
from ..descriptor.schema import Schema
from ..diff.model import Counts
from ..diff.revisions import Revision, declared
from .differences.comparison import counted
from .locale.cells import Cell
from .page_request import PageRequest, Problem


@dataclass(frozen=True)
class RevisionRow:
    """One revision in a list: its title, address, source, how many records it has, and what
    changed since the one `before`, which is None for the first."""

    revision: str
    title: str
    href: str
    path: str
    source: Cell
    records: int
    before: str | None
    changed: Counts | None
    diff: str


@dataclass(frozen=True)
class SeriesHistory:
    """A series with its revisions, newest first, and their titles by name, oldest first."""

    name: str
    title: str
    description: str
    revisions: tuple[RevisionRow, ...]
    titles: dict[str, str]


def daily_series(package: Package) -> str:
    """The first series that follows the world from day to day; empty where there is none."""
    return next((item.name for item in package.series if is_dated(package, item.name)), "")


def is_dated(package: Package, series: str) -> bool:
    """Whether the series follows the world, and the name of each revision begins with its day."""
    return any(item.name == series for item in package.updates) and all(
        calendar_day(str(item.revision)[:10]) for item in package.revisions(series)
    )


def members(request: PageRequest, series: str) -> dict[str, Resource]:
    """The revisions of the series by name, oldest first. Raises Problem for an unknown series."""
    found = {str(item.revision): item for item in request.package.revisions(series)}
    if not found:
        reader, known = request.reader, [item.name for item in request.package.series]
        links = [
            Cell(reader.vocabulary.series(name)[0], href=reader.href(f"/revisions/{name}"))
            for name in known
        ]
        raise Problem(404, "no_such_series", links, value=series)
    return found


def member(request: PageRequest, series: str, name: str) -> Resource:
    """The revision of that name. Raises Problem where the series has none."""
    found = members(request, series)
    if name not in found:
        raise Problem(404, "no_such_revision", links(request, series), series=series, value=name)
    return found[name]


def on_day(request: PageRequest, series: str, word: str) -> Resource:
    """The revision of that name. In a series that follows the world, a day without a revision means
    the newest one before it. Raises Problem where there is none, and for a day before the first."""
    names = [*members(request, series)]
    if word not in names and calendar_day(word) and is_dated(request.package, series):
        if word < names[0][:10]:
            first = Cell(names[0], href=request.reader.href(f"/revisions/{series}/{names[0]}"))
            raise Problem(404, "before_the_first", [first], day=word, first=names[0])
        word = [name for name in names if name[:10] <= word][-1]
    return member(request, series, word)


def links(request: PageRequest, series: str) -> list[Cell]:
    """The revisions of the series, each leading to its page."""
    return [
        Cell(title, href=request.reader.href(f"/revisions/{series}/{name}"))
        for name, title in request.titles(series).items()
    ]


def side(package: Package, resource: Resource) -> Revision:
    """A revision as one side of a difference, as the command line knows it."""
    series = next(item for item in package.series if item.name == resource.series)
    return declared(package.root, resource, series)


def history(request: PageRequest, name: str) -> SeriesHistory:
    """The series with what each of its revisions changed."""
    package, reader = request.package, request.reader
    sources, titles = _sources(request, name), request.titles(name)
    count = f"SELECT revision, count(*) FROM {identifier(name)} GROUP BY revision"
    records = dict(request.connection.execute(count).fetchall())
    rows: list[RevisionRow] = []
    for older, resource in pairwise((None, *package.revisions(name))):
        if resource is None:
            continue
        revision, before = str(resource.revision), str(older.revision) if older else None
        rows.append(
            RevisionRow(
                revision,
                titles[revision],
                reader.href(f"/revisions/{name}/{revision}"),
                resource.path,
                sources.get(revision, Cell("")),
                records.get(revision, 0),
                before,
                counted(side(package, older), side(package, resource)) if older else None,
                reader.href(f"/diff/{name}/{before}...{revision}") if before else "",
            )
        )
    title, description = reader.vocabulary.series(name)
    return SeriesHistory(name, title, description, tuple(reversed(rows)), titles)


def source_columns(schema: Schema) -> dict[str, str]:
    """For each column with a source, the column that names it."""
    return {
        field.name: field.source
        for field in schema.fields
        if field.source not in ("", field.name)
        and not any(other.source == other.name == field.name for other in schema.fields)
    }


def cited_sources(request: PageRequest, schema: Schema) -> dict[str, Cell]:
    """The sources that a table's columns refer to: title and address by key, from the tables that
    have both."""
    found: dict[str, Cell] = {}
    for name in {key.relation for key in schema.foreign_keys}:
        relation = request.package.relation(name)
        if {"title", "url"} <= {*relation.schema.columns}:
            key = identifier(relation.schema.primary_key[0])
            rows = request.connection.execute(f"SELECT {key}, title, url FROM {identifier(name)}")
            reader = request.reader
            found |= {str(row[0]): reader.text(row[1], reader.href(row[2])) for row in rows}
    return found


def _sources(request: PageRequest, series: str) -> dict[str, Cell]:
    """The source of each revision that names one."""
    cited = cited_sources(request, request.package.relation(REVISIONS).schema)
    rows = request.connection.execute(
        f"SELECT revision, source_id FROM {REVISIONS} WHERE series = ? AND source_id IS NOT NULL",
        (series,),
    )
    return {revision: cited[str(source)] for revision, source in rows if str(source) in cited}
