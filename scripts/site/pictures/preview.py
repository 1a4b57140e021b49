"""The preview of a page that is shown where its address is shared: the name, the mark and the stage
of a record, or the marks and counts of the whole list. Without a Chinese font, a preview in Chinese
has only its marks and figures, never empty boxes."""

from __future__ import annotations

from collections.abc import Mapping

from ..locale.cells import Cell
from ..locale.vocabulary import Mark
from ..page_request import PageRequest
from ..sections.content import Content, counted
from . import raster
from .canvas import Canvas, has_wide
from .figure import source

WIDTH, HEIGHT, MARGIN = 1200, 630, 64
BAND = 16
NAME, SAID, SMALL = 60, 34, 28
SIDE, LARGE = 52, 150


def picture(request: PageRequest, page: Content) -> str:
    """The preview of the page as SVG."""
    canvas = Canvas(WIDTH - 2 * MARGIN, request.language)
    known = request.reader.vocabulary.marks()
    state = _state(page)
    mark = known.get(str(state["mark"].raw)) if state else None
    counts = _counts(page, known)
    texts = (page.title.text, page.described, *source(request))
    if any(map(has_wide, texts)) and not raster.chinese():
        _without_words(canvas, page, mark, counts)
    else:
        _in_words(request, canvas, page, mark, counts)
    canvas.box(-MARGIN, -MARGIN, WIDTH, BAND, "ink")
    return canvas.svg(page.title.text, HEIGHT - 2 * MARGIN, MARGIN)


def _in_words(
    request: PageRequest,
    canvas: Canvas,
    page: Content,
    mark: Mark | None,
    counts: list[tuple[Mark, int]],
) -> None:
    ends, whose = source(request)[0], request.about("title") or request.package.title
    bottom = HEIGHT - 2 * MARGIN
    if page.title.text != whose:
        canvas.lines(whose, SMALL, "quiet", most=1)
        canvas.down += 24
    canvas.lines(page.title.text, NAME, bold=True, most=3)
    canvas.down += 20
    if mark:
        canvas.mark(mark.shape, mark.stage, 0, canvas.down + 4, SIDE)
        canvas.down += 2
        canvas.lines(mark.label, 40, x=SIDE + 20, most=1, bold=True)
        canvas.down += 10
    if mark and page.described:
        room = max(1, int((bottom - SMALL * 1.6 - canvas.down) / (SAID * 1.3)))
        said = page.described[:1].upper() + page.described[1:]
        canvas.lines(said, SAID, "quiet", most=min(3, room))
    for each, count in counts if not mark else ():
        if canvas.down + SAID * 1.3 < bottom - SMALL * 1.6:
            canvas.mark(each.shape, each.stage, 0, canvas.down + 7, SAID)
            canvas.lines(f"{count}  {each.label}", SAID, x=SAID + 18, most=1)
    canvas.down = bottom - SMALL
    canvas.lines(ends, SMALL, "care", most=1)


def _without_words(
    canvas: Canvas, page: Content, mark: Mark | None, counts: list[tuple[Mark, int]]
) -> None:
    """The marks, a short name in Latin letters, and the counts."""
    if mark:
        canvas.mark(mark.shape, mark.stage, 0, 60, LARGE)
        if not has_wide(page.short):
            canvas.down = 60
            canvas.lines(page.short, 110, x=LARGE + 60, most=1, bold=True)
        return
    for place, (each, count) in enumerate(counts[:4]):
        canvas.mark(each.shape, each.stage, 0, 20 + place * 120, 88)
        canvas.text(str(count), 140, 94 + place * 120, 90, bold=True)


def _state(page: Content) -> dict[str, Cell] | None:
    """The state of the record that the page is about."""
    sections = (section for section in page.sections if section.show == "standing")
    rows = (row for section in sections for row in section.records if row.get("mark"))
    return next(rows, None)


def _counts(page: Content, known: Mapping[str, Mark]) -> list[tuple[Mark, int]]:
    """How many records have each mark, by the first section of the page that shows marks."""
    section = next((item for item in page.sections if item.show == "marks"), None)
    found = counted(section.records, "mark", section.spec.marks) if section else []
    return [(known[name], count) for name, count in found if name in known]
