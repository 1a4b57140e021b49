"""A page adapts to its reader: any width, only a keyboard, paper, plain text, a picture."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.list.site.pages import ASKED, DATES, PRINTINGS, kind, mapped
from tests.server import get

WIDEST = (3840, 2160)


def test_lines_stay_readable_on_a_wall(page: Page, address: str) -> None:
    page.set_viewport_size({"width": WIDEST[0], "height": WIDEST[1]})
    page.goto(f"{address}organizations/unfccc")

    sizes = page.locator("main p").evaluate_all(
        "all => all.map(p => [p.clientWidth, parseFloat(getComputedStyle(p).fontSize)])"
    )
    assert all(width / size < 60 for width, size in sizes)
    assert min(size for _, size in sizes) >= 18


@pytest.mark.parametrize("path", ["claims", "zh/claims"])
def test_header_ends_where_the_page_ends(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address + path)
    right = "all => Math.max(...all.map(one => one.getBoundingClientRect().right))"
    header = page.locator("header.site > *").evaluate_all(right)
    edge, inside = page.locator("main").evaluate(
        "e => [e.getBoundingClientRect().right, parseFloat(getComputedStyle(e).paddingRight)]"
    )

    assert abs(header - (edge - inside)) < 1


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
    controls = page.locator("a[href], button, select, input:not([type=hidden]), summary").filter(
        visible=True
    )
    seen = []
    for _ in range(controls.count()):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.getBoundingClientRect().top + scrollY"))

    assert page.evaluate("document.activeElement.closest('footer') !== null")
    heading = page.locator("h1").bounding_box()
    assert heading is not None
    assert seen[-1] == max(seen)


def test_print_has_the_words_and_addresses_but_no_controls(page: Page, address: str) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{address}organizations/unfccc")

    expect(page.locator("header.site nav.pages")).to_be_hidden()
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


def test_printed_difference_shows_old_and_new_without_colours(page: Page, address: str) -> None:
    page.emulate_media(media="print")
    page.goto(address.rstrip("/") + PRINTINGS)
    lines = "piece => getComputedStyle(piece).textDecorationLine"

    assert page.locator("td del").first.evaluate(lines) == "line-through"
    assert page.locator("td ins").first.evaluate(lines) == "underline"


def test_page_reads_in_order_without_style_or_script(scriptless: Page, address: str) -> None:
    """In a text browser: a title comes before its section, and no heading is empty."""
    page = scriptless
    page.route("**/*.css", lambda route: route.abort())
    paths = (*mapped(get(f"{address}sitemap.xml").text), *ASKED)
    for path in {kind(path): path for path in paths}.values():
        page.goto(address.rstrip("/") + path)
        text = page.locator("body").inner_text()
        title = page.locator("h1").inner_text().split("\n")[0]
        headings = page.locator("h1, h2, h3").all_text_contents()

        assert all(heading.strip() for heading in headings), path
        assert text.index("Skip to content") < text.index(title) < text.rindex("Datasette"), path


def test_every_listed_record_is_a_mark_that_leads_to_its_page(page: Page, address: str) -> None:
    for path in ("", "zh/"):
        page.goto(address + path)
        marks = page.locator("#the-list .marks a")
        counts = page.locator("#the-list .legend .number").all_inner_texts()

        assert marks.count() == sum(map(int, counts)) == 66
        assert all(marks.nth(place).inner_text().strip() for place in range(3))
        assert len({link.get_attribute("href") for link in marks.all()}) == 66


def test_marks_are_at_their_days(page: Page, address: str) -> None:
    page.goto(f"{address}organizations/unesco")
    row = page.locator("#acts svg.row")
    width = row.evaluate("row => row.getBoundingClientRect().width")
    shares = row.locator("svg.at").evaluate_all(
        "all => all.map(at => parseFloat(at.getAttribute('x')))"
    )
    last = row.locator("svg.at").last.evaluate(
        "at => at.querySelector('use').getBoundingClientRect().right"
    )

    # 4 February 2025 is day 34 and 31 December 2026 day 729 of two years of 365 days.
    assert [shares[0], shares[-1]] == [round(3400 / 730, 2), round(72900 / 730, 2)]
    assert last <= width + row.evaluate("row => row.getBoundingClientRect().left") + 12


def test_date_that_was_added_is_shown_with_its_source(page: Page, address: str) -> None:
    page.goto(address.rstrip("/") + DATES)
    row = page.locator("#effective_on tbody tr")

    expect(row.locator("ins")).to_have_text("22 January 2026")
    assert (row.locator("small a").get_attribute("href") or "").startswith("http")
