"""The changes of the package as an Atom feed (RFC 4287), for readers of feeds.

One entry is one revision: what one day brought, with a line for each record that changed, so that
a day on which 66 records changed is one piece of news and not 66; or one release, with what it
corrects (scripts/site/feed_corrections.py). Identifiers are tag: URIs
(RFC 4151) and dates are those of the revisions: neither knows where or when the feed was made.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as Xml

from ..descriptor.model import Package, Series
from .locale.cells import Cell, Reader
from .locale.language import Say, speaker

ATOM = "http://www.w3.org/2005/Atom"
NAMED = 3
"""Up to how many records a title names; of more it gives the number."""
LISTED = 200
"""Up to how many records an entry lists; of more it says how many."""

Row = Mapping[str, str | None]


@dataclass(frozen=True)
class Line:
    """One record in an entry: what it is called, what happened to it in words, and the cells that
    are new: heading, value, source."""

    record: Cell
    happened: tuple[str, ...]
    cells: tuple[tuple[str, str, Cell], ...]


@dataclass(frozen=True)
class Entry:
    """One revision that changed something, or one release that corrects something: `name` is its
    permanent name, `day` when it was so or was said, `href` where it is told on this site."""

    name: str
    day: str
    href: str
    lines: tuple[Line, ...]


def tag(package: Package, name: str) -> str:
    """The tag: URI of something in the package, under the authority that its descriptor names."""
    authority = package.descriptor.get("tag") or f"{package.descriptor['name']},2026"
    return f"tag:{authority}:{name}"


def followed(package: Package) -> list[Series]:
    """The series in which the world changes, not only the print."""
    return [series for series in package.series if series.kind == "update"]


def entries(
    changes: Iterable[Row],
    reader: Reader,
    names: Mapping[str, Mapping[str, Cell]],
    sources: Mapping[str, Cell],
) -> list[Entry]:
    """The entries for rows of the table of changes, the newest first. `names` are what records are
    called, by key column and key."""
    package = reader.vocabulary.package
    revisions: dict[tuple[str, str], dict[str, list[Row]]] = {}
    for row in changes:
        (key,) = _key(package, str(row["series"]))
        of = revisions.setdefault((str(row["series"]), str(row["new_revision"])), {})
        of.setdefault(str(row[key]), []).append(row)
    found = []
    for (series, revision), records in revisions.items():
        (key,) = _key(package, series)
        lines = tuple(
            _line(rows, names.get(key, {}).get(record) or Cell(record), series, reader, sources)
            for record, rows in records.items()
        )
        href = reader.href(f"/revisions/{series}/{revision}")
        found.append(Entry(f"{series}/{revision}", revision[:10], href, lines))
    return newest_first(found)


def newest_first(found: Iterable[Entry]) -> list[Entry]:
    """The entries as a feed has them."""
    return sorted(found, key=lambda entry: (entry.day, entry.name), reverse=True)


def _key(package: Package, series: str) -> tuple[str, ...]:
    return package.relation(series).schema.primary_key


def _line(
    rows: Sequence[Row], record: Cell, series: str, reader: Reader, sources: Mapping[str, Cell]
) -> Line:
    """What happened to one record: its new cells, beside each the source it names; columns that
    hold sources are not told of themselves."""
    vocabulary = reader.vocabulary
    schema = vocabulary.package.relation(series).schema
    cited = {field.name: field.source for field in schema.fields}
    words, cells = [], []
    for row in rows:
        new = {str(row["field"]): row["new"]}
        if row["op"] != "changed":
            new = json.loads(str(row["row"])) if row["op"] == "added" else {}
        shown = [
            name
            for name, value in new.items()
            if value and cited.get(name, "") != name and name not in schema.primary_key
        ]
        told = [word for name in shown if (word := vocabulary.value("change", name))]
        if row["op"] != "changed" and not told:
            told = [vocabulary.value("change", f"{row['op']}_record") or str(row["op"])]
        words += told
        for name in shown:
            value = str(new[name])
            source = str(new.get(cited[name]) or row["source_id"] or "")
            said = vocabulary.value(name, value, series) or value
            heading = vocabulary.column(name, series)
            cells.append((heading, said, sources.get(source, Cell(source))))
    words = words or [heading for heading, _, _ in cells]
    return Line(record, tuple(dict.fromkeys(words)), tuple(cells))


def atom(found: Sequence[Entry], reader: Reader, title: str, base: str) -> str:
    """The feed in the language of the reader; `base` stands before the addresses of this site, and
    is empty where the site has none of its own."""
    vocabulary, about = reader.vocabulary, reader.vocabulary.package.descriptor
    language, say = vocabulary.language, speaker(vocabulary.language)
    # The names of a language stand in its identifiers: an entry in two languages is two texts.
    prefix = "" if not language.prefix else f"{language.name}/"
    Xml.register_namespace("", ATOM)
    root = Xml.Element(f"{{{ATOM}}}feed", {"xml:lang": language.tag})
    _text(root, "id", tag(vocabulary.package, f"{prefix}feed"))
    _text(root, "title", say("feed_title", title=title))
    _text(root, "updated", _moment(max((entry.day for entry in found), default="1970-01-01")))
    for person in about.get("contributors", []):
        _text(_text(root, "author", ""), "name", str(person["title"]))
    for terms in about.get("licenses", []):
        _text(root, "rights", str(terms.get("title") or terms["name"]))
    _link(root, "self", f"{base}{language.prefix}/feed.atom")
    _link(root, "alternate", f"{base}{language.prefix}/")
    for entry in found:
        node = _text(root, "entry", "")
        _text(node, "id", tag(vocabulary.package, f"{prefix}{entry.name}"))
        _text(node, "title", _title(entry, say))
        _text(node, "updated", _moment(entry.day))
        _link(node, "alternate", base + entry.href)
        sources = (source for line in entry.lines for _, _, source in line.cells if source.href)
        for source in dict.fromkeys(sources):
            _link(node, "via", source.href, source.text)
        _text(node, "content", _html(entry, base, say)).set("type", "html")
    Xml.indent(root)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"
    )


def _title(entry: Entry, say: Say) -> str:
    """What happened, to whom where they are few, to how many where they are not."""
    happened: dict[str, list[str]] = {}
    for line in entry.lines:
        happened.setdefault(say("comma").join(line.happened), []).append(line.record.text)
    told = (
        f"{word}{say('colon')}"
        + (say("comma").join(names) if len(names) <= NAMED else str(len(names)))
        for word, names in happened.items()
    )
    return f"{entry.day} {say('semicolon').join(told)}"


def _html(entry: Entry, base: str, say: Say) -> str:
    """The lines of an entry as a list, cells of one source together; what comes from data is text
    in it."""
    listed = Xml.Element("ul")
    for line in entry.lines[:LISTED]:
        item = Xml.SubElement(listed, "li")
        happened = say("comma").join(line.happened)
        _place(item, line.record, base).tail = f"{say('colon')}{happened}"
        by_source: dict[Cell, list[str]] = {}
        for heading, value, source in line.cells:
            by_source.setdefault(source, []).append(f"{heading}{say('colon')}{value}")
        for source, cells in by_source.items():
            told = Xml.SubElement(item, "br")
            told.tail = say("semicolon").join(cells)
            if source.text:
                told.tail += " ("
                _place(item, source, "").tail = ")"
    if (rest := len(entry.lines) - LISTED) > 0:
        item = Xml.SubElement(listed, "li")
        _place(item, Cell(say("and_more", count=rest), href=entry.href), base)
    return Xml.tostring(listed, encoding="unicode", method="html")


def _place(parent: Xml.Element, cell: Cell, base: str) -> Xml.Element:
    node = Xml.SubElement(parent, "a" if cell.href else "span")
    node.text = _clean(cell.text)
    if cell.href:
        node.set("href", base + cell.href)
    if cell.tag:
        node.set("lang", cell.tag)
    return node


def _text(parent: Xml.Element, name: str, text: str) -> Xml.Element:
    node = Xml.SubElement(parent, f"{{{ATOM}}}{name}")
    node.text = _clean(text) or None
    return node


def _clean(text: str) -> str:
    """The text without characters that XML has no place for."""
    return "".join(letter for letter in text if letter.isprintable())


def _link(parent: Xml.Element, relation: str, href: str, title: str = "") -> None:
    node = Xml.SubElement(parent, f"{{{ATOM}}}link", {"rel": relation, "href": href})
    if title:
        node.set("title", _clean(title))


def _moment(day: str) -> str:
    """A day as Atom wants it. The days are those of whoever acted; the hour is not known."""
    return f"{day}T00:00:00Z"
