"""Keys and files whose names an address must quote, or that look like something else."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from datasette.app import Datasette

from revisioned.build import database
from revisioned.descriptor.load import load
from revisioned.site import app
from revisioned.site.edition.capture import Response
from revisioned.site.edition.crawl import Crawl
from revisioned.site.edition.write import write as write_edition
from revisioned.site.folder import site_of
from revisioned.site.locale.keys import record_name
from revisioned.site.record_names import record_names
from revisioned.site.site import site as site_for
from tests.site.editions import served

FILE = "data/my docs.csv"
LONG = "k" * 300
KEYS = ("a/b", "café", "50%", "plain", "report", "report.csv", "x,y", "a?b#c", LONG)
PAIRS = (("x,y", "z"), ("x", "y,z"), ("x", "z"), ("x", "z.csv"))
PAGES = {
    "docs": """
address: /docs/<doc>
machine: true
title: {en: A document}
known: SELECT doc AS value, title AS label FROM docs ORDER BY doc
head: SELECT title FROM docs WHERE doc = :doc
""",
    "pairs": """
address: /pairs/<left>/<right>
title: {en: A pair}
known: SELECT "left", "right", text AS label FROM pairs
head: SELECT text AS title FROM pairs WHERE left = :left AND right = :right
""",
    "edges": """
address: /edges/<start>/<end>
title: {en: An edge}
head: SELECT start AS title FROM edges WHERE start = :start AND end = :end
""",
    "search": """
address: /search
title: {en: Search}
asks: [q]
sections:
  - name: found
    show: found
    of: pairs
    sql: |-
      SELECT left || ',' || right AS pair, text FROM pairs
      WHERE left || ',' || right IN (SELECT value FROM json_each(:keys))
