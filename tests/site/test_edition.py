"""The static edition of the invented package: what any file server must find in the folder."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from datasette.app import Datasette
from lxml import html

from revisioned.core.errors import UsageError
from revisioned.descriptor.load import load
from revisioned.release import serve_store
from revisioned.site import app
from revisioned.site.edition.write import write
from revisioned.site.site import site
from tests.release.conftest import FIRST, LAST
from tests.site.conftest import BASE

ELSEWHERE = "https://somebody.example/list"
PLACE = "http://host.invalid/somewhere/else/"
Pages = Mapping[Path, html.HtmlElement]


def written(root: Path, target: Path, base: str = "") -> Path:
    """The edition of a built package in a new folder."""
    here = site(root)
    served = app.application(load(root))
    found = write(served, here, target, base, lambda _: None)
    assert found.faults == []
    assert found.files == sum(path.is_file() for path in target.rglob("*"))
    return target


@pytest.fixture(scope="session")
def edition(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition of the package with four releases, without a base."""
    return written(released, tmp_path_factory.mktemp("edition") / "site")


@pytest.fixture(scope="session")
def pages(edition: Path) -> Pages:
    """Every page of the edition, parsed."""
    return parsed(edition)


def parsed(edition: Path) -> Pages:
    """The pages of an edition by their files."""
    found = sorted(edition.rglob("index.html"))
    return {path: html.document_fromstring(path.read_text(encoding="utf-8")) for path in found}


