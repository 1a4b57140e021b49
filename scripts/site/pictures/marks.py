"""One mark a record, in groups, with a legend that counts them."""

from __future__ import annotations

from ..page_request import PageRequest
from ..sections.content import Filled, counted, grouped
from .canvas import Canvas
from .figure import SIDE, TEXT, drawn, legend

WIDTH, STEP = 800, 30


def picture(request: PageRequest, section: Filled, title: str, note: str) -> str:
    """The records of the section as SVG."""
    say, known = request.language.say, request.reader.vocabulary.marks()
    column = section.spec.groups[0] if section.spec.groups else "group"
    a_row = WIDTH // STEP

    def draw(canvas: Canvas) -> None:
        for group, rows in grouped(section.records, column):
            canvas.lines(say("group_count", group=group, count=len(rows)), TEXT, "quiet")
            canvas.down += 4
            for number, row in enumerate(rows):
                mark = known.get(str(row["mark"].raw))
                x, y = number % a_row * STEP, canvas.down + number // a_row * STEP
                if mark:
                    canvas.mark(mark.shape, mark.stage, x, y + (STEP - SIDE) / 2, SIDE)
            canvas.down += -(-len(rows) // a_row) * STEP + 8
        found = counted(section.records, "mark", section.spec.marks)
        legend(canvas, [(known[name], str(count)) for name, count in found if name in known])

    return drawn(request, WIDTH, title, note, draw)
