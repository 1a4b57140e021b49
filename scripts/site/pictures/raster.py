"""SVG as PNG, by resvg, with a font that comes with the site: the same picture gives the same bytes
on every machine. Chinese needs a font that is not among our packages; where none of those below is
installed, a picture in Chinese has only its marks and figures."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from ...core import result_cache
from .canvas import has_wide

FOLDERS = (
    *("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts"),
    *("C:/Windows/Fonts", "~/.local/share/fonts", "~/.fonts"),
)
# The best for Chinese as written in Hong Kong comes first.
NAMES = (
    *("NotoSansHK*", "NotoSansCJKhk*", "NotoSansCJK-*", "SourceHanSansHC*", "SourceHanSans*"),
    *("PingFang*", "msjh*", "NotoSansTC*", "NotoSansCJKtc*"),
)
WEIGHTS = ("Regular", "Semibold")
TEXT = re.compile(r"(<text [^>]*>)([^<]*)(</text>\n?)")
FIGURE = re.compile(r"\d+")
# This many pictures are held in memory, those asked for last.
CACHED_PICTURES = 256


def cached_png(root: Path, svg: str, zoom: float) -> bytes:
    """The picture, drawn once for the package in the folder by any of the processes."""
    fonts = [(path.name, path.stat().st_size) for path in map(Path, _fonts(svg))]
    name = result_cache.key(svg, zoom, fonts)
    if isinstance(found := result_cache.load(root, "pictures", name), str):
        return base64.b64decode(found)
    data = png(svg, zoom)
    result_cache.save(root, "pictures", name, base64.b64encode(data).decode())
    return data


@lru_cache(maxsize=CACHED_PICTURES)
def png(svg: str, zoom: float = 1) -> bytes:
    """The picture of an SVG text of ours, this many times as large."""
    import resvg_py

    if not chinese():
        svg = TEXT.sub(_figure_alone, svg)
    data: bytes = resvg_py.svg_to_bytes(
        svg_string=svg, zoom=zoom, skip_system_fonts=True, font_files=[*_fonts(svg)]
    )
    return data


def _figure_alone(line: re.Match[str]) -> str:
    """A line of text; of a line in Chinese only its figure, if it has just one."""
    if not has_wide(line[2]):
        return line[0]
    figures = FIGURE.findall(line[2])
    return f"{line[1]}{figures[0]}{line[3]}" if len(figures) == 1 else ""


def _fonts(svg: str) -> tuple[str, ...]:
    """The font files that the picture needs: reading a Chinese font takes as long as drawing it."""
    return (*_latin(), *chinese()) if has_wide(svg) else _latin()


@cache
def _latin() -> tuple[str, ...]:
    import font_source_sans_pro as fonts

    files = Path(fonts.font_directory)
    return tuple(str(files / f"SourceSansPro-{weight}.ttf") for weight in WEIGHTS)


@cache
def chinese() -> tuple[str, ...]:
    """The files of a Chinese font, or none where none is installed."""
    return tuple(str(path) for path in font_files(map(Path, FOLDERS)))


def font_files(folders: Iterable[Path]) -> list[Path]:
    """The files of the first font in NAMES that is in one of the folders."""
    files = [
        path
        for folder in folders
        for path in sorted(folder.expanduser().rglob("*"))
        if path.suffix.lower() in (".ttf", ".otf", ".ttc")
    ]
    for name in NAMES:
        if fitting := [path for path in files if path.match(name)]:
            return [path for path in fitting if _is_used(path)] or fitting
    return []


def _is_used(path: Path) -> bool:
    return path.stem.rpartition("-")[2].lower() in ("regular", "bold", "medium")
