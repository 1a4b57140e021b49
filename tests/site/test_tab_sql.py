"""SQL in the reader's browser tab gives what the server gives, including its refusals, and no
more."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from datasette.app import Datasette
from playwright.sync_api import Page, expect

from revisioned.core import guard
from revisioned.derive import rerun
from tests.conftest import ROOT
from tests.derive.test_rerun import REFUSED
from tests.site.editions import assemble, served
from tests.site.tab_scripts import CITE, ENGINE, TAB, node

LOCKED = ROOT / "tests/node/node_modules/@sqlite.org/sqlite-wasm/dist"


def test_engine_is_the_one_that_is_locked() -> None:
    stated = json.loads((ENGINE / "about.json").read_text())
    locked = json.loads((ROOT / "tests/node/package-lock.json").read_text())["packages"]
    package = locked[f"node_modules/{stated['package']}"]

    assert package["version"] == stated["version"]
    assert package["license"] == stated["license"]
    for name, sha256 in stated["files"].items():
        assert digest((ENGINE / name).read_bytes()) == sha256
    if not LOCKED.exists() and not os.environ.get("CI"):
        pytest.skip("npm ci in tests/node brings what is locked")
    for name, sha256 in stated["published"].items():
        assert digest((LOCKED / name).read_bytes()) == sha256


def test_engine_is_the_published_one_without_its_comments() -> None:
    made = json.loads((ENGINE / "about.json").read_text())["without_comments_by"]
    terser = ROOT / "tests/node/node_modules/.bin/terser"
    if not terser.exists() and not os.environ.get("CI"):
        pytest.skip("npm ci in tests/node brings terser")
    done = subprocess.run(
        [terser, LOCKED / "index.mjs", *made["words"]], capture_output=True, check=True
    )

    assert done.stdout.rstrip() == (ENGINE / "index.mjs").read_bytes().rstrip()


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_guard_of_the_tab_is_the_guard_of_the_site() -> None:
    script = f"""
      import * as guard from "{TAB}/guard.js";
      const lists = [guard.FUNCTIONS, guard.STATEMENTS, guard.SCHEMA_PRAGMAS];
      console.log(JSON.stringify([...lists.map(list => [...list].sort()), guard.SIZES]));"""
    functions, statements, telling, sizes = json.loads(node(script))

    assert functions == sorted(guard.FUNCTIONS)
    assert statements == sorted(guard.STATEMENTS)
    assert telling == sorted(guard.SCHEMA_PRAGMAS)
    # This SQLite counts the views of a statement towards the depth of expressions, so the limit
    # differs.
    del sizes["SQLITE_LIMIT_EXPR_DEPTH"]
    names = {name: size for name in sizes for size in [guard.SIZES[getattr(guard.sqlite3, name)]]}
    assert sizes == names
    assert len(sizes) == len(guard.SIZES) - 1


def counted(most: int) -> str:
    """The numbers from 1 as n(x)."""
    more = "SELECT x + 1 FROM n" + (f" WHERE x < {most}" if most else "")
    return f"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL {more})"


SETTLED = (
    *("SELECT region FROM permits ORDER BY permit_id LIMIT 3", "SELECT 1 WHERE 0", "VALUES (1)"),
    "SELECT (SELECT name_en FROM wells ORDER BY region, number LIMIT 1)",
    "SELECT date('2026-01-31', '+1 month'), strftime('%Y', '2026-01-01')",
    "SELECT julianday('2026-01-01') / 2, unixepoch('2026-01-01')",
    "SELECT 1.0, -0.0, 2.5, 1e300 * 1e300, 0.1 + 0.2, 1e12, 1e-5, 0.0001, 123456789012.5",
    "SELECT 123456789013.5, 999999999999.5, 9007199254740993, 100000000000000, -1.5e-300, 1e16",
    "SELECT x'00ff', NULL, '', 'a' || char(0) || 'b', char(127), char(8232), '\"\\/', '𠀀', '氣候'",
    "SELECT name_en FROM wells UNION ALL SELECT '𠀀' UNION ALL SELECT '豈' UNION ALL SELECT 'é'",
    "SELECT json_group_array(name_en) FROM (SELECT name_en FROM wells LIMIT 0)",
    f"{counted(50)} SELECT x, x * 1.0 / 7 FROM n",
    *("SELECT * FROM status_blame", "SELECT * FROM permits", "SELECT * FROM status"),
)


@pytest.fixture(scope="module")
def release(released: Path) -> Path:
    """The files of a release, as people download them."""
    return released / "build/releases/1.0.0"


def test_citation_gives_the_hash_and_the_refusal_of_rerun(release: Path) -> None:
    """Everything that rerun.py is tested with, in one start of the engine."""
    both = rerun.databases(lambda path: (release / path).read_bytes())
    asked = [*SETTLED, *(sql for sql in REFUSED if "permits a" not in sql)]

    def told(sql: str) -> str:
        try:
            return rerun.cited(both, sql)[1]
        except rerun.RefusedError as error:
            return str(error)

    due = {sql: told(sql) for sql in asked}
    for one in both:
        one.close()
    found = json.loads(node(CITE, {"folder": str(release), "asked": asked}))

    assert dict(zip(asked, found, strict=True)) == due
    assert sum(bool(re.fullmatch("[0-9a-f]{64}", text)) for text in found) > 10


@pytest.fixture(scope="module")
def edition(
    here: Datasette, released: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dict[str, int]]]:
    folder = assemble(here, released, tmp_path_factory.mktemp("edition"))
    with served(folder) as host:
        yield host


@pytest.fixture(scope="module")
def page(edition: tuple[str, dict[str, int]], tab: Page) -> Page:
    """A page that can reach no other host."""
    tab.context.route(lambda url: not url.startswith(edition[0]), lambda route: route.abort())
    tab.on("pageerror", lambda error: pytest.fail(str(error)))
    return tab


# As a link to the same page does; hide the previous answer first, so that it is not taken for this
# one.
GO = """address => {
  for (const id of ["answer", "wrong"]) document.getElementById(id).hidden = true;
  location.hash = address;
}"""
Asking = Callable[..., Page]


@pytest.fixture
def ask(page: Page, edition: tuple[str, dict[str, int]]) -> Asking:
    """Opens the address of a query, and waits for its answer."""

    def asked(**state: str) -> Page:
        if page.url.partition("#")[0] != f"{edition[0]}sql/":
            page.goto(f"{edition[0]}sql/")
        page.evaluate(GO, f"#{urlencode(state)}")
        page.wait_for_selector("#answer:not([hidden]), #wrong:not([hidden])")
        return page

    return asked


def rows(page: Page) -> list[list[str]]:
    return page.eval_on_selector_all(
        "#result tbody tr", "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )


def test_address_is_a_query_with_its_answer(ask: Asking) -> None:
    page = ask(
        sql="SELECT region, number FROM wells WHERE region = :region ORDER BY 2", region="east"
    )

    assert rows(page)
    assert all(row[0] == "east" for row in rows(page))
    assert page.input_value("[name=region]") == "east"


def test_form_that_is_sent_to_a_query_gives_it_its_values(
    page: Page, edition: tuple[str, dict[str, int]]
) -> None:
    asked = urlencode({"sql": "SELECT region FROM wells WHERE region = :region"})
    page.goto(f"{edition[0]}sql/?region=east#{asked}")
    page.wait_for_selector("#result tbody tr")

    assert {row[0] for row in rows(page)} == {"east"}
    assert page.input_value("[name=region]") == "east"


def test_release_in_the_address_is_the_one_that_is_asked(ask: Asking) -> None:
    count = "SELECT count(*) FROM permits"

    first = int(rows(ask(sql=count, release="1.0.0"))[0][0])

    assert int(rows(ask(sql=count))[0][0]) == first + 1


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT absent FROM wells", "no such column: absent"),
        ("SELEC 1", "Statement must be a SELECT"),
        ("DELETE FROM wells", "Statement must be a SELECT"),
        ("WITH a AS (SELECT 1) DELETE FROM wells", "not authorized"),
        ("SELECT sqlite_version()", "not authorized to use function: sqlite_version"),
        ("SELECT 1; SELECT 2", "one statement at a time"),
    ],
)
def test_what_is_refused_says_why_and_keeps_the_query(ask: Asking, sql: str, words: str) -> None:
    page = ask(sql=sql)

    assert words in page.inner_text("#wrong")
    assert page.input_value("#sql") == sql


def test_endless_statement_is_stopped_and_the_next_one_runs(ask: Asking, page: Page) -> None:
    ask(sql="SELECT 1")
    page.fill(
        "#sql",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n",
    )
    page.click("#ask button:not([hidden])")
    page.click("#stop")

    expect(page.locator("#status")).to_have_text("Stopped. Your query is still here.")
    page.fill("#sql", "SELECT 7 AS seven")
    page.click("#ask button:not([hidden])")
    expect(page.locator("#result tbody")).to_have_text("7")


def test_loaded_page_needs_no_network(ask: Asking, page: Page) -> None:
    ask(sql="SELECT 1")
    page.context.set_offline(True)
    try:
        page.fill("#sql", "SELECT count(*) FROM papers")
        page.click("#ask button:not([hidden])")
        expect(page.locator("#result tbody")).to_have_text(re.compile(r"^\d+$"))
    finally:
        page.context.set_offline(False)


def test_download_has_every_row(ask: Asking) -> None:
    page = ask(sql=f"{counted(1500)} SELECT x, x * 1.0 AS y, 'a,b' AS t FROM n")
    files: dict[str, Any] = {}
    for kind in ("csv", "json"):
        with page.expect_download() as waited:
            page.click(f"#{kind}")
        files[kind] = Path(waited.value.path()).read_text(encoding="utf-8")

    assert len(rows(page)) == 1000
    assert files["csv"].splitlines()[:2] == ["x,y,t", '1,1.0,"a,b"']
    assert len(files["csv"].splitlines()) == 1501
    assert json.loads(files["json"])[1499] == {"x": 1500, "y": 1500, "t": "a,b"}


def test_citation_holds_and_one_with_another_hash_does_not(ask: Asking, release: Path) -> None:
    sql = "SELECT region, number, name_en FROM wells"
    both = rerun.databases(lambda path: (release / path).read_bytes())
    due = rerun.cited(both, sql)[1]
    for one in both:
        one.close()

    def verdict(sha256: str) -> str | None:
        return ask(sql=sql, release="1.0.0", sha256=sha256).get_attribute("#cited", "data-cited")

    assert verdict(due) == "holds"
    assert verdict(due[:-1] + ("0" if due[-1] != "0" else "1")) == "differs"


def test_result_is_cited_with_one_click(ask: Asking) -> None:
    page = ask(sql="SELECT name_en FROM wells WHERE region = :region", region="o'ne")
    page.click("#cite")
    page.wait_for_selector("#cited:not([hidden])")
    address = page.evaluate("location.hash")

    assert "sha256=" in address
    assert page.input_value("#sql") == "SELECT name_en FROM wells WHERE region = 'o''ne'"


def test_address_by_which_the_server_cites_a_query_is_answered_in_the_tab(
    ask: Asking, page: Page, edition: tuple[str, dict[str, int]]
) -> None:
    ask(sql="SELECT 1")
    asked = {"sql": "SELECT region FROM wells", "sha256": "0" * 64}
    page.goto(f"{edition[0]}cite/1.0.0/?{urlencode(asked)}")
    page.wait_for_selector("#cited:not([hidden])")

    assert page.get_attribute("#cited", "data-cited") == "differs"
    assert page.input_value("#release") == "1.0.0"
    assert page.input_value("#sql") == asked["sql"]


def test_database_that_the_edition_does_not_name_is_refused(
    page: Page, edition: tuple[str, dict[str, int]]
) -> None:
    """One byte is flipped, both in the cache and on the server."""
    address, flipped = edition
    flipped["v1-0-1.db"] = 5000
    page.goto("about:blank")
    page.goto(f"{address}sql/#{urlencode({'sql': 'SELECT 1', 'release': '1.0.1'})}")
    page.wait_for_selector("#wrong:not([hidden])")
    flipped.clear()

    assert "v1-0-1.db is not the file that this edition names" in page.inner_text("#wrong")


def test_result_too_large_for_a_tab_is_refused(ask: Asking) -> None:
    page = ask(sql=f"{counted(90_000)} SELECT {', '.join('x' * 12)} FROM n")

    assert page.inner_text("#wrong") == "the result has more than 1,000,000 cells"
