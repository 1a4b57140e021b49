"""Entries as an Atom feed (RFC 4287).

Identifiers are tag: URIs (RFC 4151), which do not depend on where the feed was made. Nothing here
depends on the time it was made either: `published` is the day on which it happened, `updated` the
day on which we said so. Atom wants a time of day too, which nobody knows. Readers sort entries by
it, and validators warn of equal ones, so it only tells the entries of one day apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from xml.etree import ElementTree as Xml

from ...cite.names import makers
from ...descriptor.dates import calendar_day
from ..locale.cells import Cell, Reader
from ..locale.language import Language
from .entry import Entry, Subscription, one_line, tag

ATOM = "http://www.w3.org/2005/Atom"
MAX_NAMED_RECORDS = 3
"""A title names at most this many records; beyond, it gives their number."""
MAX_LISTED_RECORDS = 200
"""An entry lists at most this many records; beyond, it says how many more there are."""
SECONDS_PER_DAY = 86400


def atom(found: Sequence[Entry], subscription: Subscription) -> str:
    """The feed in the language of its reader, entries in their order."""
    reader, base, package = subscription.reader, subscription.base, subscription.reader.package
    language, about = reader.language, package.descriptor
    # The names of a language are in its identifiers: an entry in two languages is two texts.
    prefix = "" if not language.prefix else f"{language.name}/"
    Xml.register_namespace("", ATOM)
    root = Xml.Element(f"{{{ATOM}}}feed", {"xml:lang": language.tag})
    moments = _moments(found)
    _text(root, "id", tag(package, f"{prefix}feed{subscription.about.suffix}"))
    _text(root, "title", language.say("feed_title", title=subscription.about.title))
    _text(root, "updated", max(moments.values(), default=f"{date(1970, 1, 1)}T00:00:00Z"))
    for name in makers(about).authors:
        author = _text(root, "author", "")
        _text(author, "name", name.title)
    for terms in about.get("licenses", []):
        _text(root, "rights", str(terms.get("title") or terms["name"]))
    page = f"{base}{language.prefix}{subscription.about.path}"
    _link(root, "self", f"{page.rstrip('/')}/feed.atom", kind="application/atom+xml")
    _link(root, "alternate", page, kind="text/html")
    for entry in found:
        node = _text(root, "entry", "")
        _text(node, "id", tag(package, f"{prefix}{entry.name}"))
        _fill(node, entry, reader, base, moments[entry.name])
    Xml.indent(root)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"
    )


def _fill(node: Xml.Element, entry: Entry, reader: Reader, base: str, moment: str) -> None:
    """What the feed says of one entry, after its identifier."""
    say = reader.language.say
    _text(node, "title", entry.title or _title(entry, reader.language))
    if calendar_day(entry.published):
        _text(node, "published", f"{entry.published}T00:00:00Z")
    _text(node, "updated", moment)
    for kind in entry.kinds:
        Xml.SubElement(node, f"{{{ATOM}}}category", {"term": kind, "label": say(f"kind_{kind}")})
    _link(node, "alternate", base + entry.href, kind="text/html")
    if entry.related:
        _link(node, "related", base + entry.related)
    sources = (source for line in entry.lines for _, _, source in line.cells if source.href)
    for source in dict.fromkeys(sources):
        _link(node, "via", source.href, title=source.text)
    _text(node, "content", _html(entry, base, reader)).set("type", "html")


def _title(entry: Entry, language: Language) -> str:
    """What happened, and to whom, or to how many where they are many."""
    say = language.say
    happened: dict[str, list[str]] = {}
    for line in entry.lines:
        happened.setdefault(say("comma").join(line.happened), []).append(line.record.text)
    parts = (
        f"{word}{say('colon')}"
        + (say("comma").join(names) if len(names) <= MAX_NAMED_RECORDS else str(len(names)))
        for word, names in happened.items()
    )
    return say("semicolon").join(parts)


def _html(entry: Entry, base: str, reader: Reader) -> str:
    """The lines of an entry as a list, with the cells of one source together; data never becomes
    markup."""
    say = reader.language.say
    listed = Xml.Element("ul")
    for line in entry.lines[:MAX_LISTED_RECORDS]:
        item = Xml.SubElement(listed, "li")
        happened = say("comma").join(line.happened)
        _place(item, line.record, base).tail = f"{say('colon')}{happened}"
        by_source: dict[Cell, list[str]] = {}
        for heading, value, source in line.cells:
            by_source.setdefault(source, []).append(f"{heading}{say('colon')}{value}")
        for source, cells in by_source.items():
            Xml.SubElement(item, "br")
            _tell(item, reader.text(say("semicolon").join(cells)))
            if source.text:
                _tell(item, Cell(" ("))
                _place(item, source, "").tail = ")"
    if (rest := len(entry.lines) - MAX_LISTED_RECORDS) > 0:
        item = Xml.SubElement(listed, "li")
        _place(item, Cell(say("and_more", count=rest), href=entry.href), base)
    return Xml.tostring(listed, encoding="unicode", method="html")


def _tell(parent: Xml.Element, cell: Cell) -> None:
    """Put the text behind the last element; parts in another language get an element of their
    own."""
    for text, lang in cell.runs or ((cell.text, cell.tag),):
        if lang:
            node = Xml.SubElement(parent, "span", {"lang": lang})
            node.text = one_line(text)
        else:
            parent[-1].tail = (parent[-1].tail or "") + one_line(text)


def _place(parent: Xml.Element, cell: Cell, base: str) -> Xml.Element:
    node = Xml.SubElement(parent, "a" if cell.href else "span")
    node.text = one_line(cell.text)
    if cell.href:
        node.set("href", one_line(base + cell.href))
    if cell.tag:
        node.set("lang", cell.tag)
    return node


def _text(parent: Xml.Element, name: str, text: str) -> Xml.Element:
    node = Xml.SubElement(parent, f"{{{ATOM}}}{name}")
    node.text = one_line(text) or None
    return node


def _link(parent: Xml.Element, relation: str, href: str, kind: str = "", title: str = "") -> None:
    given = {"rel": relation, "href": one_line(href), "type": kind, "title": one_line(title)}
    attributes = {name: value for name, value in given.items() if value}
    Xml.SubElement(parent, f"{{{ATOM}}}link", attributes)


def _moments(found: Sequence[Entry]) -> Mapping[str, str]:
    """The moment of `updated`, by the name of the entry: on the day on which it was said, with
    later events later, one second for each day."""
    moments: dict[str, str] = {}
    taken = set()
    for entry in sorted(found, key=lambda entry: (entry.published, entry.name)):
        day = calendar_day(entry.published)
        second = day.toordinal() % SECONDS_PER_DAY if day else 0
        while (entry.updated, second) in taken:
            second = (second + 1) % SECONDS_PER_DAY
        taken.add((entry.updated, second))
        moments[entry.name] = f"{entry.updated}T{_time(second)}Z"
    return moments


def _time(second: int) -> str:
    return f"{timedelta(seconds=second)!s:0>8}"
