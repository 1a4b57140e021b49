"""One look at one watch: fetched, kept, compared, judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from . import capture, extract, observe
from .capture import BrokenError, Capture
from .compare import Change, compare
from .fetch import DisallowedError, Fetcher, RedirectError, Response, TooLargeError
from .looks import Look
from .passages import relevant
from .watches import Watch


@dataclass(frozen=True)
class FoundChange:
    """A change, and the page that it was found on."""

    change: Change
    page: Capture


@dataclass(frozen=True)
class LookResult:
    """A look, and the change that it found, if any."""

    look: Look
    found: FoundChange | None = None


@dataclass(frozen=True)
class Looker:
    """What a look needs: who asks, where captures are kept, the `day`, and the `moment` that goes
    into a capture (RFC 3339)."""

    fetcher: Fetcher
    captures: Path
    day: str
    moment: str


def look(watch: Watch, past: Sequence[Look], looker: Looker) -> LookResult:
    """Look once. `past` are the earlier looks at this watch, the oldest first."""
    blank = Look(watch.watch_id, looker.day, "")
    last = next((old for old in reversed(past) if old.has_text), None)
    before = capture.find(looker.captures, last.sha256) if last else None
    try:
        answer = looker.fetcher.get(watch.url, _conditions(last) if last and before else {})
    except DisallowedError:
        return _ended(blank, "disallowed", "robots.txt asks not to read it")
    except RedirectError as error:
        return _ended(blank, "moved", str(error))
    except TooLargeError as error:
        return _ended(blank, "broken", str(error))
    except OSError as error:
        return _ended(blank, "unreachable", str(error)[:200])
    if answer.status == 304 and last and before:
        return _compared(watch, past, looker, replace(last, looked_on=looker.day), before)
    blank = replace(blank, url=answer.url)
    if observed := observe.by_status(answer):
        return _ended(blank, *observed)
    return _read(watch, past, looker, blank, answer)


def _ended(look: Look, result: str, detail: str) -> LookResult:
    """A look that found no text."""
    return LookResult(replace(look, result=result, detail=detail))


def _read(
    watch: Watch, past: Sequence[Look], looker: Looker, blank: Look, answer: Response
) -> LookResult:
    """Keep the answer and judge it."""
    try:
        page = capture.keep(looker.captures, answer, looker.moment)
    except BrokenError as error:
        return _ended(blank, "broken", str(error)[:200])
    blank = replace(blank, sha256=page.sha256)
    if observed := observe.by_title(page):
        return _ended(blank, *observed)
    etag, modified = answer.header("etag"), answer.header("last-modified")
    return _compared(watch, past, looker, replace(blank, etag=etag, modified=modified), page)


def _compared(
    watch: Watch, past: Sequence[Look], looker: Looker, now: Look, page: Capture
) -> LookResult:
    """Compare the text with what a person has seen, and give the result."""
    try:
        passages = relevant(extract.texts(page), watch.looks_for)
    except extract.NoTextError as error:
        return _ended(now, "broken", str(error))
    compared = compare(watch, past, passages, lambda old: _text(watch, looker, old))
    has_moved = observe.has_moved(watch.url, now.url)
    where = f"it is at {now.url} now" if has_moved else ""
    change = compared.change
    if has_moved and change and (change.is_replaced or not change.is_known):
        # The target of a redirect is not a new text of this page: a person decides whether the
        # watch goes there.
        return LookResult(
            replace(now, result="moved", detail=where, sentinel="", etag="", modified="")
        )
    now = replace(now, sentinel=compared.sentinel, seen=compared.seen, detail=where)
    if change:
        counted = f"{len(change.came)} new, {len(change.went)} gone"
        detail = "; ".join(filter(None, (counted, where)))
        return LookResult(replace(now, result="changed", detail=detail), FoundChange(change, page))
    quiet = "first_look" if compared.is_first else "unchanged"
    return LookResult(replace(now, result="moved" if has_moved else quiet))


def _text(watch: Watch, looker: Looker, old: Look) -> tuple[str, ...] | None:
    page = capture.find(looker.captures, old.sha256)
    try:
        return None if page is None else relevant(extract.texts(page), watch.looks_for)
    except extract.NoTextError:
        return None


def _conditions(last: Look) -> Mapping[str, str]:
    headers = {"If-None-Match": last.etag, "If-Modified-Since": last.modified}
    return {name: value for name, value in headers.items() if value}
