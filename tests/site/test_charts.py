"""Pictures say the figures that they are given, and nothing of a name becomes markup."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from revisioned.site import charts

SVG = "{http://www.w3.org/2000/svg}"
NAMES = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=8)
FIGURES = st.lists(st.integers(0, 500), min_size=3, max_size=3)
SERIES = st.dictionaries(NAMES, FIGURES, min_size=1, max_size=4)


def shares(picture: str, name: str) -> list[float]:
    """The widths or heights of the coloured shapes."""
    rectangles = ElementTree.fromstring(picture).iter(f"{SVG}rect")
    shown = [shape for shape in rectangles if shape.get("class") != "track"]
    return [float(str(shape.get(name)).rstrip("%rem")) for shape in shown]


@given(SERIES, st.lists(NAMES, min_size=3, max_size=3))
def test_bars_are_shares_of_the_longest(series: dict[str, list[int]], labels: list[str]) -> None:
    picture = charts.bars("p", "t", labels, series)
    most = max(sum(figures[place] for figures in series.values()) for place in range(3)) or 1

    expected = [
        100 * figures[place] / most
        for place in range(3)
        for figures in series.values()
        if figures[place]
    ]
    found = shares(picture, "width")
    assert len(found) == len(expected)
    assert all(abs(a - b) <= 0.006 for a, b in zip(found, expected, strict=True))


@given(SERIES)
def test_steps_are_as_high_as_their_figures(series: dict[str, list[int]]) -> None:
    days = ["2026-01-01", "2026-01-05", "2026-02-01", "2026-02-02"]
    picture = charts.steps("p", "t", days, series)
    most = max(sum(figures[place] for figures in series.values()) for place in range(3)) or 1

    heights = shares(picture, "height")
    total = sum(map(sum, series.values()))
    assert abs(sum(heights) - charts.HEIGHT * total / most) <= 0.01 * max(len(heights), 1)


@given(SERIES, NAMES)
def test_description_says_every_figure(series: dict[str, list[int]], label: str) -> None:
    root = ElementTree.fromstring(charts.bars("p", "t", [label, "b", "c"], series))

    told = root.findtext(f"{SVG}desc")
    first = ", ".join(f"{name} {figures[0]}" for name, figures in series.items())
    assert told is not None
    assert told.startswith(f"{label}: {first}; b: ")
    assert root.get("role") == "img"


def test_name_cannot_leave_its_text() -> None:
    name = "</text><script>alert(1)</script>"
    picture = charts.bars("p", name, [name], {name: [1]})

    assert "<script" not in picture
    assert ElementTree.fromstring(picture).findtext(f"{SVG}title") == name
