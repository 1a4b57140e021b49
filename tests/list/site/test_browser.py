"""The site as a reader uses it: in a real browser, in a wide and a narrow window."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from revisioned.site.locale.language import Language
from tests.list.site.pages import PRINTINGS, WIDTHS
from tests.list.site.spoken import ENGLISH, LANGUAGES


@pytest.fixture(params=WIDTHS, ids=["wide", "narrow"])
def page(request: pytest.FixtureRequest, page: Page, address: str) -> Iterator[Page]:
    """A page that fails the test on a console error or a request to another host."""
    troubles: list[str] = []
    listeners: dict[str, Callable[[Any], object]] = {
        "console": lambda message: message.type == "error" and troubles.append(message.text),
        "pageerror": lambda error: troubles.append(str(error)),
        "request": lambda sent: sent.url.startswith(address) or troubles.append(sent.url),
    }
    for event, listener in listeners.items():
        page.on(event, listener)  # type: ignore[call-overload]
    page.set_viewport_size({"width": request.param, "height": 900})
    page.goto(address)
    yield page
    assert troubles == []
    for event, listener in listeners.items():
        page.remove_listener(event, listener)


def said(database: Path, sql: str) -> Any:
    """The single value that the query gives."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchone()[0]


def test_search_from_the_home_page_finds_a_chinese_name(page: Page, database: Path) -> None:
    name = said(database, "SELECT name_en FROM organizations WHERE org_id = 'unfccc'")

    page.get_by_label("Find an organization").fill("气候变化框架公约")
    page.get_by_role("button", name="Search").click()

    expect(page.locator("h1")).to_contain_text(name)


def test_question_leads_to_its_answer_and_its_sql(page: Page, database: Path) -> None:
    page.get_by_role("link", name="How do the texts of the list differ?").click()
    expect(page.locator("h1")).to_have_text("How do the texts of the list differ?")
    rows = said(database, "SELECT count(*) FROM print_differences")
    expect(page.locator("main tbody tr")).to_have_count(rows)

    page.get_by_text("How this was computed").click()
    page.get_by_role("link", name="Change this query").click()
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("select count(*) as bodies from organizations")
    page.get_by_role("button", name="Run SQL").click()
    page.wait_for_url("**sql=select+count**")

    bodies = said(database, "SELECT count(*) FROM organizations")
    expect(page.locator("table.rows-and-columns td")).to_have_text(str(bodies))


def test_published_file_is_downloaded_from_the_page_of_its_table(
    page: Page, address: str, root: Path
) -> None:
    page.goto(f"{address}withdrawals/prints")
    link = page.get_by_role("link", name="data/prints/2026-01-08-article.csv")

    with page.expect_download() as download:
        link.evaluate("link => { link.download = ''; link.click() }")

    assert (
        Path(download.value.path()).read_bytes()
        == (root / "data/prints/2026-01-08-article.csv").read_bytes()
    )


# Both widths and both languages, but not every combination: test_visits.py covers a phone in either
# language.
@pytest.mark.parametrize(
    ("page", "language"),
    list(zip(WIDTHS, LANGUAGES, strict=True)),
    indirect=["page"],
    ids=["wide-en", "narrow-zh"],
)
def test_reader_clicks_from_home_to_a_figure_its_file_and_its_sql(
    page: Page, address: str, database: Path, root: Path, language: Language
) -> None:
    say, prefix = language.say, address.rstrip("/") + language.prefix
    main = page.locator("main")
    if language is not ENGLISH:
        page.get_by_role("link", name=language.label).click()
    expect(page.locator("html")).to_have_attribute("lang", language.glyphs)

    page.get_by_role("link", name={"en": "The list", "zh": "名單"}[language.name]).first.click()
    name = said(database, f"SELECT name_{language.name} FROM organizations WHERE org_id='unfccc'")
    # Folded only on a phone.
    if page.viewport_size and page.viewport_size["width"] == min(WIDTHS):
        main.locator(".g1 .group > summary").nth(1).click()
    main.get_by_role("link", name=name, exact=True).first.click()
    expect(page).to_have_url(f"{prefix}/organizations/unfccc")
    expect(page.locator("h1")).to_contain_text(name)

    title = {"en": "HK01 text, 8 January 2026", "zh": "香港01文本"}[language.name]
    main.get_by_role("heading").get_by_role("link", name=title).click()
    expect(page).to_have_url(f"{prefix}/revisions/prints/2026-01-08-article")

    main.get_by_role("link", name=say("count_changed", count=66)).click()
    expect(page).to_have_url(f"{prefix}{PRINTINGS}")
    expect(page.locator("#name_en tbody tr")).to_have_count(22)

    claims = {"en": "Figures checked", "zh": "數字核對"}[language.name]
    page.locator("header").get_by_role("link", name=claims).click()
    expect(page).to_have_url(f"{prefix}/claims")
    stated = said(database, "SELECT count(*) FROM claims")
    counts = page.locator("#verdicts b").all_inner_texts()
    assert sum(map(int, counts)) == stated

    page.locator("a.brand").click()
    with page.expect_download() as download:
        main.locator("a[href$='/withdrawals.csv']").click()
    csv = Path(download.value.path()).read_bytes()
    assert csv == (root / "data/withdrawals.csv").read_bytes()
