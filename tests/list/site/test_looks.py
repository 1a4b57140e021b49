"""How a page fits its reader: any width, keyboard only, on paper, as plain text, as a picture."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.list.site.pages import DATES, OURS, PRINTINGS

WIDEST = (3840, 2160)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def test_lines_stay_readable_on_a_wall(page: Page, address: str) -> None:
    page.set_viewport_size({"width": WIDEST[0], "height": WIDEST[1]})
    page.goto(f"{address}organizations/unfccc")

    sizes = page.locator("main p").evaluate_all(
        "all => all.map(p => [p.clientWidth, parseFloat(getComputedStyle(p).fontSize)])"
    )
    assert all(width / size < 60 for width, size in sizes)
    assert min(size for _, size in sizes) >= 18


@pytest.mark.parametrize("path", ["", "zh/", "organizations/unfccc", "withdrawals/acts"])
def test_first_key_skips_to_the_content_and_focus_is_seen(
    page: Page, address: str, path: str
) -> None:
    page.goto(address + path)
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")

    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    outline = "getComputedStyle(document.activeElement).outlineWidth"
    assert page.evaluate(outline) == "3px"


def test_keyboard_reaches_every_control_of_a_difference_in_order(page: Page, address: str) -> None:
    page.goto(address.rstrip("/") + PRINTINGS)
    controls = page.locator("a[href], button, select, input:not([type=hidden]), summary")
    seen = []
    for _ in range(controls.count()):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.getBoundingClientRect().top + scrollY"))

    assert page.evaluate("document.activeElement.closest('footer') !== null")
    heading = page.locator("h1").bounding_box()
    assert heading is not None
    assert seen[-1] == max(seen)


def test_paper_has_the_words_the_addresses_and_nothing_to_press(page: Page, address: str) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{address}organizations/unfccc")

    expect(page.locator("header.site nav")).to_be_hidden()
    expect(page.locator("a.skip")).to_be_hidden()
    expect(page.locator("a.button")).to_be_hidden()
    style = page.locator("body").evaluate(
        "body => [getComputedStyle(body).color, getComputedStyle(body).backgroundColor]"
    )
    assert style == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    after = page.locator("main a[href^=http]").first.evaluate(
        "link => getComputedStyle(link, '::after').content"
    )
    assert "http" in after


def test_difference_on_paper_tells_old_from_new_without_colours(page: Page, address: str) -> None:
    page.emulate_media(media="print")
    page.goto(address.rstrip("/") + PRINTINGS)
    lines = "piece => getComputedStyle(piece).textDecorationLine"

    assert page.locator("td del").first.evaluate(lines) == "line-through"
    assert page.locator("td ins").first.evaluate(lines) == "underline"


@pytest.mark.parametrize("path", OURS)
def test_page_reads_in_order_without_style_or_script(
    browser: Browser, address: str, path: str
) -> None:
    """As a text browser has it: the title before what it is about, no heading without text."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route("**/*.css", lambda route: route.abort())
    page.goto(address.rstrip("/") + path)
    text = page.locator("body").inner_text()
    headings = page.locator("h1, h2, h3").all_inner_texts()
    context.close()

    places = [text.index(heading.strip()) for heading in headings[:1]]
    assert places
    assert all(heading.strip() for heading in headings)
    assert text.index("Skip to content") < places[0] < text.rindex("Datasette")


def test_picture_shows_the_figures_of_the_table_beside_it(page: Page, address: str) -> None:
    for path in ("", "zh/"):
        page.goto(address + path)
        pictured = page.locator(".pictured")
        assert pictured.count() >= 3
        for place in range(pictured.count()):
            part = pictured.nth(place)
            told = part.locator("svg desc").text_content() or ""
            names = part.locator(".legend li").all_inner_texts()
            heads = part.locator("thead th").all_inner_texts()
            for row in part.locator("tbody tr").all():
                cells = row.locator("th, td").all_inner_texts()
                figures = dict(zip(heads, cells, strict=True))
                said = ", ".join(f"{name} {figures[name]}" for name in names)
                assert f"{cells[0]}: {said}" in told


def test_bars_are_as_long_as_their_figures(page: Page, address: str) -> None:
    page.goto(address)
    picture = page.locator("#how-far svg")
    widths = picture.locator("rect:not(.track)").evaluate_all(
        "bars => bars.map(bar => parseFloat(bar.getAttribute('width')))"
    )
    rows = page.locator("#how-far tbody tr")
    figures = [
        int(text) for row in rows.all() for text in row.locator("td.number").all_inner_texts()[:2]
    ]

    shown = [figure for figure in figures if figure]
    assert [round(width * 66 / 100) for width in widths] == shown


def test_date_that_came_is_shown_with_its_source(page: Page, address: str) -> None:
    page.goto(address.rstrip("/") + DATES)
    row = page.locator("#effective_on tbody tr")

    expect(row.locator("ins")).to_have_text("2026-01-22")
    assert (row.locator("small a").get_attribute("href") or "").startswith("http")
