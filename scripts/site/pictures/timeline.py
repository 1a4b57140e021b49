"""Events on a grid of months, a row for each record; what lies beyond the search is hatched."""

from __future__ import annotations

from ..locale import dates
from ..page_request import PageRequest
from ..sections.content import Filled, counted
from ..strip import Row, Strip
from .canvas import Canvas, broken, extent
from .figure import SIDE, SMALL, TEXT, drawn, legend

WIDTH, NAMES, ROW, AXIS = 1000, 220, 34, 44


def picture(request: PageRequest, section: Filled, title: str, note: str) -> str:
    """The strip of the section as SVG. Raises KeyError where it has none."""
    strip = section.strip
    if strip is None:
        raise KeyError(section.name)
    known = request.reader.vocabulary.marks()

    def draw(canvas: Canvas) -> None:
        left = NAMES if len(strip.rows) > 1 else 0
        grid = Grid(request, strip, canvas, left, canvas.width - left - 10)
        grid.axis()
        for row in strip.rows:
            grid.row(row)
        grid.foot()
        found = [name for name, _ in counted(section.records, "mark", ()) if name in known]
        legend(canvas, [(known[name], "") for name in found])

    return drawn(request, WIDTH, title, note, draw)


class Grid:
    """A strip on a canvas, between `left` and `left` and `wide`."""

    def __init__(
        self, request: PageRequest, strip: Strip, canvas: Canvas, left: float, wide: float
    ) -> None:
        self.request, self.strip, self.canvas, self.left, self.wide = (
            request,
            strip,
            canvas,
            left,
            wide,
        )
        self.say = request.language.say

    def at(self, share: float) -> float:
        """The place of a share of the width, given in percent."""
        return self.left + share * self.wide / 100

    def axis(self) -> None:
        """The years and months above the rows."""
        top = self.canvas.down
        for share, year in self.strip.years:
            self.canvas.line(self.at(share), top, self.at(share), top + AXIS, "edge")
            self.canvas.text(str(year), self.at(share) + 4, top + 14, SMALL, "quiet")
        initials = self.say("months_axis").split()
        for share, month in self.strip.months:
            self.canvas.text(initials[month - 1], self.at(share) + 4, top + 36, SMALL, "quiet")
        self.canvas.down += AXIS

    def row(self, row: Row) -> None:
        """One record: its name, what lies beyond the search, its marks on their days."""
        canvas, strip, top = self.canvas, self.strip, self.canvas.down
        middle, known = top + ROW / 2, self.request.reader.vocabulary.marks()
        canvas.line(0, top, canvas.width, top, "rule")
        if self.left:
            self.name(row.who.text, middle)
        if strip.ends < 100:
            canvas.hatched(self.at(strip.ends), top, self.at(100) - self.at(strip.ends), ROW)
        for share, _ in strip.years[1:]:
            canvas.line(self.at(share), top, self.at(share), top + ROW, "rule")
        canvas.line(self.at(row.since), middle, self.at(row.until), middle, "edge", 1.5)
        if strip.released is not None:
            at = self.at(strip.released)
            canvas.line(at, top, at, top + ROW, "ink")
        for placed in row.events:
            x = self.at(placed.at) + placed.after * (SIDE + 1)
            if mark := known.get(placed.event.mark):
                left, above = x - SIDE / 2, middle - SIDE / 2
                canvas.mark(mark.shape, mark.stage, left, above, SIDE, "paper")
            if placed.event.due:
                day, is_late = (
                    dates.in_words(placed.event.day, self.request.language),
                    placed.at > 60,
                )
                away, wide = -SIDE if is_late else SIDE, extent(day) * SMALL
                canvas.box(x + away - wide * is_late, middle - 9, wide, SIDE, "care-ground")
                canvas.text(day, x + away, middle + 5, SMALL, end=is_late)
        canvas.down += ROW

    def name(self, text: str, middle: float) -> None:
        """The name of a row; where it is long, in two lines of smaller letters."""
        room = self.left - 12
        if extent(text) * TEXT <= room:
            self.canvas.text(text, 0, middle + 5, TEXT)
            return
        for line, y in zip(broken(text, room / SMALL, 2), (-2, 13), strict=False):
            self.canvas.text(line, 0, middle + y, SMALL)

    def foot(self) -> None:
        """Where the search ends and the day of the release, below the rows."""
        strip, canvas, top = self.strip, self.canvas, self.canvas.down
        canvas.line(0, top, canvas.width, top, "rule")
        lines = [(strip.ends, strip.ends_on, "search_ends", "care", 50, 20)]
        if strip.released is not None:
            lines.append((strip.released, strip.released_on, "this_release", "ink", 60, 38))
        for share, day, word, colour, late, down in lines:
            canvas.line(self.at(share), top, self.at(share), top + down - 12, colour, 1.5)
            text = self.say(word, day=dates.in_words(day, self.request.language))
            canvas.text(text, self.at(share), top + down, SMALL, colour, end=share > late)
        canvas.down += 40
