"""What search engines and link previews get to read."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from datasette.app import Datasette

from revisioned.build import database
from revisioned.descriptor.load import load
from revisioned.site import app
from tests import breaking
from tests.list.conftest import copy_package
from tests.list.site.pages import mapped

SERVED = "http://localhost"
HOME = "https://example.org/list"


def get(site: Datasette, path: str) -> str:
    response = asyncio.run(site.client.get(path))
    assert response.status_code == 200, path
    return response.text


def dataset(page: str) -> Any:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found)


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    """The site of a package that has a homepage, and a title with characters of markup."""

    def change(document: Any) -> None:
        document["homepage"] = f"{HOME}/"
        document["title"] = "</script><script>alert(1)</script>"

    root = copy_package(tmp_path_factory.mktemp("home") / "package")
    breaking.descriptor(change)(root)
    loaded = load(root)
    database.build(loaded, database.path(loaded))
    return app.application(loaded)


@pytest.mark.parametrize("path", ["/", "/zh/"])
def test_home_page_describes_the_data_set(site: Datasette, path: str) -> None:
    found = dataset(get(site, path))

    assert found["@type"] == "Dataset"
    assert 50 <= len(found["description"]) <= 5000
    assert found["license"] == ["https://creativecommons.org/publicdomain/zero/1.0/"]
    assert found["temporalCoverage"] == "2025-01-20/2026-02-10"
    assert {"name", "version", "creator", "isBasedOn", "keywords", "publisher"} <= found.keys()
    assert "withdrawals.status_en" in [item["name"] for item in found["variableMeasured"]]


def test_each_file_is_listed_with_its_address_size_and_hash(site: Datasette, root: Path) -> None:
    files = dataset(get(site, "/"))["distribution"]

    assert len(files) == len(load(root).resources)
    for file in files:
        body = asyncio.run(site.client.get(file["contentUrl"].removeprefix(SERVED))).content
        assert file["contentSize"] == f"{len(body)} B"
        assert file["sha256"] == hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize(
    "path", ["/", "/zh/organizations/who", "/withdrawals/prints", "/withdrawals?sql=select+1"]
)
def test_page_has_a_title_and_its_requested_address(site: Datasette, path: str) -> None:
    head = get(site, path).partition("</head>")[0]

    assert len(re.findall(r'<meta name="description" content="[^"]+">', head)) == 1
    assert len(re.findall(r'<meta property="og:title" content="[^"]+">', head)) == 1
    ours = not path.startswith("/withdrawals")
    assert (f'<link rel="canonical" href="http://localhost{path}">' in head) == ours
    picture = "/zh/organizations/who/preview.png" if "who" in path else "/preview.png"
    image = f'<meta property="og:image" content="http://localhost{picture}">'
    assert (image in head) == ours


def test_homepage_makes_addresses_absolute(at_home: Datasette) -> None:
    page = get(at_home, "/zh/organizations/who?a=b")

    assert f'<link rel="canonical" href="{HOME}/zh/organizations/who">' in page
    assert f'<meta property="og:image" content="{HOME}/zh/organizations/who/preview.png">' in page
    for tag, prefix in (("en", ""), ("zh-Hant", "/zh")):
        link = f'hreflang="{tag}" href="{HOME}{prefix}/organizations/who"'
        assert f'<link rel="alternate" {link}>' in page
    assert all(
        file["contentUrl"].startswith(f"{HOME}/data/")
        for file in dataset(get(at_home, "/"))["distribution"]
    )


def test_description_for_programs_is_in_the_language_of_the_page(site: Datasette) -> None:
    english, chinese = dataset(get(site, "/")), dataset(get(site, "/zh/"))

    assert english["name"] != chinese["name"]
    assert chinese["name"] in english["alternateName"]
    assert english["name"] in chinese["alternateName"]
    assert chinese["@id"] == english["@id"]
    for text in (chinese["description"], *(item["name"] for item in chinese["distribution"])):
        assert re.search(r"[\u4e00-\u9fff]", text), text
    assert all("description" not in item for item in chinese["variableMeasured"])


def test_title_cannot_close_the_script_around_it(at_home: Datasette) -> None:
    page = get(at_home, "/")

    assert dataset(page)["name"] == "</script><script>alert(1)</script>"
    assert "<script>alert" not in page


def test_sitemap_has_every_page_and_only_pages(at_home: Datasette, root: Path) -> None:
    sitemap = get(at_home, "/sitemap.xml")
    found = ElementTree.fromstring(sitemap)
    paths = [str(node.text).removeprefix(HOME) for node in found.iter() if node.tag.endswith("loc")]
    relations = [f"/withdrawals/{item.name}" for item in load(root).relations]

    assert len(set(paths)) == len(paths) > 200
    assert {*relations, "/", "/zh/", "/organizations/unfccc", "/zh/claims"} <= set(paths)
    chinese = [f"/zh{path}" for path in mapped(sitemap.replace(HOME, SERVED))]
    for path in [*chinese, *(item for item in paths if not item.startswith("/zh/"))]:
        assert get(at_home, path)


def test_sitemap_without_a_homepage_uses_the_requested_host(site: Datasette) -> None:
    found = ElementTree.fromstring(get(site, "/sitemap.xml"))
    places = [str(node.text) for node in found.iter() if node.tag.endswith("loc")]

    assert all(place.startswith("http://localhost/") for place in places)
    paths = {place.removeprefix("http://localhost") for place in places}
    assert {"/", "/zh/", "/cite", "/zh/cite", "/releases", "/organizations/who"} <= paths


def test_robots_txt_allows_everything_and_names_the_sitemap(
    site: Datasette, at_home: Datasette
) -> None:
    for asked, home in ((site, "http://localhost"), (at_home, HOME)):
        robots = get(asked, "/robots.txt")

        assert "Disallow: /\n" not in robots
        assert f"Sitemap: {home}/sitemap.xml" in robots
