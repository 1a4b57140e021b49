"""Text from the data never becomes markup, and a page does nothing that its headers forbid. Both
are tested in a real browser, over data that no check would accept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from revisioned.build import database
from revisioned.descriptor.load import load
from tests import breaking
from tests.list.conftest import copy_package
from tests.server import serving

SCRIPT = "<script>window.struck = 1</script><img src=struck onerror='window.struck = 1'>\"'>"
ADDRESS = "javascript:window.struck=1"
RUNNING = "img[src=struck], [onerror], [href^='javascript:' i], [action^='javascript:' i]"
STRUCK = """running => [
  window.struck ?? null, document.querySelectorAll(running).length,
  [...document.scripts].map(script => script.textContent), document.body.innerText]"""
PAGES = [
    *("", "zh/", "organizations", "organizations/who", "zh/organizations/who", "claims"),
    *("revisions", "revisions/prints/2026-01-08-article", "zh/revisions/register/2026-02-10"),
    "diff/prints/2026-01-07-memorandum...2026-01-08-article",
    "diff/register/2026-01-08...2026-01-22",
    *("withdrawals", "withdrawals/organizations", "withdrawals/organizations/who"),
    *("withdrawals/sources", "withdrawals/facts", "withdrawals/names?_facet=name"),
    *("withdrawals/withdrawals", "withdrawals/the_list", "withdrawals/what_was_said?org_id=who"),
    *(f"withdrawals/names?_search={SCRIPT}", f"withdrawals/names?name={SCRIPT}"),
    *(f"withdrawals?sql=select+'{ADDRESS}','{SCRIPT}'", f"withdrawals/prints?_sort={SCRIPT}"),
    *(f"nowhere/{SCRIPT}", f"organizations/{SCRIPT}", f"zh/diff/prints/{SCRIPT}...b"),
    "reconcile/organizations/preview?id=who",
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site whose data has scripts in names and titles, and `javascript:`
    addresses."""
    root = copy_package(tmp_path_factory.mktemp("hostile") / "package")
    edit = breaking.cell

    def of_who(file: str, column: str, value: str) -> breaking.Edit:
        return edit(file, breaking.line_of(root, file, "who"), column, value)

    breaking.all_of(
        of_who("data/organizations.csv", "name_en", SCRIPT),
        of_who("data/names.csv", "name", SCRIPT),
        edit("data/prints/2026-01-08-article.csv", 2, "name_en", SCRIPT),
        edit("data/prints/2026-01-08-article.csv", 3, "name_zh", SCRIPT),
        edit("data/statements.csv", 2, "summary_en", SCRIPT),
        edit("data/claims.csv", 2, "claim_en", SCRIPT),
        of_who("data/facts.csv", "value", ADDRESS),
        *(edit("data/sources.csv", line, "title", SCRIPT) for line in range(2, 71)),
        *(edit("data/sources.csv", line, "url", ADDRESS) for line in range(2, 71)),
    )(root)  # fmt: skip
    loaded = load(root)
    database.build(loaded, database.path(loaded))
    with serving(root) as server:
        yield f"{server.address}/"


def complaints(page: Page) -> list[str]:
    """A list that fills with the browser's complaints from now on, except about an expected
    status."""
    found: list[str] = []
    page.on(
        "console",
        lambda message: (
            message.type == "error"
            and "Failed to load resource" not in message.text
            and found.append(message.text)
        ),
    )
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def test_script_in_the_data_stays_text_on_every_page(page: Page, hostile: str) -> None:
    found, shown = complaints(page), 0
    for path in PAGES:
        page.goto(hostile + path.replace("<", "%3C").replace('"', "%22"))

        struck, elements, scripts, text = page.evaluate(STRUCK, RUNNING)
        assert (struck, elements) == (None, 0), path
        assert not any("struck" in script for script in scripts), path
        shown += "<script>window.struck" in text

    assert found == []
    # The text is still shown: it was escaped, not dropped.
    assert shown > len(PAGES) / 2


def test_feed_has_no_javascript_address(page: Page, hostile: str) -> None:
    body = page.request.get(f"{hostile}feed.atom").text()

    assert "javascript:" not in body
    assert "<script" not in body
    assert "&amp;lt;script" in body


def test_menu_of_a_column_and_facets_work_under_the_policy(page: Page, address: str) -> None:
    found = complaints(page)
    page.goto(f"{address}withdrawals/acts")
    # The menu closes when the page scrolls, so scroll the heading to the top first.
    page.locator("th[data-column=actor]").evaluate("heading => heading.scrollIntoView()")
    page.locator("th[data-column=actor] svg.dropdown-menu-icon").click()
    page.get_by_role("link", name="Facet by this").click()
    page.wait_for_url("**_facet=actor**")

    assert page.locator(".facet-info").count() >= 1
    page.locator("th[data-column=act_date]").evaluate("heading => heading.scrollIntoView()")
    page.locator("th[data-column=act_date] svg.dropdown-menu-icon").click()
    page.get_by_role("link", name="Sort descending").click()
    page.wait_for_url("**_sort_desc=act_date**")
    assert found == []


def test_editor_colours_and_formats_sql_under_the_policy(page: Page, address: str) -> None:
    found = complaints(page)
    page.goto(f"{address}withdrawals?sql=select+count(*)+from+acts+where+step='notified'")

    assert page.locator(".CodeMirror .cm-keyword").count() >= 3
    page.get_by_role("button", name="Format SQL").click()
    assert page.locator(".CodeMirror-line").count() > 2
    page.get_by_role("button", name="Run SQL").click()
    page.wait_for_load_state()
    assert page.locator("table.rows-and-columns td").count() == 1
    assert found == []


def test_other_sites_can_embed_only_a_preview(page: Page, address: str) -> None:
    elsewhere = "http://localhost:1/"
    paths = ["reconcile/organizations/preview?id=who", "organizations/who"]
    frames = "".join(f"<iframe src='{address}{path}'></iframe>" for path in paths)
    page.route(f"{elsewhere}**", lambda route: route.fulfill(body=frames, content_type="text/html"))

    page.goto(elsewhere)

    assert [frame.url.startswith(address) for frame in page.frames[1:]] == [True, False]