@pytest.fixture(scope="session")
def earlier(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition of the package before its last release, with a base address."""
    root = tmp_path_factory.mktemp("earlier") / "package"
    shutil.copytree(released, root)
    for folder in (root / "releases", root / serve_store.FILES):
        shutil.rmtree(folder / LAST)
    return written(root, root.parent / "site", ELSEWHERE)


def links(folder: Path, pages: Pages) -> Iterator[tuple[Path, str, str]]:
    """Each link on a page: the page, the tag, the absolute address."""
    for path, document in pages.items():
        at = urljoin(PLACE, path.relative_to(folder).as_posix().removesuffix("index.html"))
        for element, _, link, _ in document.iterlinks():
            yield path, str(element.tag), urljoin(at, link)


def lost_links(edition: Path, pages: Pages) -> set[tuple[str, str]]:
    """Links within the edition whose file or anchor does not exist."""
    anchors = {path: {*document.xpath("//@id")} for path, document in pages.items()}
    lost = set()
    for page, _, link in links(edition, pages):
        if not link.startswith("http://host.invalid/"):
            continue
        told = urlsplit(link)
        file = edition / unquote(told.path.removeprefix(urlsplit(PLACE).path))
        file = file / "index.html" if told.path.endswith("/") else file
        is_whole = link.startswith(PLACE) and file.is_file() and not told.query
        part = unquote(told.fragment)
        works = not part or "/sql/" in told.path or "/verify/" in told.path
        if not is_whole or not (works or part in anchors[file]):
            lost.add((page.relative_to(edition).as_posix(), link))
    return lost


def test_every_link_inside_has_a_file_and_an_anchor(edition: Path, pages: Pages) -> None:
    assert len(pages) > 150
    assert lost_links(edition, pages) == set()


def test_nothing_is_loaded_from_another_host(pages: Pages) -> None:
    stated = {"cite-as", "type", "license", "author", "describedby", "item", "alternate"}
    loaded = {
        (tag, link)
        for path, document in pages.items()
        for element, _, link, _ in document.iterlinks()
        if link.startswith(("http:", "https:", "//"))
        and (tag := str(element.tag)) not in ("a", "area")
        and not (tag == "link" and element.get("rel") in stated)
    }
    scripts = {
        script.get("src") or script.get("type")
        for document in pages.values()
        for script in document.iter("script")
    }
    policies = [
        document.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
        for document in pages.values()
    ]

    assert loaded == set()
    assert None not in scripts
    assert all(
        len(found) == 1 and "script-src 'self' 'wasm-unsafe-eval';" in found[0]
        for found in policies
    )


def test_every_address_of_the_map_is_a_page_here(edition: Path, released: Path) -> None:
    served = app.application(load(released))
    asked = asyncio.run(served.client.get("/sitemap.xml")).text
    listed = json.loads((edition / "edition.json").read_bytes())["pages"]

    for address in re.findall(rf"<loc>{BASE}/(.*?)</loc>", asked):
        assert f"{address.rstrip('/')}/".lstrip("/") in listed, address
    for address in listed:
        assert (edition / address / "index.html").is_file(), address


def test_files_are_byte_for_byte_those_of_the_package(edition: Path, released: Path) -> None:
    same = {
        "data": released / "data",
        f"releases/{FIRST}": serve_store.folder(released, FIRST),
    }
    for place, folder in same.items():
        for path in folder.rglob("*"):
            if path.is_file():
                copy = edition / place / path.relative_to(folder)
                assert copy.read_bytes() == path.read_bytes(), copy
    told = json.loads((edition / "edition.json").read_bytes())
    for database in (told["newest"], *told["releases"]):
        data = (edition / database["database"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (
            database["bytes"],
            database["sha256"],
        )
    for release in told["releases"]:
        assert (edition / release["manifest"]).is_file()
    assert told["version"] == told["releases"][-1]["version"]


def test_each_question_shows_the_rows_of_the_server(edition: Path, here: Datasette) -> None:
    questions = asyncio.run(here.get_canned_queries("wells", None))
    for question in questions:
        address = f"wells/{question}"
        page = html.document_fromstring((edition / address / "index.html").read_text("utf-8"))
        served = html.document_fromstring(asyncio.run(here.client.get(f"/{address}")).text)
        rows = [
            [" ".join(row.text_content().split()) for row in document.xpath("//table//tr")]
            for document in (page, served)
        ]
        assert rows[0] == rows[1]

    assert questions


def test_a_citation_of_a_record_is_a_folder_with_its_formats(edition: Path) -> None:
    folder = edition / "cite" / LAST
    told = html.document_fromstring((folder / "index.html").read_text("utf-8"))
    formats = told.xpath('//*[@id="software"]//a/@href')

    assert formats
    assert all((folder / link).is_file() for link in formats)
    records = list((folder / "record").rglob("index.html"))
    assert records
    assert all((page.parent / "bibtex.bib").is_file() for page in records)


def test_changes_say_that_they_are_all_of_them(edition: Path) -> None:
    told = json.loads((edition / "changes.json").read_bytes())
    openapi = json.loads((edition / "openapi.json").read_bytes())

    assert "`said_in`" in told["note"]
    assert told["events"]
    assert not any(path.startswith("/reconcile/") for path in openapi["paths"])
    assert "said_in" in openapi["paths"]["/changes.json"]["get"]["summary"]
    assert not any(
        part["in"] == "query"
        for path in openapi["paths"].values()
        for part in path["get"]["parameters"]
    )


def test_reconciliation_says_how_to_run_a_server(edition: Path) -> None:
    for prefix in ("", "zh/"):
        (page,) = (edition / prefix / "reconcile").glob("*/index.html")
        text = page.read_text(encoding="utf-8")
        assert "POST" in text
        assert "make serve" in text


def test_without_a_base_nothing_is_absolute(edition: Path) -> None:
    for path in edition.rglob("*"):
        if path.suffix in (".atom", ".ics", ".html", ".jsonld", ".xml", ".txt") and path.is_file():
            text = path.read_text(encoding="utf-8")
            assert "edition.invalid" not in text, path
            assert "localhost" not in text, path
    feed = (edition / "feed.atom").read_text(encoding="utf-8")
    assert "<id>tag:" in feed
    assert BASE not in feed
    # A sitemap must have absolute addresses.
    assert not (edition / "sitemap.xml").exists()


def test_with_a_base_addresses_begin_there(earlier: Path) -> None:
    base, folder = ELSEWHERE, earlier
    home = html.document_fromstring((folder / "zh/index.html").read_text(encoding="utf-8"))
    missing = (folder / "404.html").read_text(encoding="utf-8")

    assert home.xpath('//link[@rel="canonical"]/@href') == [f"{base}/zh/"]
    (picture,) = home.xpath('//meta[@property="og:image"]/@content')
    assert (folder / picture.removeprefix(f"{base}/")).read_bytes().startswith(b"\x89PNG")
    assert f"<loc>{base}/zh/</loc>" in (folder / "sitemap.xml").read_text()
    assert f"Sitemap: {base}/sitemap.xml" in (folder / "robots.txt").read_text()
    assert f'href="{base}/' in (folder / "feed.atom").read_text(encoding="utf-8")
    assert 'src="/list/static/edition/address.js"' in missing
    chinese = (folder / "zh/404.html").read_text(encoding="utf-8")
    assert 'lang="zh' in chinese
    assert 'href="/list/zh/' in chinese


def test_a_later_release_changes_only_the_note_on_pages_of_a_release(
    edition: Path, earlier: Path
) -> None:
    told = json.loads((earlier / "edition.json").read_bytes())
    compared = 0
    for release in told["releases"]:
        name = serve_store.database_name(release["version"])
        for place in (f"cite/{release['version']}", f"releases/{release['version']}", name):
            for prefix in ("", "zh/"):
                before, after = (
                    folder / prefix / place / "index.html" for folder in (earlier, edition)
                )
                if before.is_file():
                    compared += 1
                    assert without_notes(before) == without_notes(after), before

    assert compared > 10


def without_notes(page: Path) -> str:
    """A page without its absolute addresses and its note about a later release."""
    document = html.document_fromstring(page.read_text(encoding="utf-8"))
    stated = "//*[@data-later] | //head/meta[@property] | //head/link[@rel] | //head/script"
    for element in document.xpath(stated):
        element.drop_tree()
    document.attrib.pop("data-address", None)
    return " ".join(html.tostring(document, encoding="unicode").split())


def test_a_folder_with_other_files_is_not_written_to(
    edition: Path, released: Path, tmp_path: Path
) -> None:
    other = tmp_path / "mine"
    other.mkdir()
    (other / "thesis.txt").write_text("all of it")
    served = app.application(load(released))
    with pytest.raises(UsageError, match="is not a static edition"):
        write(served, site(released), other, "", lambda _: None)

    assert [path.name for path in other.iterdir()] == ["thesis.txt"]
    assert not list(tmp_path.glob(".mine*"))
    shutil.rmtree(other)
    assert edition.is_dir()
