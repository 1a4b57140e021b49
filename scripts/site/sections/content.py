"""A declared page filled from the database: plain data for a template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from urllib.parse import urlencode

from markupsafe import Markup

from ...descriptor.dates import calendar_day
from ...descriptor.pages import FOUND_PARAMETER, Page, Section
from ...descriptor.texts import Texts
from ..locale.cells import Cell, Table
from ..locale.language import Language
from ..page_request import PageRequest
from ..strip import Event, Strip, strip

NOTHING = Table((), ())
# What an event shows in its line; its other columns are folded.
IN_LINE = frozenset(
    {
        *("day", "mark", "what", "step", "by", "source", "locator", "summary", "due"),
        *("search_ends", "record"),
    }
)


@dataclass(frozen=True)
class Filled:
    """One section with the result of its SQL: the table, its picture, and the address where the SQL
    can be read, changed and run (empty where there is none)."""

    spec: Section
    title: str
    note: str
    empty: str
    more: Cell
    text: Markup
    table: Table
    strip: Strip | None
    sql: str

    @property
    def name(self) -> str:
        """The anchor of the section."""
        return self.spec.name

    @property
    def show(self) -> str:
        """The template of the section."""
        return self.spec.show

    @cached_property
    def records(self) -> list[dict[str, Cell]]:
        """The rows of the table, by the name of the column."""
        return self.table.records()

    def rest(self, row: Mapping[str, Cell]) -> list[tuple[str, Cell]]:
        """What an event has beyond its line: heading and cell."""
        return [
            (column.heading, row[column.name])
            for column in self.table.columns
            if column.name not in IN_LINE and (row[column.name].text or row[column.name].parts)
        ]

    def heading(self, column: str) -> str:
        """What the column is called; nothing where there is none."""
        return next((item.heading for item in self.table.columns if item.name == column), "")

    def word(self, column: str, value: str) -> str:
        """What a value of the column is called."""
        return next(row[column].text for row in self.records if str(row[column].raw) == value)

    def grouped(self, column: str) -> list[tuple[str, list[dict[str, Cell]]]]:
        """The rows by the column, or all in one group without a name."""
        return grouped(self.records, column) if column else [("", self.records)]

    def places(self, row: Mapping[str, Cell]) -> tuple[int, ...]:
        """For each column by which rows can be filtered, which of its values the row has: 1 for
        the first that is offered, 0 for an empty cell."""
        offered = (
            [value for value, _ in counted(self.records, column, ())]
            for column in self.spec.filters
        )
        return tuple(
            0 if row[column].raw is None else values.index(str(row[column].raw)) + 1
            for column, values in zip(self.spec.filters, offered, strict=True)
        )


@dataclass(frozen=True)
class Content:
    """A whole page: its title, what it is called in the other languages, its name in the title of
    a window, what a preview says of it, and its sections."""

    title: Cell
    subtitle: Cell
    short: str
    lede: Cell
    described: str
    sections: tuple[Filled, ...]


def fill(request: PageRequest, page: Page) -> Content | None:
    """The page for what is asked, or None where its `head` finds no row."""
    head = _first(request, page.head)
    if page.head and not head:
        return None
    title = head.get("title") or Cell(_in(page.title, request.language))
    sections = (_filled(request, section) for section in page.sections)
    return Content(
        title,
        head.get("subtitle", Cell("")),
        head["short"].text if "short" in head else title.text,
        head.get("lede") or Cell(_in(page.lede, request.language)),
        head["described"].text if "described" in head else "",
        tuple(section for section in sections if section),
    )


def has(request: PageRequest, page: Page) -> bool:
    """Whether there is a page for what is asked."""
    return not page.head or bool(
        request.connection.execute(page.head, request.parameters).fetchone()
    )


def _first(request: PageRequest, sql: str) -> Mapping[str, Cell]:
    """The first row of what the SQL of a head gives; empty where there is none."""
    table = request.reader.select(request.connection, sql, request.parameters) if sql else NOTHING
    return next(iter(table.records()), {})


def _filled(request: PageRequest, section: Section) -> Filled | None:
    # What was found is not known here; `found` asks for that itself.
    language, values = request.language, {FOUND_PARAMETER: "[]", **request.parameters}
    head = _first(request, section.head)
    table, address = NOTHING, ""
    if section.sql:
        table = request.reader.select(request.connection, section.sql, values, section.of)
        used = {name: value or "" for name, value in values.items() if f":{name}" in section.sql}
        sql = urlencode({"sql": section.sql.strip(), **used})
        address = f"/{request.package.database}?{sql}"
        if not table.rows and not section.empty and section.show != "found":
            return None
    return Filled(
        section,
        head["title"].text if "title" in head else _in(section.title, language),
        head["note"].text if "note" in head else _in(section.note, language),
        _in(section.empty, language),
        Cell(_in(section.more, language), href=request.reader.href(section.leads_to)),
        _markup(_in(section.text, language)),
        table,
        _strip(section, table, values["released_on"]),
        address,
    )


def _markup(text: str) -> Markup:
    """Markdown as HTML; HTML in it is shown as text."""
    from markdown_it import MarkdownIt

    return Markup(MarkdownIt("commonmark", {"html": False}).render(text)) if text else Markup("")  # noqa: S704 escaped by the renderer


def _strip(section: Section, table: Table, released_on: str | None) -> Strip | None:
    """The events of a table as a picture; it needs the columns day, mark and search_ends.
    Neighbouring rows with the same `who` become one row."""
    if not (section.strip or section.show == "dated") or not table.rows:
        return None
    rows = [row for row in table.records() if calendar_day(row["day"].day)]
    reached = (str(row["search_ends"].raw) for row in rows)
    ends = max(filter(calendar_day, reached), default="")
    if not ends:
        return None
    nobody = Cell("")
    grouped = [
        (who, [Event(row["day"].day, str(row["mark"].raw), row["day"].day > ends) for row in group])
        for who, group in groupby(rows, key=lambda row: row.get("who", nobody))
    ]
    return strip(grouped, ends, released_on)


def grouped(
    rows: Sequence[dict[str, Cell]], column: str
) -> list[tuple[str, list[dict[str, Cell]]]]:
    """The rows by their value in the column, each value in the order of its first row."""
    found: dict[str, list[dict[str, Cell]]] = {}
    for row in rows:
        found.setdefault(row[column].text, []).append(row)
    return list(found.items())


def counted(
    rows: Sequence[Mapping[str, Cell]], column: str, shown: Sequence[str]
) -> list[tuple[str, int]]:
    """How often each value is in the column: those in `shown` first, even with none, then the
    others in the order of their first rows."""
    found = dict.fromkeys(shown, 0)
    for row in rows:
        if (value := row[column].raw) is not None:
            found[str(value)] = found.get(str(value), 0) + 1
    return list(found.items())


def _in(texts: Texts, language: Language) -> str:
    return texts.get(language.name, "")
