"""Pictures as SVG text: figures in, markup out, no script and no style of their own.

Widths are shares of the place that a picture is given and heights are in rem, so that its words
keep the size of the words around it, on a telephone and on a wall. Series have the classes s1,
s2, ...; colours come from the stylesheet. A description says the figures in words, and the page
puts the table beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape

# In rem: a row of bars, a bar, where words stand under the top; the plot of steps, its foot.
ROW, BAR, TEXT, GAP = 2.75, 1.1, 1.0, 1.3
HEIGHT, FOOT = 12.5, 1.6
TICKS = 4

Series = Mapping[str, Sequence[int]]
"""The figures of each series by its name, one for each label or day."""


def bars(name: str, title: str, labels: Sequence[str], series: Series) -> str:
    """A bar for each label, the figures of the series end to end, the longest as wide as there is
    room. `name` makes the identifiers in the SVG unique on a page."""
    totals = [sum(figures[place] for figures in series.values()) for place in range(len(labels))]
    most = max(totals, default=0) or 1
    shapes = []
    for place, label in enumerate(labels):
        top = place * ROW
        shapes.append(
            f'<text x="0" y="{_rem(top + TEXT)}">{escape(label)}</text>'
            f'<text class="figure" x="100%" y="{_rem(top + TEXT)}">{totals[place]}</text>'
            f'<rect class="track" x="0" y="{_rem(top + GAP)}" width="100%" height="{_rem(BAR)}"/>'
        )
        start = 0
        for number, figures in enumerate(series.values(), 1):
            if figures[place]:
                shapes.append(
                    f'<rect class="s{number}" x="{_share(start, most)}" y="{_rem(top + GAP)}"'
                    f' width="{_share(figures[place], most)}" height="{_rem(BAR)}"/>'
                )
            start += figures[place]
    told = (f"{label}: {_told(series, place)}" for place, label in enumerate(labels))
    return _svg(name, "bars", title, "; ".join(told), len(labels) * ROW, shapes)


def steps(name: str, title: str, days: Sequence[str], series: Series) -> str:
    """How many there were from each day to the next, one series on the other. `days` are ISO days
    in order, one more than figures: the last is the end of the picture."""
    places = [date.fromisoformat(day).toordinal() for day in days]
    first, width = places[0], max(places[-1] - places[0], 1)
    count = len(days) - 1
    most = max(sum(figures[place] for figures in series.values()) for place in range(count)) or 1
    shapes = list(_grid(most))
    for place in range(count):
        top = 0.0
        for number, figures in enumerate(series.values(), 1):
            if figures[place]:
                high = HEIGHT * figures[place] / most
                shapes.append(
                    f'<rect class="s{number}" x="{_share(places[place] - first, width)}"'
                    f' y="{_rem(TEXT + HEIGHT - top - high)}" height="{_rem(high)}"'
                    f' width="{_share(places[place + 1] - places[place], width)}"/>'
                )
                top += high
    for tick in range(TICKS):
        at = first + round(width * tick / (TICKS - 1))
        side = ("start", *["middle"] * (TICKS - 2), "end")[tick]
        shapes.append(
            f'<text class="{side}" x="{_share(at - first, width)}" y="{_rem(TEXT + HEIGHT + 1.2)}">'
            f"{date.fromordinal(at):%Y-%m}</text>"
        )
    told = (f"{day}: {_told(series, place)}" for place, day in enumerate(days[:-1]))
    return _svg(name, "steps", title, "; ".join(told), TEXT + HEIGHT + FOOT, shapes)


def _grid(most: int) -> Iterator[str]:
    for figure in (most, 0):
        y = _rem(TEXT + HEIGHT - HEIGHT * figure / most)
        yield f'<line x1="0" x2="100%" y1="{y}" y2="{y}"/>'
        if figure:
            yield f'<text x="0" y="{_rem(TEXT - 0.25)}">{figure}</text>'


def _svg(
    name: str, kind: str, title: str, description: str, height: float, shapes: Sequence[str]
) -> str:
    return (
        f'<svg class="picture {kind}" xmlns="http://www.w3.org/2000/svg" role="img"'
        f' width="100%" height="{_rem(height)}" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>{"".join(shapes)}</svg>'
    )


def _told(series: Series, place: int) -> str:
    return ", ".join(f"{name} {figures[place]}" for name, figures in series.items())


def _share(part: float, whole: float) -> str:
    return f"{_number(100 * part / whole)}%"


def _rem(length: float) -> str:
    return f"{_number(length)}rem"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
