"""The pictures to download: each says what it shows, how far the search reached and which version
it is of, in a file that runs no script and loads nothing."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import struct

import httpx
import pytest
from datasette.app import Datasette
from lxml import etree

from revisioned.descriptor.load import load
from revisioned.site.pictures import raster
from tests.conftest import ROOT

BOTH = ("", "/zh")
PICTURES = ("/files/the-list", "/files/dated-events", "/organizations/unesco/files/acts")
MARKS = "/organizations/files/by-theme"
TEXT = "{http://www.w3.org/2000/svg}text"


def get(site: Datasette, path: str) -> httpx.Response:
    return asyncio.run(site.client.get(path))


def texts(svg: bytes) -> list[str]:
    return ["".join(text.itertext()) for text in etree.fromstring(svg).iter(TEXT)]


def size(png: bytes) -> tuple[int, ...]:
    assert png.startswith(b"\x89PNG\r\n")
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize("prefix", BOTH)
@pytest.mark.parametrize("path", [*PICTURES, MARKS])
def test_picture_says_its_title_the_end_of_the_search_and_the_version(
    site: Datasette, path: str, prefix: str
) -> None:
    answer = get(site, f"{prefix}{path}.svg")
    found = texts(answer.content)
    told = "".join(found)

    assert answer.headers["content-type"] == "image/svg+xml; charset=utf-8"
    assert etree.fromstring(answer.content).findtext("{*}title")
    assert ("2026年2月13日" if prefix else "Searched at least up to 13") in told.replace(
        "\xa0", " "
    )
    assert str(load(ROOT).descriptor["version"]) in told


@pytest.mark.parametrize("path", [*PICTURES, MARKS])
def test_picture_runs_nothing_and_loads_nothing(site: Datasette, path: str) -> None:
    tree = etree.fromstring(get(site, f"{path}.svg").content)
    names = {etree.QName(element).localname for element in tree.iter()}
    values = " ".join(value for element in tree.iter() for value in element.attrib.values())

    assert names <= {"svg", "title", "g", "rect", "circle", "path", "text"}
    assert "http" not in values
    assert "url(" not in values


def test_picture_of_the_list_has_a_mark_for_each_organization(site: Datasette) -> None:
    tree = etree.fromstring(get(site, "/files/the-list.svg").content)
    groups = [group for group in tree.iter("{*}g") if "scale" in group.get("transform", "")]

    # Plus one for each stage in the legend.
    assert len(groups) == 66 + 4


@pytest.mark.parametrize("prefix", BOTH)
def test_png_is_twice_as_large_as_the_svg_and_the_same_each_time(
    site: Datasette, prefix: str
) -> None:
    path = f"{prefix}{PICTURES[0]}"
    root = etree.fromstring(get(site, f"{path}.svg").content)
    first = get(site, f"{path}.png").content
    raster.png.cache_clear()

    assert size(first) == (2 * int(root.get("width", "")), 2 * int(root.get("height", "")))
    assert get(site, f"{path}.png").content == first


def test_rows_behind_a_picture_are_those_of_its_marks(site: Datasette) -> None:
    rows = list(csv.DictReader(io.StringIO(get(site, f"{PICTURES[0]}.csv").text)))

    assert len(rows) == 66
    assert [row["mark"] for row in rows].count("notified") == 1


@pytest.mark.parametrize(
    "path", ["/", "/zh/", "/organizations", "/organizations/unesco", "/zh/organizations/unesco"]
)
def test_every_picture_of_a_page_offers_its_files(site: Datasette, path: str) -> None:
    page = get(site, path).text
    offered = re.findall(r'href="([^"]*/files/[^"]+)"', page)

    assert page.count('class="strip') + page.count('class="marks"') == sum(
        href.endswith(".svg") for href in offered
    )
    for href in offered:
        assert href.startswith(path.rstrip("/"))
        assert get(site, href).status_code == 200, href


@pytest.mark.parametrize("path", ["/", "/zh/", "/organizations/unfccc", "/zh/organizations/who"])
def test_shared_page_has_a_preview_of_its_own_in_its_language(site: Datasette, path: str) -> None:
    head = get(site, path).text.partition("</head>")[0]
    found = re.findall(r'<meta property="og:image" content="http://localhost([^"]+)">', head)

    assert found == [f"{path.rstrip('/')}/preview.png"]
    assert size(get(site, found[0]).content) == (1200, 630)


def test_page_without_a_preview_of_its_own_has_that_of_the_home_page(site: Datasette) -> None:
    for path, prefix in (("/about", ""), ("/zh/cite", "/zh")):
        assert f'content="http://localhost{prefix}/preview.png"' in get(site, path).text


def test_without_a_chinese_font_a_picture_has_only_marks_and_figures(
    site: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    png = raster.png.__wrapped__

    def keep(svg: str, zoom: float) -> bytes:
        drawn.append(svg)
        return png(svg, zoom)

    monkeypatch.setattr(raster, "chinese", lambda: ())
    monkeypatch.setattr(raster, "png", keep)
    for path in ("/zh/preview.png", "/zh/organizations/unfccc/preview.png"):
        # A request with a cookie bypasses the response cache.
        answer = asyncio.run(site.client.get(path, headers={"Cookie": "anew=1"}))
        assert size(answer.content) == (1200, 630)
    home, body = (texts(svg.encode()) for svg in drawn)

    assert home == ["32", "33", "1", "0"]
    assert body == ["UNFCCC"]


def test_line_in_chinese_keeps_the_figure_where_there_is_no_font(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept: list[str] = []
    monkeypatch.setattr(raster, "chinese", lambda: ())
    monkeypatch.setattr("resvg_py.svg_to_bytes", lambda **told: kept.append(told["svg_string"]))
    lines = ("已宣布 32", "2026年2月13日", "UN 5")
    raster.png.__wrapped__("".join(f"<text x='0'>{line}</text>\n" for line in lines))

    assert kept == ["<text x='0'>32</text>\n<text x='0'>UN 5</text>\n"]


@pytest.mark.parametrize(
    "path",
    [
        *("/files/nothing.svg", "/organizations/nobody/files/acts.svg", "/files/the-list.gif"),
        *("/files/downloads.csv", "/claims/files/nothing.png", "/organizations/nobody/preview.png"),
    ],
)
def test_picture_of_nothing_is_a_404(site: Datasette, path: str) -> None:
    assert get(site, path).status_code == 404
