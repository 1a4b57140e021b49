"""How text is broken into lines in a picture, and that nothing in the text is executed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from datasette.app import Datasette
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from revisioned.descriptor.pages import Section
from revisioned.site.folder import site_of
from revisioned.site.locale.cells import Cell, Column, Table
from revisioned.site.locale.language import languages
from revisioned.site.locale.vocabulary import Mark, Vocabulary
from revisioned.site.page_request import PageRequest
from revisioned.site.pictures import preview, raster
from revisioned.site.pictures.canvas import CLOSING, Canvas, broken, extent
from revisioned.site.pictures.figure import legend
from revisioned.site.pictures.raster import font_files
from revisioned.site.sections.content import Content, Filled

ENGLISH = languages(["en"], {})[0]
WORD = st.builds(str.__add__, st.text("abXY組織", min_size=1, max_size=8), st.sampled_from("，。 "))
WORDS = st.lists(WORD, min_size=1, max_size=12)


@given(WORDS, st.integers(12, 40))
def test_lines_have_every_letter_and_no_line_is_wider_than_the_room(
    words: list[str], room: int
) -> None:
    text = "".join(words)
    lines = broken(text, room)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    # A closing mark may hang over, as a line must not begin with one.
    assert all(extent(line.rstrip("，。")) <= room for line in lines)
    assert not any(line[:1] in CLOSING for line in lines)


@given(st.text("abXYm組，iW- \u00a0", max_size=200), st.integers(2, 12))
@example("a" * 80, 12)
@example("WWa ，", 2)
def test_no_word_is_wider_than_the_room(text: str, room: int) -> None:
    lines = broken(text, room)

    assert "".join("".join(lines).split()) == "".join(text.split())
    # A closing mark may hang over, and a space before it.
    assert all(extent(line.rstrip("， \u00a0")) <= room for line in lines)


LONG = "a" * 80 + " " + "bcde fghi " * 30


def widest(svg: str) -> float:
    """The right edge of the widest text in the picture, without its margin."""
    texts = etree.fromstring(svg.encode()).iter("{*}text")
    return max(
        float(text.get("x")) + extent("".join(text.itertext())) * int(text.get("font-size"))
        for text in texts
    )


def test_a_legend_stays_within_its_picture() -> None:
    canvas = Canvas(400, ENGLISH)
    legend(canvas, [(Mark("pentagon", 0, label), "7") for label in ("short", LONG, "short")])

    assert widest(canvas.svg("x", canvas.down, 10)) <= 400


@pytest.mark.parametrize("fonts", ["", "a.ttf"])
def test_a_preview_stays_within_its_picture(
    wells_site: Datasette, monkeypatch: pytest.MonkeyPatch, fonts: str
) -> None:
    here = site_of(wells_site)
    language = here.languages[0]
    monkeypatch.setattr(preview, "source", lambda _: [LONG if fonts else "井"])
    monkeypatch.setattr(raster, "chinese", lambda: fonts)
    monkeypatch.setattr(Vocabulary, "marks", lambda _: {"open": Mark("pentagon", 0, LONG)})
    table = Table((Column("mark", "mark"),), ((Cell("open", raw="open"),),))
    content = Content(Cell(LONG), Cell(""), LONG, Cell(""), LONG, (filled(table),))
    with sqlite3.connect(":memory:") as connection:
        request = PageRequest(here, language, "/", {}, {}, {}, connection)
        svg = preview.picture(request, content)

    assert widest(svg) <= preview.WIDTH - 2 * preview.MARGIN


def filled(table: Table) -> Filled:
    section = Section("standing", "standing", {}, {}, {}, {}, {})
    return Filled(section, "", "", "", Cell(""), Markup(""), table, None, "")


@given(WORDS)
def test_text_that_does_not_fit_is_marked_as_cut(words: list[str]) -> None:
    text = "".join(words)
    whole, cut = broken(text, 12), broken(text, 12, 1)

    assert len(cut) == 1
    assert cut[0].endswith("…") == (len(whole) > 1)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"/><image href="x"', "]]>&amp;"])
def test_text_in_a_picture_is_text(text: str) -> None:
    canvas = Canvas(400, ENGLISH)
    canvas.lines(text, 16, most=1)
    tree = etree.fromstring(canvas.svg(text, canvas.down, 10).encode())

    assert "".join(tree.find("{*}g").itertext()).strip() == text
    assert {etree.QName(element).localname for element in tree.iter()} == {
        *("svg", "title", "rect", "g", "text")
    }


def test_font_of_hong_kong_is_preferred(tmp_path: Path) -> None:
    for name in ("NotoSansTC-Regular.otf", "NotoSansCJK-Bold.ttc", "NotoSansCJK-Black.ttc"):
        (tmp_path / name).touch()
    assert [path.name for path in font_files([tmp_path / "nowhere", tmp_path])] == [
        "NotoSansCJK-Bold.ttc"
    ]

    (tmp_path / "NotoSansHK[wght].ttf").touch()
    assert [path.name for path in font_files([tmp_path])] == ["NotoSansHK[wght].ttf"]
    assert font_files([tmp_path / "nowhere"]) == []
