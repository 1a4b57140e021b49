"""How text is broken into lines for a picture, and that nothing in it is obeyed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from revisioned.site.locale.language import languages
from revisioned.site.pictures.canvas import CLOSING, Canvas, broken, extent
from revisioned.site.pictures.raster import font_files

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
    # A closing mark may hang over: no line begins with one.
    assert all(extent(line.rstrip("，。")) <= room for line in lines)
    assert not any(line[:1] in CLOSING for line in lines)


@given(WORDS)
def test_text_that_has_no_room_says_that_it_is_cut(words: list[str]) -> None:
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
