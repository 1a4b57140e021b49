"""The site of a list that `init` made: whole, in its own words."""

from __future__ import annotations

import asyncio
import re
import shutil
from html import unescape
from pathlib import Path

import httpx
import pytest
from datasette.app import Datasette

from revisioned.build import database
from revisioned.descriptor.load import load
from revisioned.site import app
from tests.scaffold.conftest import init

# What a site about withdrawals says and no other does.
OURS = re.compile(
    "withdraw|organization|United States|UNFCCC|memorandum|中文|[\u4e00-\u9fff]", re.IGNORECASE
)
# What no reader sees; described data says schema.org's Organization.
UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
SKIPPED = re.compile(
    r"^(https?:|mailto:|#|/static/|/-/)|\.(db|xlsx|csv|json|zip|parquet)(\?|$)|_fts"
)


def served(package: Path, folder: Path) -> Datasette:
    root = shutil.copytree(package, folder / package.name)
    loaded = load(root)
    database.build(loaded, database.path(loaded))
    return app.application(loaded)


@pytest.fixture(scope="module")
def codes_site(codes: Path, tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    return served(codes, tmp_path_factory.mktemp("codes-site"))


@pytest.fixture(scope="module")
def members_site(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    here = tmp_path_factory.mktemp("members-site")
    words = ["--from", str(repository), "members.csv", "--key", "id", "--last", "3"]
    return served(init(here / "made" / "members", *words), here)


def get(site: Datasette, path: str) -> httpx.Response:
    return asyncio.run(site.client.get(path))


def crawled(site: Datasette) -> dict[str, httpx.Response]:
    """Every page that can be reached from the first one, by its address."""
    found: dict[str, httpx.Response] = {}
    waiting = ["/"]
    while waiting:
        path = waiting.pop()
        if path in found or len(found) > 300:
            continue
        found[path] = get(site, path)
        if "text/html" in found[path].headers.get("content-type", ""):
            for link in re.findall(r'(?:href|src)="([^"]+)"', found[path].text):
                address = unescape(link).partition("#")[0]
                if address.startswith("/") and not SKIPPED.search(address):
                    waiting.append(address)
    return found


@pytest.mark.parametrize("name", ["codes_site", "members_site"])
def test_every_page_that_is_linked_answers_in_words_of_its_own(
    name: str, request: pytest.FixtureRequest
) -> None:
    found = crawled(request.getfixturevalue(name))

    assert len(found) > 15
    assert {path: page.status_code for path, page in found.items() if page.status_code >= 400} == {}
    said = {
        path: sorted(set(OURS.findall(UNSEEN.sub(" ", page.text))))
        for path, page in found.items()
        if "text/html" in page.headers.get("content-type", "")
    }
    assert {path: words for path, words in said.items() if words} == {}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/records/AE/AZ", "Abu Dhabi"),
        ("/records/AE/AZ.json", '"sub_code": "AZ"'),
        ("/records/AE/AZ.csv", "AE,AZ,Abu Dhabi,emirate"),
        ("/search?q=dubai", "No record by that name"),
        ("/search?q=a", "2 "),
        ("/diff/codes/2020-1...2021-1", "Encamp"),
        ("/feed.atom", "<feed"),
        ("/cite", "country-codes"),
        ("/reconcile/records", '"versions"'),
        ('/reconcile/records?queries={"q":{"query":"Canillo"}}', '"AD,02"'),
        ("/changes.json", "filled"),
    ],
)
def test_key_of_two_columns_is_followed_everywhere(
    codes_site: Datasette, path: str, said: str
) -> None:
    page = get(codes_site, path)

    assert page.status_code == 200, page.text[:500]
    assert said in page.text


def test_search_for_one_record_leads_to_its_page(codes_site: Datasette) -> None:
    page = get(codes_site, "/search?q=canillo")

    assert (page.status_code, page.headers["location"]) == (302, "/records/AD/02")


def test_address_of_another_language_is_not_there(codes_site: Datasette) -> None:
    assert get(codes_site, "/zh/records").status_code == 404
