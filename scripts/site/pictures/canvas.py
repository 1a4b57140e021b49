"""What pictures are drawn with: text that is broken into lines, marks, rules and boxes, as SVG that
needs no style sheet and runs nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from markupsafe import escape

from .. import STATIC, TEMPLATES
from ..locale.language import Language

LATIN = ("Source Sans Pro", "system-ui", "Segoe UI", "Roboto", "Noto Sans")
CHINESE = ("PingFang HK", "Noto Sans HK", "Noto Sans CJK HK", "Microsoft JhengHei")
SYMBOL = re.compile(r'<symbol id="m-(\w+)"[^>]*>(.*?)</symbol>')
TOKEN = re.compile(r"--([\w-]+): (#[0-9a-f]+);")
# How wide letters are, as shares of their height: not less than in the usual fonts.
WIDE, CAPITAL, SMALL, NARROW = 1.0, 0.68, 0.53, 0.3
THIN = frozenset("iljtfI.,:;'|! ()[]")
# Where a line may not begin.
CLOSING = frozenset("，。、；：！？」』）》〉")
# Side of the shapes of marks in templates/marks.html.
SIDE = 20


@cache
def colours() -> Mapping[str, str]:
    """The colours of the site in its light theme, by name."""
    text = (STATIC / "css" / "1-tokens.css").read_text(encoding="utf-8")
    return dict(TOKEN.findall(text.partition("@media")[0]))


@cache
def shapes() -> Mapping[str, str]:
    """The shapes of marks, by their names."""
    text = (TEMPLATES / "marks.html").read_text(encoding="utf-8")
    return dict(SYMBOL.findall(text))


@dataclass
class Canvas:
    """A picture in one language as it grows downwards: its width, and how far down it is."""

    width: int
    language: Language
    down: float = 0
    _parts: list[str] = field(default_factory=list)

    def text(
        self,
        text: str,
        x: float,
        y: float,
        size: int,
        colour: str = "ink",
        *,
        bold: bool = False,
        end: bool = False,
    ) -> None:
        """One line, its base at `y`; `end` where it ends at `x`."""
        weight = ' font-weight="600"' if bold else ""
        anchor = ' text-anchor="end"' if end else ""
        self._parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{size}" fill="{colours()[colour]}"'
            f"{weight}{anchor}>{escape(text)}</text>"
        )

    def lines(
        self,
        text: str,
        size: int,
        colour: str = "ink",
        *,
        x: float = 0,
        most: int = 99,
        bold: bool = False,
    ) -> None:
        """The text below what is there, broken where there is no more room."""
        for line in broken(text, (self.width - x) / size, most):
            self.down += size * 1.3
            self.text(line, x, self.down - size * 0.3, size, colour, bold=bold)

    def mark(
        self, shape: str, stage: int, x: float, y: float, side: float, ground: str = "none"
    ) -> None:
        """A mark with its upper left corner there, on a ground of its own or on what is there."""
        colour = colours()[f"stage{stage}" if stage else "ink"]
        drawn = shapes()[shape].replace("currentColor", colour)
        fill = colours().get(ground, ground)
        self._parts.append(
            f'<g transform="translate({_n(x)} {_n(y)}) scale({_n(side / SIDE)})"'
            f' fill="{fill}" stroke="{colour}" stroke-width="2.4">{drawn}</g>'
        )

    def line(
        self, x: float, y: float, to_x: float, to_y: float, colour: str, width: float = 1
    ) -> None:
        """A straight line."""
        self._parts.append(
            f'<path d="M{_n(x)} {_n(y)}L{_n(to_x)} {_n(to_y)}" fill="none"'
            f' stroke="{colours()[colour]}" stroke-width="{_n(width)}"/>'
        )

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle."""
        self._parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
            f' fill="{colours()[colour]}"/>'
        )

    def hatched(self, x: float, y: float, width: float, height: float) -> None:
        """A rectangle for what lies beyond the search."""
        self.box(x, y, width, height, "care-ground")
        step = 6
        strokes = []
        at = x - height
        while at < x + width:
            left, right = max(at, x), min(at + height, x + width)
            if left < right:
                strokes.append(f"M{_n(left)} {_n(y + left - at)}L{_n(right)} {_n(y + right - at)}")
            at += step
        self._parts.append(
            f'<path d="{"".join(strokes)}" fill="none" stroke="{colours()["care"]}"'
            ' stroke-opacity=".3"/>'
        )

    def svg(self, title: str, height: float, margin: int) -> str:
        """The picture as SVG, with a margin around it."""
        families = (*LATIN, *CHINESE) if self.language.name != "zh" else (*CHINESE, *LATIN)
        names = ", ".join(f"'{name}'" if " " in name else name for name in families)
        wide, high = self.width + 2 * margin, round(height + 2 * margin)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}"'
            f' viewBox="0 0 {wide} {high}" role="img" xml:lang="{self.language.glyphs}"'
            f' font-family="{escape(names)}, sans-serif">\n<title>{escape(title)}</title>\n'
            f'<rect width="{wide}" height="{high}" fill="{colours()["paper"]}"/>\n'
            f'<g transform="translate({margin} {margin})">\n' + "\n".join(self._parts) + "\n"
            "</g>\n</svg>\n"
        )


def broken(text: str, room: float, most: int = 99) -> list[str]:
    """The text in lines; `room` is their width in heights of its letters. The last of `most` lines
    ends in … where there is more."""
    lines, line = [], ""
    for piece in (part for whole in _pieces(text) for part in _parts(whole, room)):
        if line and extent(line + piece.rstrip()) > room and piece.strip() not in CLOSING:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    lines.append(line.rstrip())
    if len(lines) > most:
        kept = lines[most - 1]
        while kept and extent(kept + "…") > room:
            kept = kept[:-1].rstrip()
        lines = [*lines[: most - 1], kept + "…"]
    return lines


def extent(text: str) -> float:
    """How wide a text is at most, in heights of its letters."""
    return sum(map(_wide, text))


def _wide(letter: str) -> float:
    if has_wide(letter):
        return WIDE
    if letter in THIN:
        return NARROW
    return CAPITAL if letter.isupper() or letter in "mwMW—@%" else SMALL


def _pieces(text: str) -> Iterator[str]:
    """What stays together: a word with the space after it, or one Chinese character. A non-breaking
    space is no end of a word, so that a day stays together."""
    word = ""
    for letter in text:
        wide = has_wide(letter)
        if wide and word:
            yield word
            word = ""
        word += letter
        if wide or letter == " ":
            yield word
            word = ""
    if word:
        yield word


def _parts(piece: str, room: float) -> Iterator[str]:
    """The piece; if it is too wide, in parts of as many letters as fit."""
    part, wide = "", 0.0
    for letter in piece:
        wide += _wide(letter)
        if part and wide > room and letter != " ":
            yield part
            part, wide = "", _wide(letter)
        part += letter
    yield part


def _n(number: float) -> str:
    return f"{round(number, 2):g}"


def has_wide(text: str) -> bool:
    """Whether any letter of the text is as wide as a Chinese character."""
    return any(unicodedata.east_asian_width(letter) in "WF" for letter in text)