""",
}


def resource(name: str, path: str, columns: Sequence[str], key: Sequence[str]) -> dict[str, Any]:
    fields = [{"name": column, "type": "string"} for column in columns]
    return {"name": name, "path": path, "schema": {"fields": fields, "primaryKey": [*key]}}


def write(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    lines = (",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in rows)
    path.write_text("\n".join([",".join(columns), *lines]) + "\n")


@pytest.fixture(scope="module")
def edition(
    site: Datasette, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Sequence[str]]:
    """The static edition, and what is missing from it."""
    folder, root = tmp_path_factory.mktemp("odd") / "edition", site_of(site).package.root
    again = app.application(load(root))
    return folder, write_edition(again, site_for(root), folder, "", lambda _: None).faults


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    root: Path = tmp_path_factory.mktemp("odd") / "package"
    (root / "data/pages").mkdir(parents=True)
    for name, text in PAGES.items():
        (root / f"data/pages/{name}.yml").write_text(text.lstrip())
    write(root / FILE, ("doc", "title"), [(key, f"Title of {key}") for key in sorted(KEYS)])
    pairs = [(*pair, f"Text{number}") for number, pair in enumerate(PAIRS)]
    write(root / "data/pairs.csv", ("left", "right", "text"), sorted(pairs))
    write(root / "data/edges.csv", ("start", "end"), [("x", "y")])
    document = {
        "name": "odd-names",
        "title": "Odd names",
        "version": "0.1.0",
        "languages": ["en"],
        "licenses": [{"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/"}],
        "resources": [
            resource("docs", FILE, ("doc", "title"), ("doc",)),
            {
                **resource("pairs", "data/pairs.csv", ("left", "right", "text"), ("left", "right")),
                "search": {"resource": "pairs", "field": "text"},
            },
            resource("edges", "data/edges.csv", ("start", "end"), ("start", "end")),
        ],
    }
    (root / "datapackage.json").write_text(json.dumps(document))
    (root / "metadata.yml").write_text("title: Odd names\n")
    loaded = load(root)
    database.build(loaded, database.path(loaded))
    return app.application(loaded)


def get(site: Datasette, path: str, status: int = 200) -> httpx.Response:
    response: httpx.Response = asyncio.run(site.client.get(path))
    assert response.status_code == status, (path, response.text[:500])
    return response


def test_file_with_a_space_is_there_and_every_link_to_it_leads_there(site: Datasette) -> None:
    address = f"/{quote(FILE)}"
    described = get(site, "/dcat.jsonld").text
    listed = get(site, "/llms.txt").text

    assert get(site, address).text.startswith("doc,title\n")
    assert get(site, "/odd-names/docs").text.count(f'href="{address}"') == 1
    assert f'"http://localhost{address}"' in described
    assert f"(http://localhost{address})" in listed


@pytest.mark.parametrize("way", ["%2e%2e/datapackage.json", "..%2Fdatapackage.json", "%00", "%2F"])
def test_quoted_way_out_of_the_folder_is_a_404(site: Datasette, way: str) -> None:
    get(site, f"/data/{way}", 404)


def test_sitemap_has_every_key(site: Datasette) -> None:
    places = re.findall("<loc>http://localhost([^<]*)</loc>", get(site, "/sitemap.xml").text)
    paths = [unescape(place) for place in places]

    assert {f"/docs/{quote(key, safe='')}" for key in KEYS} <= {*paths}
    for path in paths:
        get(site, path)


def test_key_that_ends_as_a_file_does_has_its_page_and_its_files(site: Datasette) -> None:
    assert "Title of report.csv" in get(site, "/docs/report.csv").text
    assert get(site, "/docs/report.json").json()["doc"] == "report"
    assert get(site, "/docs/report.csv.json").json()["doc"] == "report.csv"
    assert get(site, "/docs/plain.csv").headers["content-type"].startswith("text/csv")
    get(site, "/docs/nothing.csv", 404)


def test_keys_that_read_alike_with_commas_between_lead_to_their_own_pages(site: Datasette) -> None:
    places = re.findall("<loc>http://localhost(/pairs/[^<]*)</loc>", get(site, "/sitemap.xml").text)
    texts = {}
    for number, pair in enumerate(PAIRS):
        found = get(site, f"/search?q=Text{number}", 302)
        texts[found.headers["location"]] = f"Text{number}"
        assert found.headers["location"] == "/pairs/" + "/".join(quote(it, safe="") for it in pair)
        assert get(site, f"/Text{number}", 302).headers["location"] in texts

    assert {*places} == {*texts}
    for address, text in texts.items():
        assert f"<h1>{text}" in get(site, address).text


def test_every_key_that_a_file_can_have_is_reached_on_a_host_of_files(
    edition: tuple[Path, Sequence[str]],
) -> None:
    folder, _ = edition
    linked = json.loads((folder / "edition.json").read_text())["pages"]
    with served(folder) as (address, _):
        pages = [httpx.get(address + link).text for link in linked if link.startswith("docs/")]

    titles = {unescape(title) for page in pages for title in re.findall("<h1>([^<]*)", page)}
    assert titles == {f"Title of {key}" for key in KEYS if key != LONG}


def test_edition_says_which_key_has_no_file_of_its_own(
    edition: tuple[Path, Sequence[str]],
) -> None:
    _, faults = edition
    start = f"/docs/{LONG}"[:60]

    assert f"{start}...: no file can be called so; use another key" in faults
    taken = [fault for fault in faults if "a page, and not" in fault]
    assert taken == ["/docs/report.csv: a page, and not /docs/report as CSV; use another key"]


def test_search_shows_all_that_it_finds_where_its_sql_asks_for_the_keys(site: Datasette) -> None:
    found = get(site, "/search?q=Text").text

    assert [f"Text{number}" in found for number in range(len(PAIRS))] == [True] * len(PAIRS)


def test_page_of_a_key_that_ends_as_a_file_does_is_requested_in_each_language() -> None:
    kinds = {"/x.json": "text/html", "/zh/x.json": "text/html", "/y.csv": "text/csv"}

    class Prefixes:
        def parted(self, path: str) -> tuple[str, str]:
            prefix = "/zh" if path.startswith("/zh/") else ""
            return prefix, path.removeprefix(prefix)

    def ask(addresses: Sequence[str]) -> Iterator[tuple[Response, list[str]]]:
        for address in addresses:
            body = f"asked at {address}".encode()
            yield Response(address, 200, kinds[address], "", body), []

    crawl = Crawl(ask, Prefixes())  # type: ignore[arg-type]
    seeds = [(path, "/") for path in ("/x.json", "/zh/x.json", "/y.csv", "/zh/y.csv")]

    assert {answer.address: answer.text for answer, _ in crawl.answers(seeds, ())} == {
        "/x.json": "asked at /x.json",
        "/zh/x.json": "asked at /zh/x.json",
        "/y.csv": "asked at /y.csv",
        "/zh/y.csv": "asked at /y.csv",
    }


def test_feed_calls_each_record_of_a_key_with_commas_by_its_own_name(site: Datasette) -> None:
    here = site_of(site)
    reader = here.readers[here.languages[0]]
    with closing(sqlite3.connect(database.path(here.package))) as connection:
        names = record_names(connection, here, reader)

    for number, pair in enumerate(PAIRS):
        found = record_name(("left", "right"), pair, names, reader.vocabulary)
        assert found.text == f"Text{number}"
    assert record_name(("start", "end"), ("x", "y"), names, reader.vocabulary).text == "x"
