"""The visits of docs/visits.md, in a real browser, with every click counted."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from revisioned.site.locale.language import Language
from tests.list.site.spoken import LANGUAGES

PHONE: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1280, "height": 900}
ASKED = {"en": "climate convention", "zh": "氣候變化框架公約"}
SENTENCE = {"en": "The United States announced on", "zh": "美國於2026年1月7日宣布退出"}


class Visit:
    """A reader with a phone, whose clicks are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, selector: str) -> None:
        """Click the first match."""
        self.page.locator(selector).first.click()
        self.clicks += 1


@pytest.fixture
def visit(page: Page) -> Visit:
    page.set_viewport_size(PHONE)
    return Visit(page)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_sentence_to_print_is_one_click_and_one_screen_from_home(
    visit: Visit, address: str, language: Language
) -> None:
    page = visit.page
    page.goto(f"{address.rstrip('/')}{language.prefix}/")
    field = page.locator("main input[type=search]")
    expect(field).to_be_in_viewport()
    field.fill(ASKED[language.name])
    visit.click("main form button")

    sentence = page.locator(".sentence p")
    expect(sentence).to_contain_text(SENTENCE[language.name])
    expect(sentence).to_be_in_viewport()
    expect(page.locator("html")).to_have_attribute("lang", language.glyphs)
    assert visit.clicks <= 2


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_sentence_is_three_clicks_through_the_list(
    visit: Visit, address: str, language: Language
) -> None:
    visit.page.goto(f"{address.rstrip('/')}{language.prefix}/")
    visit.click(f"header a[href='{language.prefix}/organizations']")
    group = visit.page.locator(".g1 .group > summary").nth(1)
    group.scroll_into_view_if_needed()
    assert visit.page.evaluate("scrollY") < 2 * PHONE["height"]
    group.click()
    visit.clicks += 1
    visit.click(f"main a[href='{language.prefix}/organizations/unfccc']")

    expect(visit.page.locator(".sentence p")).to_contain_text(SENTENCE[language.name])
    assert visit.clicks == 3


def test_sentence_is_copied_with_and_without_its_sources(visit: Visit, address: str) -> None:
    page = visit.page
    page.goto(f"{address}organizations/unfccc")
    sentence = " ".join((page.locator(".sentence p").text_content() or "").split())

    # By keyboard, as well as by touch.
    page.get_by_role("button", name="Copy", exact=True).press("Enter")
    expect(page.locator("[role=status]").first).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="Copy with sources").press("Enter")
    page.wait_for_function(
        "text => navigator.clipboard.readText().then(all => all !== text)", arg=copied
    )
    both = page.evaluate("navigator.clipboard.readText()")

    assert " ".join(copied.split()) == sentence
    assert both.startswith(copied)
    assert "https://www.whitehouse.gov/" in both
    assert not re.search(r"\d{4}-\d\d-\d\d", copied)


def test_without_a_script_there_is_no_button_that_does_nothing(
    scriptless: Page, address: str
) -> None:
    page = scriptless
    page.set_viewport_size(PHONE)
    page.goto(f"{address}organizations/unfccc")
    shown = page.locator("button[data-copy]:visible").count()
    page.goto(address)
    page.locator("main input[type=search]").fill("UNFCCC")
    page.locator("main form button").click()
    title = page.locator("h1").inner_text()

    assert shown == 0
    assert "Climate Change" in title


def test_rows_are_filtered_and_grouped_without_a_script(scriptless: Page, address: str) -> None:
    page = scriptless
    page.set_viewport_size(WIDE)
    page.goto(f"{address}organizations")
    rows = page.locator("#rows ol.rows > li:visible")
    all_of_them = rows.count()
    page.get_by_role("radio", name="Formal notice given").check(force=True)
    notified = rows.all_inner_texts()
    page.get_by_role("radio", name="All").first.check(force=True)
    page.get_by_role("radio", name="Subject").check(force=True)
    grouped = rows.count()
    groups = page.locator("#rows .group > summary:visible").count()

    assert all_of_them == grouped == 66
    assert len(notified) == 1
    assert "Freedom Online Coalition" in notified[0]
    assert groups == 8


@pytest.mark.parametrize("has_scripts", [True, False])
def test_groups_are_folded_on_a_phone_until_they_are_filtered(
    page: Page, scriptless: Page, address: str, has_scripts: bool
) -> None:
    page = page if has_scripts else scriptless
    page.set_viewport_size(PHONE)
    page.goto(f"{address}organizations")
    rows = page.locator("#rows ol.rows > li:visible")
    folded = rows.count()
    page.get_by_role("radio", name="Formal notice given").check(force=True)
    notified = rows.all_inner_texts()
    page.set_viewport_size(WIDE)
    page.goto(f"{address}organizations")
    wide = rows.count()

    assert folded == 0
    assert len(notified) == 1
    assert "Freedom Online Coalition" in notified[0]
    assert wide == 66


def test_date_that_is_not_understood_gives_a_message(visit: Visit, address: str) -> None:
    page = visit.page
    page.goto(f"{address}withdrawals/due_in_90_days?date=25/11/2026")
    expect(page.get_by_role("alert")).to_contain_text("Write the date as 25 November 2026")
    assert page.title().startswith("What takes effect within 90 days of a date?")

    page.goto(f"{address}withdrawals/due_in_90_days?date=15+October+2026")
    expect(page.locator("main tbody tr")).to_have_count(1)
    page.goto(f"{address}zh/withdrawals/due_in_90_days?date=2027年5月1日")
    expect(page.locator("main [role=status]")).to_contain_text("未見")


def test_menus_of_a_comparison_are_those_of_its_address_after_going_back(
    visit: Visit, address: str
) -> None:
    page = visit.page
    page.goto(f"{address}diff/register/2026-01-08...2026-01-22")
    page.locator("select[name=old]").select_option("2025-01-20")
    visit.click("main form.ask button")
    page.wait_for_url("**/2025-01-20...2026-01-22")
    page.go_back()

    expect(page.locator("select[name=old]")).to_have_value("2026-01-08")
    visit.click("text=Swap the two")
    expect(page).to_have_url(f"{address}diff/register/2026-01-22...2026-01-08")


@pytest.mark.parametrize(
    ("path", "wanted", "screen"),
    [
        ("", "main input[type=search]", 1),
        ("", "#the-list .tools a", 2),
        ("", "#downloads a", 5),
        ("", "#questions a", 6),
        ("organizations", "a[href='/organizations/unfccc']", 15),
        ("organizations/unfccc", "#report", 2),
        ("organizations/unfccc", "#leaving", 5),
        ("withdrawals/notice_given", "main tbody tr", 1),
    ],
)
def test_answer_is_no_further_down_than_the_document_says(
    visit: Visit, address: str, path: str, wanted: str, screen: int
) -> None:
    visit.page.goto(address + path)
    box = visit.page.locator(wanted).locator("visible=true").first.bounding_box()

    assert box is not None
    assert box["y"] // PHONE["height"] + 1 <= screen
