"""The frame of every picture: its title, how to read it, and at its foot until when was searched
and which version it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..base import homepage
from ..locale import dates
from ..locale.vocabulary import Mark
from ..page_request import PageRequest
from .canvas import Canvas, broken, extent

MARGIN, BETWEEN = 24, 16
TITLE, TEXT, SMALL = 24, 16, 14
SIDE = 18


def drawn(
    request: PageRequest, width: int, title: str, note: str, draw: Callable[[Canvas], None]
) -> str:
    """The picture as SVG, with what `draw` draws between the title with its note and the foot."""
    canvas = Canvas(width, request.language)
    canvas.lines(title, TITLE, bold=True)
    if note:
        canvas.down += 4
        canvas.lines(note, TEXT, "quiet")
    canvas.down += BETWEEN
    draw(canvas)
    canvas.down += BETWEEN
    canvas.line(0, canvas.down, width, canvas.down, "rule")
    canvas.down += 6
    for line in source(request):
        canvas.lines(line, SMALL, "quiet")
    return canvas.svg(title, canvas.down, MARGIN)


def source(request: PageRequest) -> list[str]:
    """Until when was searched, then whose picture it is and which version it shows."""
    say, about = request.language.say, request.package.descriptor
    parts = [request.about("title") or request.package.title]
    if version := about.get("version"):
        parts.append(say("footer_version", version=version))
    if day := request.site.released_on:
        parts.append(say("footer_released", day=dates.in_words(day, request.language)))
    parts += [str(item["name"]) for item in about.get("licenses", [])]
    if place := homepage(request.package):
        parts.append(place)
    ends = [cell.text for cell in request.site.footers[request.language]]
    return [*ends, say("clause").join(parts)]


def legend(canvas: Canvas, entries: Iterable[tuple[Mark, str]]) -> None:
    """Each mark with its meaning and what is said after it, in as many lines as needed."""
    x, gap, left = 0.0, 20, SIDE + 6
    canvas.down += TEXT * 1.5
    for mark, more in entries:
        text = f"{mark.label} {more}".strip()
        first, *others = broken(text, (canvas.width - left) / TEXT)
        wide = left + max(map(extent, (first, *others))) * TEXT
        if x and x + wide > canvas.width:
            x, canvas.down = 0.0, canvas.down + TEXT * 1.6
        canvas.mark(mark.shape, mark.stage, x, canvas.down - SIDE + 3, SIDE)
        canvas.text(first, x + left, canvas.down, TEXT)
        for line in others:
            canvas.down += TEXT * 1.3
            canvas.text(line, x + left, canvas.down, TEXT)
        x += wide + gap
    canvas.down += 6
