"""A change for a person to decide on: a summary for a pull request, and a file to fill in, which is
the review of a printing if the text is the list, else the draft of an event. It enters nothing."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..contribute import address
from ..contribute.mapping import meaning
from ..core import atomic
from ..core.diagnostics import amount
from ..core.errors import PackageError, command
from ..core.normalize import is_chinese
from ..descriptor.model import SOURCES, Package
from ..diff.formats.markdown import fenced
from ..intake import pipeline
from ..intake.mapping import form, names
from ..intake.review import request
from . import capture, extract
from .capture import Capture
from .compare import Change
from .look import FoundChange
from .looks import Look
from .watches import Watch

FOLDER = "build/proposals"
# The most characters that a host takes as the text of a pull request, with room for what is around
# it.
MAX_TEXT_CHARS, MAX_LINE_CHARS = 20_000, 600


def write(folder: Path, watch: Watch, look: Look, found: FoundChange, package: Package) -> Path:
    """Write the proposal for a look that found a change; the same change gives the same bytes. The
    summary is written last, so that the rest is there if it is. Returns its path."""
    summary = folder / f"{watch.watch_id}.md"
    name, data = _to_fill_in(watch, look, found, package)
    withdraw(folder, watch, except_for=name)
    if data:
        atomic.replace(folder / name, data)
    atomic.replace(summary, _summary(watch, look, found.change, name if data else "").encode())
    return summary


def withdraw(folder: Path, watch: Watch, except_for: str = "") -> None:
    """Remove the proposal of this watch: a person has accepted it, or the page has changed back."""
    for name in (f"{watch.watch_id}.md", *_files(watch)):
        if name != except_for:
            (folder / name).unlink(missing_ok=True)


def _files(watch: Watch) -> tuple[str, str]:
    """The file names of a review, and of the draft of an event."""
    return f"{watch.watch_id}.review.csv", f"{watch.watch_id}.event.md"


def _to_fill_in(
    watch: Watch, look: Look, found: FoundChange, package: Package
) -> tuple[str, bytes]:
    review_file, event_file = _files(watch)
    if data := _review(watch, look, found.page, package):
        return review_file, data
    known = {
        **_named(found.change.came, package),
        **{name: cell for name, cell in watch.known.items() if cell},
        "url": look.url,
        "title": f"[{watch.title}]",
        "quotation": "\n\n".join(found.change.came),
    }
    lang = next(iter(package.descriptor.get("languages", ["en"])))
    return event_file, address.as_text(package, "event", str(lang), known).encode()


def _named(passages: Iterable[str], package: Package) -> dict[str, str]:
    """The one body that the passages name by a name of several words; empty for none or several."""
    text = "\n".join(passages).casefold()
    try:
        declared = form(package)
    except PackageError:
        return {}
    bodies = {
        name.body
        for name in names(package, declared)
        if (" " in name.text or is_chinese(name.text)) and name.text.casefold() in text
    }
    return declared.cells(bodies.pop()) if len(bodies) == 1 else {}


def _review(watch: Watch, look: Look, page: Capture, package: Package) -> bytes:
    """The review of the page as a printing; b"" where it is not the list."""
    day = look.looked_on
    sources = (item for item in package.resources if item.name == SOURCES)
    known = {name for item in sources for name in item.schema.columns}
    source = {
        "title": f"[{watch.title}]",
        "lang": "en",
        "url": look.url,
        "captured_on": day,
        "sha256": page.sha256,
        "capture": capture.place(Path(), page.sha256).name,
        **meaning(package, "text").source,
    }
    printing = request.Wanted(
        revision=f"{day}-{watch.watch_id}",
        title=f"The list as printed on {day}: {watch.title}",
        source=f"{watch.watch_id}-{day}",
        source_cells={name: cell for name, cell in source.items() if name in known},
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{watch.watch_id}.html"
        path.write_text(extract.decoded(page), encoding="utf-8")
        try:
            declared = form(package)
            taken = pipeline.take(path, package, declared)
            pipeline.recognise(taken, path, package, declared)
            return request.proposal(path, taken, printing, package, declared)
        except PackageError:
            return b""


def _summary(watch: Watch, look: Look, change: Change, to_fill_in: str) -> str:
    lines = [
        f"# {plain(watch.title)}",
        "",
        _what(change),
        "",
        "| | |",
        "|---|---|",
        f"| watch | `{watch.watch_id}` |",
        f"| address | `{plain(look.url)}` |",
        f"| first seen so | {look.looked_on} |",
        f"| kept as | `{capture.place(Path(), look.sha256).name}` |",
        f"| text that matters | `{look.sentinel}` |",
        "",
    ]
    lines += _shown("New", "+", change.came)
    lines += _shown("Gone", "-", change.went)
    lines += ["## What to do", "", *_to_do(watch, change, to_fill_in)]
    return "\n".join(lines) + "\n"


def _what(change: Change) -> str:
    if not change.is_known:
        return (
            "The text is not the one that was seen last. That one is not kept here, so this is "
            "all that the page says now."
        )
    if change.is_replaced:
        return (
            "Almost nothing is left of the earlier text: the address was overwritten. "
            "Sources with this address need a note that says so."
        )
    return f"{amount(len(change.came), 'passage')} new, {amount(len(change.went), 'passage')} gone."


def _shown(heading: str, sign: str, passages: Iterable[str]) -> list[str]:
    text = "\n".join(f"{sign} {_short(passage)}" for passage in passages)
    cut = text if len(text) <= MAX_TEXT_CHARS else text[:MAX_TEXT_CHARS].rstrip() + "\n… (cut here)"
    return [f"## {heading}", "", *fenced(cut, "diff"), ""] if text else []


def _to_do(watch: Watch, change: Change, to_fill_in: str) -> Iterator[str]:
    path = f"{FOLDER}/{to_fill_in}"
    if to_fill_in.endswith(".csv"):
        then = command(f"intake accept {path}")
        yield f"1. The text is the list: answer `{path}`, then `{then}`."
    elif to_fill_in:
        then = command(f"contribute {path}")
        yield f"1. If this is an event, complete `{path}`, then `{then}`."
    else:
        yield f"1. If this is an event, enter it with `{command('act')}`."
    if change.is_replaced:
        yield "1. Say in `note` of the sources with this address that it was overwritten."
    yield (
        "1. A source made from this text has the name behind `kept as` in its `capture`, and"
        " the hash in that name in its `sha256`."
    )
    accept = command(f"watch accept {watch.watch_id}")
    yield f"1. In any case `{accept}`: this text counts as seen."


def plain(text: str) -> str:
    """The text in one line, without anything that is markup in Markdown or HTML."""
    return re.sub(r"[\\`*_{}\[\]<>()#|!@&~]", "", " ".join(text.split()))


def _short(text: str) -> str:
    return text if len(text) <= MAX_LINE_CHARS else text[: MAX_LINE_CHARS - 1] + "…"
