"""The pages of the static edition that run in the browser tab, over the real list: every question,
a hundred searches and every release give what the server gives."""

from __future__ import annotations

import asyncio
import csv
import gzip
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlencode

import pytest
from datasette.app import Datasette
from playwright.sync_api import Browser, Page, Response

from revisioned.core import normalize
from revisioned.descriptor.load import load
from revisioned.release import store
from revisioned.site import STATIC, search
from tests.browser import AXE, OPTIONS, RUN
from tests.conftest import ROOT
from tests.list.site.test_accessibility import BEYOND
from tests.list.site.test_search import HOSTILE, NAMES
from tests.site.editions import assemble, served
from tests.site.tab_scripts import ASK, CITE, FIND, VERIFY, node


@pytest.fixture(scope="module")
def folder(site: Datasette, published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages with the newest data, and the releases of this list."""
    return assemble(site, published, tmp_path_factory.mktemp("tab") / "edition", ROOT)


def told(folder: Path, page: str) -> dict[str, Any]:
    """The data that a page passes to its script."""
    text = (folder / page / "index.html").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(
        text.partition('<script type="application/json" id="tab">')[2].partition("</script>")[0]
    )
    return found


def values(page: dict[str, Any], question: dict[str, Any]) -> dict[str, str]:
    """Values for the parameters of a question: its example, or our own."""
    found: dict[str, str] = {}
    for place, parameter in enumerate(question["parameters"]):
        name = parameter["name"]
        options = page["options"].get(f"{question['name']} {name}", page["options"].get(name, []))
        found[name] = parameter["example"] or options[min(place, len(options) - 1)][0]
    return found


def test_every_question_gives_the_rows_of_the_server(site: Datasette, folder: Path) -> None:
    page = told(folder, "sql")
    asked = [(question["sql"], values(page, question)) for question in page["questions"]]
    found = json.loads(node(ASK, {"database": str(folder / "withdrawals.db"), "asked": asked}))

    for question, (_, given), rows in zip(page["questions"], asked, found, strict=True):
        query = urlencode({**given, "_shape": "array", "_size": "max"})
        address = f"/withdrawals/{question['name']}.json?{query}"
        due = asyncio.run(site.client.get(address)).json()
        assert rows == due, question["name"]
    assert len(found) >= 27
    assert sum(bool(rows) for rows in found) >= 25


# Words used in Taiwan, spellings, other scripts, a missing letter, two swapped letters.
ODD = (
    *(
        "網路自由聯盟",
        "资讯社会",
        "全球網際網路",
        "ẞtraße ΣΊΣΥΦΟΣ",
        "Ünited Nätions",
        "U. N. women",
    ),
    *("trade centre (itc)", "İstanbul ı", "tradde centr", "clmiate", "氣侯", "联合国妇女", "衛生"),
    *("世界衞生組織", "世界卫生组织", "𠀀氣候", "organisation", "the un", "un", "UN-", "聯合國"),
)


@pytest.fixture(scope="module")
def known(published: Path, database: Path) -> search.Names:
    """The names that the server searches."""
    package = load(published)
    with closing(sqlite3.connect(database)) as connection:
        return search.names(connection, package, "organizations")


def test_search_finds_what_the_server_finds(known: search.Names, folder: Path) -> None:
    """The records in order, and the normalized text of each."""
    letters = [
        name[: len(name) // 2] + name[len(name) // 2 + 1 :] for name, *_ in known.shown.values()
    ]
    asked = [*(row["asked"] for row in NAMES), *HOSTILE, *ODD, *letters]
    due = []
    for text in asked:
        found = search.find(known, text)
        due.append(
            [normalize.key(text), *map(list, (found.exact, found.within, found.near)), found.by]
        )
    given = {
        "names": told(folder, "search")["names"],
        "asked": asked,
        "dictionaries": str(STATIC / "opencc/dictionaries.json"),
    }

    got = json.loads(node(FIND, given))

    assert dict(zip(asked, got, strict=True)) == dict(zip(asked, due, strict=True))
    assert sum(bool(near) for *_, near, _ in due) > 30
    assert len(asked) > 200


def test_dictionaries_are_those_that_the_server_converts_with() -> None:
    from tools.opencc import TARGET, dictionaries

    assert TARGET.read_text(encoding="utf-8") == dictionaries()


def test_every_release_is_whole(folder: Path) -> None:
    versions = store.versions(ROOT)
    given = {"folder": str(folder), "faults": [(version, "", 0) for version in versions]}

    assert json.loads(node(VERIFY, given)) == [[]] * len(versions)


@pytest.mark.parametrize("version", ["1.0.0", store.versions(ROOT)[-1]])
def test_queries_that_a_release_cites_hold(folder: Path, version: str) -> None:
    place = folder / "releases" / version
    with (place / "data/queries.csv").open(encoding="utf-8", newline="") as lines:
        kept = list(csv.DictReader(lines))
    given = {"folder": str(place), "asked": [record["sql"] for record in kept]}

    assert json.loads(node(CITE, given)) == [record["sha256"] for record in kept]
    assert kept


@pytest.fixture(scope="module")
def host(folder: Path) -> Iterator[str]:
    with served(folder) as (address, _):
        yield address


@pytest.fixture(scope="module")
def page(examined: Page, host: str) -> Page:
    """A page that can reach no other host."""
    examined.context.route(lambda url: not url.startswith(host), lambda route: route.abort())
    examined.on("pageerror", lambda error: pytest.fail(str(error)))
    return examined


def test_first_answer_loads_at_most_900_kilobytes_compressed(browser: Browser, host: str) -> None:
    """Everything that a tab without a cache loads, compressed as a host sends it."""
    context = browser.new_context()
    page = context.new_page()
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.update({answer.url: size(answer)}))
    page.goto(f"{host}sql/#sql=SELECT+org_id+FROM+withdrawals")
    page.wait_for_selector("#result tbody tr")
    page.wait_for_load_state("networkidle")
    context.close()

    assert 500_000 < sum(sizes.values()) <= 900_000


def size(answer: Response) -> int:
    return len(gzip.compress(answer.body(), 9)) if answer.ok else 0


STATES = {
    "sql/": ("#sql=SELECT+org_id,+name_en+FROM+withdrawals", "#result tbody tr"),
    "sql/#refused": ("#sql=SELECT+sqlite_version()", "#wrong:not([hidden])"),
    "search/": ("?q=climate", "body[data-found=all]"),
    "search/#near": ("?q=tradde+centr", "body[data-found=all]"),
    "verify/": ("#release=1.0.0", "#verdict[data-verdict=whole]"),
    "verify/#broken": ("#release=1.0.0&sha256=0", "#verdict[data-verdict=broken]"),
}


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core: npm ci --prefix tests/node")
@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("", 1280, "light"), ("zh/", 390, "dark")]
)
def test_axe_finds_no_violation_on_pages_that_run_in_the_tab(
    page: Page, host: str, language: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    """Each page with its answer, in one language: its counterpart has the same template."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    for path, (asked, done) in STATES.items():
        if "#" in path and asked.startswith("#"):
            page.evaluate("asked => { location.hash = asked; }", asked)
        else:
            page.goto(f"{host}{language}{path.partition('#')[0]}{asked}")
        page.wait_for_selector(done)
        assert page.evaluate(RUN, OPTIONS) == [], path
        assert page.evaluate(BEYOND) <= 0, path


@pytest.mark.parametrize(
    ("language", "asked"),
    [("", "climate"), ("", "氣候"), ("zh/", "tradde centr"), ("zh/", "聯合國")],
)
def test_search_page_shows_the_first_five_of_the_server(
    known: search.Names, page: Page, host: str, language: str, asked: str
) -> None:
    page.goto(f"{host}{language}search/?q={quote(asked)}")
    page.wait_for_selector("body[data-found]")
    links = page.eval_on_selector_all(
        "#found .text > a, #near .text > a",
        "links => links.map(link => link.pathname.split('/').pop())",
    )
    found = search.find(known, asked)
    due = [*found.exact, *found.within, *found.near]

    assert links[:5] == due[:5]
    assert links


def test_the_only_record_with_the_name_is_opened(page: Page, host: str) -> None:
    page.goto(f"{host}zh/search/?q={quote('气候公约')}")
    page.wait_for_url("**/zh/organizations/unfccc")
