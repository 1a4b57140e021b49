"""Announced days as iCalendar (RFC 5545, RFC 7986): all-day events.

An event says that a day is due and who announced it, never that anything happened: tentative as
long as nothing is known, confirmed where a source reports it, cancelled where it was taken back.
Readers who subscribed see a day move, since its UID stays and its SEQUENCE grows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date

from ...descriptor.dates import calendar_day
from ...descriptor.model import Package
from ..feed.entry import Subscription, one_line, tag
from ..locale.cells import Cell
from ..locale.dates import spelled
from ..locale.keys import record_name
from .due import Due

MAX_LINE_BYTES = 75
"""The most bytes of a line, without its end (RFC 5545, 3.1)."""


def calendar(found: Sequence[Due], subscription: Subscription) -> str:
    """The calendar of these days."""
    reader, about = subscription.reader, subscription.about
    package, language, say = reader.package, reader.language, reader.language.say
    page = f"{subscription.base}{language.prefix}{about.path}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(str(package.descriptor['name']))}//{language.tag.upper()}",
        "CALSCALE:GREGORIAN",
        f"UID:{_uid(package, language.name, 'calendar', about.suffix)}",
        *(
            f"{name};LANGUAGE={language.tag}:{_text(say('calendar_title', title=about.title))}"
            for name in ("NAME", "X-WR-CALNAME")
        ),
        f"URL:{page}",
        f"SOURCE;VALUE=URI:{page.rstrip('/')}/calendar.ics",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]
    for due in found:
        if day := calendar_day(due.day):
            lines += _event(due, day, subscription)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(due: Due, day: date, subscription: Subscription) -> Iterator[str]:
    reader, vocabulary = subscription.reader, subscription.reader.vocabulary
    package, language, say = reader.package, reader.language, reader.language.say
    key = package.relation(due.series).schema.primary_key
    record = record_name(key, due.key, subscription.names, vocabulary)
    heading = vocabulary.column(due.column, due.series)
    stamp = f"{due.changed_on.replace('-', '')}T000000Z"
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(package, language.name, *due.name)}"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"SEQUENCE:{due.sequence}"
    # Without an end it is that one day (RFC 5545, 3.6.1): the last of all has no next.
    yield f"DTSTART;VALUE=DATE:{day.isoformat().replace('-', '')}"
    summary = say("calendar_due", what=heading, name=record.text, title=subscription.site)
    yield f"SUMMARY;LANGUAGE={language.tag}:{_text(summary)}"
    said = "\n".join(_description(due, subscription, record.href))
    yield f"DESCRIPTION;LANGUAGE={language.tag}:{_text(said)}"
    if record.href:
        yield f"URL:{subscription.base}{record.href}"
    yield f"STATUS:{_status(due)}"
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:PUBLIC"
    yield "END:VEVENT"


def _status(due: Due) -> str:
    if due.is_cancelled:
        return "CANCELLED"
    return "CONFIRMED" if due.happened else "TENTATIVE"


def _description(due: Due, subscription: Subscription, href: str) -> Iterator[str]:
    """What is known of the day, who announced it, and where it is reported."""
    vocabulary, say = subscription.reader.vocabulary, subscription.reader.language.say
    fields = vocabulary.package.relation(due.series).schema.fields
    become = next(field.due or {} for field in fields if field.name == due.column)
    kind, day = ("cancelled", due.cancelled) if due.cancelled else ("happened", due.happened)
    if due.gone:
        yield say("calendar_gone")
    elif day:
        heading = vocabulary.column(become[kind], due.series)
        in_words = spelled(day, vocabulary.language).replace("\u00a0", " ")
        yield f"{heading}{say('colon')}{in_words}"
    else:
        yield say("calendar_open")
    source = subscription.names.get("source_id", {}).get(due.source, Cell(due.source))
    if source.text:
        yield f"{say('calendar_source')}{say('colon')}{source.text} {source.href}".strip()
    yield subscription.base + href


def _uid(package: Package, language: str, *parts: object) -> str:
    """A permanent name, made from the list, the language and what the event belongs to (RFC 7986,
    5.3, wants it opaque)."""
    digest = hashlib.sha256(repr((language, *parts)).encode()).hexdigest()[:32]
    authority = tag(package, "").split(":")[1].partition(",")[0]
    return f"{digest}@{authority}"


def _text(text: str) -> str:
    """The text as a value of type TEXT (RFC 5545, 3.3.11)."""
    kept = "\n".join(map(one_line, text.splitlines()))
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        kept = kept.replace(plain, escaped)
    return kept


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most MAX_LINE_BYTES bytes; no part ends within a character."""
    start, size = 0, 0
    for place, letter in enumerate(line):
        width = len(letter.encode())
        if size + width > MAX_LINE_BYTES:
            yield (" " if start else "") + line[start:place]
            start, size = place, 1
        size += width
    yield (" " if start else "") + line[start:]
