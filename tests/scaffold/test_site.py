"""The site of a released list that `init` made is complete, and uses its own words."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from html import unescape
from pathlib import Path

import feedparser
import httpx
import pytest
from datasette.app import Datasette
from lxml import html

from revisioned.build import database
from revisioned.derive.refresh import refresh
from revisioned.descriptor.load import load
from revisioned.site import app
from tests import breaking
from tests.scaffold.conftest import Published, init
from tests.site.test_programs import answers_as_described

# Words that only a site about withdrawals has.
OURS = re.compile(
    r"withdraw|organi[sz]ation|United States|UNFCCC|memorandum|printing|\bacts?\b|\bbod(?:y|ies)\b"
    r"|中文|[\u4e00-\u9fff]",
    re.IGNORECASE,
)
# Words of HTML, and of the vocabularies of descriptions for programs.
VOCABULARY = re.compile(r'</?body\b|document\.body|body [.{]|"(?:foaf:)?Organization(?:al)?"')
BINARY = re.compile(r"\.(db|xlsx|zip|parquet)$")
# Where people and programs start; everything else is found from here.
BEGIN = (
    *("/", "/openapi.json", "/llms.txt", "/sitemap.xml", "/robots.txt", "/datapackage.json"),
    *("/feed.atom", "/dcat.jsonld", "/linkset.json", "/changes.json", "/changes.csv", "/cite"),
    *("/reconcile/records", "/revisions", "/releases"),
)


def get(site: Datasette, path: str) -> httpx.Response:
    return asyncio.run(site.client.get(path))


def links(page: httpx.Response) -> list[str]:
    """The addresses of this site in a page, a feed or a file."""
    kind = page.headers.get("content-type", "")
    found = re.findall(r'(?:href|src|action)="([^"]+)"', page.text) if "ml" in kind else []
    found += re.findall(r"<loc>([^<]+)</loc>", page.text)
    if "json" in kind:
        found += re.findall(r'"(http://localhost/(?!reconcile/)[^"{]*)"', page.text)
    found += re.findall(r"\]\((http://localhost[^)]*)\)", page.text)
    return [
        unescape(link).replace("http://localhost", "").partition("#")[0] or "/" for link in found
    ]


def crawled(site: Datasette) -> dict[str, httpx.Response]:
    """Every page, feed and file that can be reached, by its address."""
    found: dict[str, httpx.Response] = {}
    waiting = [*BEGIN]
    # Datasette's own pages link to endless combinations of sorting and filtering, and to SQLite's
    # internal tables.
    named = "|".join(site.databases)
    stock = re.compile(rf"/({named})(/.*_fts.*|/sqlite_.*|.*[?].*)|/v[0-9]+-.*/.*/.*")

    async def crawl() -> None:
        while waiting:
            path = waiting.pop()
            if path in found or not path.startswith("/") or stock.fullmatch(path) or "sql=" in path:
                continue
            found[path] = await site.client.get(path)
            if not BINARY.search(path.partition("?")[0]):
                waiting.extend(links(found[path]))

    asyncio.run(crawl())
    return found


@pytest.fixture(scope="module")
def all_pages() -> dict[str, dict[str, httpx.Response]]:
    """The crawled pages of each site, by its series."""
    return {}


@pytest.fixture
def pages(
    published: Published, all_pages: dict[str, dict[str, httpx.Response]]
) -> dict[str, httpx.Response]:
    if published.series not in all_pages:
        all_pages[published.series] = crawled(published.site)
    return all_pages[published.series]


def test_every_linked_page_feed_and_file_answers(pages: dict[str, httpx.Response]) -> None:
    bad = {path: page.status_code for path, page in pages.items() if page.status_code >= 400}

    assert bad == {}
    assert len(pages) > 200
    for kind in (
        "/feed.atom",
        "/reconcile/",
        "/cite/1.0.0",
        "/releases/1.0.1/",
        "/diff/",
        "/v1-0-0",
    ):
        assert any(path.startswith(kind) for path in pages), kind


def test_nothing_that_is_served_has_words_of_our_list(pages: dict[str, httpx.Response]) -> None:
    texts = {
        path: page.text
        for path, page in pages.items()
        if not BINARY.search(path.partition("?")[0])
        and not re.search("css|javascript", page.headers["content-type"])
    }
    said = {path: {*OURS.findall(VOCABULARY.sub("", text))} for path, text in texts.items()}

    assert {path: words for path, words in said.items() if words} == {}


def test_every_address_for_programs_answers_what_its_description_says(
    published: Published,
) -> None:
    answers_as_described(published.site)


def test_a_feed_has_times_if_revisions_are_not_named_by_days(codes: Path, tmp_path: Path) -> None:
    loaded = load(shutil.copytree(codes, tmp_path / "codes"))
    database.build(loaded, database.path(loaded))
    text = get(app.application(loaded), "/feed.atom").text
    moments = re.findall(r"<updated>(.*)</updated>", text)

    assert len(moments) > 1
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", each) for each in moments)


def test_feed_is_complete(published: Published) -> None:
    for prefix in ("", "/fr") if published.series == "codes" else ("",):
        page = get(published.site, f"{prefix}/feed.atom")
        feed = feedparser.parse(page.text)

        assert not feed.bozo
        assert feed.feed.author
        assert feed.feed.updated
        assert {*feed.feed} >= {"id", "title", "links"}
        assert feed.entries
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)
        for entry in feed.entries:
            assert entry.id
            assert entry.title
            assert entry.updated


def test_correction_is_an_entry_of_the_feed(published: Published) -> None:
    text = get(published.site, "/feed.atom").text

    assert "1.0.1" in text
    assert "correction" in text


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/records/AE/AZ", "Abu Dhabi"),
        ("/records/AE/AZ", "/cite/2.0.0?record=AE%2CAZ"),
        ("/records/AE/AZ.json", '"sub_code": "AZ"'),
        ("/records/AE/AZ.csv", "AE,AZ,Abu Dhabi,emirate"),
        ("/search?q=dubai", "No record by that name"),
        ("/search?q=a", "2 "),
        ("/diff/codes/2020-1...2021-1", "Encamp"),
        ("/cite/2.0.0?record=AE,AZ", "Abu Dhabi"),
        ("/cite/2.0.0?organization=AE,AZ", "Abu Dhabi"),
        ("/cite", "The keepers"),
        ("/reconcile/records", '"versions"'),
        ('/reconcile/records?queries={"q":{"query":"Canillo"}}', '"AD,02"'),
        ("/changes.json", "filled"),
        ("/fr/", "Codes des subdivisions"),
        ("/fr/records", "La liste"),
        ("/fr/records", "Chercher un lieu"),
        ("/records", "Find a place"),
    ],
)
def test_key_of_two_columns_and_a_second_language_are_followed_everywhere(
    codes_published: Published, path: str, said: str
) -> None:
    page = get(codes_published.site, path)

    assert page.status_code == 200, page.text[:500]
    assert said in page.text


def test_difference_begins_with_what_came_and_went_and_shows_what_was(tmp_path: Path) -> None:
    (tmp_path / "a-2023.csv").write_text(
        "id,place,name,seats,day\n1,X,One,5,2020-01-02\n2,X,Two,6,2020-01-02\n", encoding="utf-8"
    )
    (tmp_path / "a-2024.csv").write_text(
        "id,place,name,seats,day,kind\n1,X,One,7,,new\n3,X,Three,6,2020-01-02,new\n",
        encoding="utf-8",
    )
    files = [str(tmp_path / "a-2023.csv"), str(tmp_path / "a-2024.csv")]
    made = load(init(tmp_path / "made", "--from", *files, "--key", "id,place"))
    database.build(made, database.path(made))
    site = app.application(made)
    lines = html.fromstring(get(site, "/diff/a/2023...2024").text).xpath("//*[@id='sentences']/li")

    assert [line.text_content().strip() for line in lines] == [
        "Three: added",
        "Two: removed",
        "One: seats, 5 → 7",
        "One: day, 2 January 2020 → (empty)",
        "One: kind, new",
    ]
    assert [line.xpath(".//a/@href")[0] for line in lines] == [
        *("/records/3/X", "/records/2/X"),
        *["/records/1/X"] * 3,
    ]


def test_home_counts_the_records_that_a_difference_says_have_changed(tmp_path: Path) -> None:
    (tmp_path / "a-2023.csv").write_text("id,name\n1,One\n2,Two\n", encoding="utf-8")
    (tmp_path / "a-2024.csv").write_text("id,name,kind\n1,Uno,x\n2,Two,x\n", encoding="utf-8")
    files = [str(tmp_path / "a-2023.csv"), str(tmp_path / "a-2024.csv")]
    made = load(init(tmp_path / "made", "--from", *files, "--key", "id"))
    database.build(made, database.path(made))
    site = app.application(made)
    home = html.fromstring(get(site, "/").text).xpath("//*[@id='changed-last']//td")

    assert [cell.text for cell in home] == ["0", "0", "1"]
    assert 'data-count="changed" data-number="1"' in get(site, "/diff/a/2023...2024").text
    assert ">1 cell<" in get(site, "/diff/a/2023...2024").text


def test_search_for_one_record_leads_to_its_page(codes_published: Published) -> None:
    page = get(codes_published.site, "/search?q=canillo")

    assert (page.status_code, page.headers["location"]) == (302, "/records/AD/02")


def test_package_in_one_language_does_not_link_to_another(
    members_published: Published,
) -> None:
    page = get(members_published.site, "/records").text

    assert {*re.findall('hreflang="([^"]*)"', page)} <= {"en", "x-default"}
    assert 'class="language"' not in page
    for path in ("/zh/records", "/fr/records", "/en/records"):
        assert get(members_published.site, path).status_code == 404


def test_days_can_be_chosen_only_if_versions_have_days(
    codes_published: Published, members_published: Published
) -> None:
    assert get(members_published.site, "/as-of/2024-03-01").status_code == 200
    assert "/as-of/" in get(members_published.site, "/openapi.json").text
    assert get(codes_published.site, "/as-of/2024-03-01").status_code == 404
    assert "/as-of/" not in get(codes_published.site, "/openapi.json").text


def test_what_a_package_lacks_is_not_offered(published: Published) -> None:
    told = get(published.site, "/openapi.json").json()["paths"]

    assert not [path for path in told if "calendar" in path]
    assert get(published.site, "/calendar.ics").status_code == 404
    assert json.loads(get(published.site, "/reconcile/records").text)["name"]


def test_package_may_have_one_language_that_is_not_english(members: Path, tmp_path: Path) -> None:
    root = shutil.copytree(members, tmp_path / "members")
    breaking.descriptor(lambda document: document.update(languages=["fr"]))(root)
    for file in (root / "data/pages").glob("*.yml"):
        # The SQL still has columns label_en and title_en: it shows those that exist.
        file.write_text(file.read_text().replace("{en: ", "{fr: ").replace(", en:", ", fr:"))
    refresh(root)
    loaded = load(root)
    database.build(loaded, database.path(loaded))
    site = app.application(loaded)

    for path in ("/", "/records", "/records/A", "/diff/members/2024-01-05...2024-04-05"):
        page = get(site, path)
        assert page.status_code == 200, path
        assert '<html lang="fr"' in page.text
        assert 'class="language"' not in page.text
    assert "<h1>Alpha" in get(site, "/records/A").text


def test_home_cites_the_makers_and_then_the_title(members_published: Published) -> None:
    page = get(members_published.site, "/").text

    assert page.count("members contributors. (2026).</span> <cite>members</cite>") == 1


ALIKE = {"Uno": "/records/x%2Cy/z", "Dos": "/records/x/y%2Cz", "Tres": "/records/k/l"}


@pytest.fixture(scope="module", params=["left,right", "page,page_url"])
def alike(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    """A site with keys that read alike with commas between, in columns of these names."""
    here = tmp_path_factory.mktemp("alike")
    for year, names in (("2020", ("One", "Two", "Three")), ("2021", (*ALIKE,))):
        keys = ('"x,y",z', 'x,"y,z"', "k,l")
        rows = [f"{key},{name}" for key, name in zip(keys, names, strict=True)]
        (here / f"pairs-{year}.csv").write_text("\n".join([f"{request.param},name", *rows, ""]))
    files = [str(here / f"pairs-{year}.csv") for year in ("2020", "2021")]
    loaded = load(init(here / "pairs", "--from", *files, "--key", request.param))
    database.build(loaded, database.path(loaded))
    return app.application(loaded)


def test_map_of_a_new_site_has_each_record_of_keys_that_read_alike(alike: Datasette) -> None:
    found = re.findall(
        "<loc>http://localhost(/records/[^<]*)</loc>", get(alike, "/sitemap.xml").text
    )

    assert {*found} == {*ALIKE.values()}


def test_revision_calls_records_with_a_key_of_several_columns_by_their_names(
    alike: Datasette,
) -> None:
    page = html.fromstring(get(alike, "/revisions/pairs/2021").text)

    links = page.xpath("//*[@id='records']//th//a")
    assert {link.text_content().strip(): link.get("href") for link in links} == ALIKE


def test_citation_leads_to_a_record_with_a_key_of_several_columns(alike: Datasette) -> None:
    links = html.fromstring(get(alike, "/cite?record=k,l").text).xpath("//main//a")

    assert ("Tres", "/records/k/l") in {(link.text_content(), link.get("href")) for link in links}


def test_changes_of_keys_that_read_alike_have_their_own_anchors(alike: Datasette) -> None:
    anchors = html.fromstring(get(alike, "/diff/pairs/2020...2021").text).xpath("//@id")

    assert len(anchors) == len({*anchors})
    assert {'name.x,"y,z"', 'name."x,y",z', "name.k,l"} <= {*anchors}


def test_feed_of_a_new_site_leads_to_records_of_keys_that_read_alike(alike: Datasette) -> None:
    text = unescape(get(alike, "/feed.atom").text)

    assert {*re.findall('href="http://localhost(/records/[^"]*)"', text)} == {*ALIKE.values()}
