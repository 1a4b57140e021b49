"""The site as a reader has it: a real browser, a wide and a narrow window."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

PAGES = (
    "",
    "zh/",
    "organizations/unfccc",
    "zh/organizations/unfccc",
    "revisions/register/2026-02-10",
    "diff/prints/2026-01-07-memorandum...2026-01-08-article",
    "zh/diff/prints/2026-01-07-memorandum...2026-01-08-article",
    "claims",
    "withdrawals",
    "withdrawals/prints",
    "withdrawals/the_list",
)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"),
    reason="no Chromium on this machine (on Debian: apt install chromium)",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture(params=[1280, 390], ids=["wide", "narrow"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A page that fails the test on a console error or a request to another host."""
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: message.type == "error" and troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "request",
        lambda request: request.url.startswith(address) or troubles.append(request.url),
    )
    page.goto(address)
    yield page
    assert troubles == []
    context.close()


def counted(database: Path, sql: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchone()[0]


def test_search_from_the_home_page_finds_a_chinese_name(page: Page, database: Path) -> None:
    found = counted(database, "SELECT count(DISTINCT org_id) FROM names WHERE name LIKE '%氣候%'")

    page.get_by_label("Find a body").fill("气候")
    page.get_by_role("button", name="Search").click()

    expect(page.locator("main h3").first).to_contain_text(f"{found} rows")
    expect(page.get_by_text("聯合國氣候變化框架公約")).to_have_count(1)


def test_question_leads_to_its_answer_and_its_sql(page: Page, database: Path) -> None:
    page.get_by_role("link", name="What do the printings print differently?").click()

    expect(page.locator("table.rows-and-columns tbody tr")).to_have_count(22)
    page.get_by_role("link", name="Edit SQL").click()
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("select count(*) as bodies from organizations")
    page.get_by_role("button", name="Run SQL").click()
    page.wait_for_url("**sql=select+count**")

    bodies = counted(database, "SELECT count(*) FROM organizations")
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


def test_page_is_no_wider_than_the_window(page: Page, address: str) -> None:
    for path in PAGES:
        page.goto(address + path)

        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        expect(page.locator("html")).to_have_attribute(
            "lang", "zh-Hant" if path.startswith("zh/") else "en"
        )


def test_reader_goes_from_home_to_a_body_a_revision_a_difference_and_the_claims(
    page: Page, address: str
) -> None:
    for prefix in ("", "zh/"):
        page.goto(f"{address}{prefix}organizations/unesco")
        expect(page.locator("h1")).to_be_visible()
        page.goto(f"{address}{prefix}revisions/register/2026-01-22")
        expect(page.locator("h1")).to_be_visible()
        page.goto(f"{address}{prefix}diff/prints/2026-01-07-memorandum...2026-01-08-article")
        expect(page.locator("ins, del").first).to_be_visible()
        page.goto(f"{address}{prefix}claims")
        expect(page.get_by_text("13.6").first).to_be_visible()
