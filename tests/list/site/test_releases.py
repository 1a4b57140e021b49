"""The address of a release answers the same bytes for ever; other addresses say which release they
show."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import quote

import duckdb
import feedparser
import httpx
import pytest
from datasette.app import Datasette

from revisioned.build import database as build
from revisioned.cli import main
from revisioned.descriptor.load import load
from revisioned.release import archive, serve_store, store
from revisioned.site import app
from tests.list.releases import four, once  # noqa: F401
from tests.release.conftest import FIRST, LAST, download

FOREVER = [
    "/releases/1.0.0/SHA256SUMS",
    "/releases/1.0.0/manifest.json",
    "/releases/1.0.0/datapackage.json",
    "/releases/1.0.0/data/acts.csv",
    "/releases/1.0.0/data/register/2026-02-10.csv",
    "/releases/1.0.0/us-international-withdrawals-1.0.0.zip",
    "/releases/1.0.0/us-international-withdrawals-1.0.0.zip.sha256",
    "/v1-0-0.json?sql=select+*+from+register+order+by+1,2&_shape=array",
    "/v1-0-0.csv?sql=select+*+from+withdrawals+order+by+org_id",
    "/v1-0-0/where_it_stands.json?_shape=array",
    "/v1-0-0/organizations.json?_search=%E6%B0%A3%E5%80%99&_shape=array",
    "/cite/1.0.0?format=bibtex",
    "/cite/1.0.0?format=datacite&revision=register/2026-02-10&organization=unfccc",
]


def served(released: Path, target: Path) -> Datasette:
    """The site of a package with its releases."""
    shutil.copytree(released, target)
    loaded = load(target)
    build.build(loaded, build.path(loaded))
    serve_store.fill(target)
    return app.application(loaded)


@pytest.fixture(scope="module")
def early(once: Path, tmp_path_factory: pytest.TempPathFactory) -> Datasette:  # noqa: F811
    """The site after the first release."""
    return served(once, tmp_path_factory.mktemp("early") / "package")


@pytest.fixture(scope="module")
def late_folder(four: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """The package after three more releases, built."""
    folder = tmp_path_factory.mktemp("late") / "package"
    served(four, folder)
    return folder


@pytest.fixture(scope="module")
def late(late_folder: Path) -> Datasette:
    """The site after three more releases."""
    return app.application(load(late_folder))


def yanked(late_folder: Path, target: Path, *versions: str) -> Datasette:
    """The site of the package with these versions yanked."""
    shutil.copytree(late_folder, target)
    for version in versions:
        path = target / "releases" / version / store.YANKED
        path.write_text("A column was dropped by mistake.\n")
    serve_store.fill(target)
    return app.application(load(target))


def get(site: Datasette, path: str) -> httpx.Response:
    return asyncio.run(site.client.get(path))


@pytest.mark.parametrize("path", FOREVER)
def test_address_of_a_release_answers_the_same_bytes_after_three_more(
    early: Datasette, late: Datasette, path: str
) -> None:
    before, after = get(early, path), get(late, path)

    assert before.status_code == after.status_code == 200
    assert len(before.content) > 60
    assert before.content == after.content


def test_current_data_has_changed_meanwhile(early: Datasette, late: Datasette) -> None:
    for path in ("/data/acts.csv", "/withdrawals.json?sql=select+count(*)+from+acts&_shape=array"):
        assert get(early, path).content != get(late, path).content


@pytest.mark.parametrize("path", ["/feed.atom", "/zh/feed.atom"])
def test_feed_shows_corrections_with_the_former_value(
    early: Datasette, late: Datasette, path: str
) -> None:
    before, after = (feedparser.parse(get(site, path).text).entries for site in (early, late))
    by_name = {entry.id.rpartition(",2026:")[2].removeprefix("zh/"): entry for entry in after}
    found = by_name["releases/1.0.1"]

    assert [entry.title for entry in before if "releases/" in entry.id] == [
        {"/feed.atom": "Release 1.0.0", "/zh/feed.atom": "發布版1.0.0"}[path]
    ]
    assert len({entry.id for entry in after}) == len(after)
    assert found.published == "2026-12-01T00:00:00Z"
    assert found.updated.startswith("2026-12-01T")
    said = {"/feed.atom": "corrected in version 1.0.1", "/zh/feed.atom": "第1.0.1版更正"}[path]
    assert said in found.content[0].value
    assert "→ CPC" in found.content[0].value
    assert {item.term for item in found.tags} >= {"release", "correction"}
    notes = next(link.href for link in found.links if link.rel == "related")
    for link in (found.link, notes):
        assert get(late, link.removeprefix("http://localhost")).status_code == 200
    assert "CPC" in get(late, notes.removeprefix("http://localhost")).text


def test_late_finds_are_new_on_the_day_they_were_published(
    late: Datasette,
) -> None:
    """An act of March that a later release adds is not news of March."""
    entries = feedparser.parse(get(late, "/feed.atom").text).entries
    added = next(entry for entry in entries if entry.id.endswith("register/2026-03-02"))

    assert added.published.startswith("2026-03-02")
    assert added.updated[:10] in [
        entry.published[:10] for entry in entries if "releases/" in entry.id
    ]
    assert added.updated[:10] > "2026-11-23"


def test_latest_says_since_which_release_the_structure_is_as_it_is(
    early: Datasette, late: Datasette
) -> None:
    assert get(early, "/releases/latest.json").json()["structure_since"] == "1.0.0"
    assert get(late, "/releases/latest.json").json()["structure_since"] == LAST


def test_sitemap_has_every_release(late: Datasette) -> None:
    places = get(late, "/sitemap.xml").text

    for path in ("/cite/1.0.0", "/zh/cite/2.0.0", "/releases/1.0.1/", "/v1-1-0"):
        assert f"http://localhost{path}</loc>" in places
        assert get(late, path).status_code == 200


def test_every_file_of_a_download_is_served(late: Datasette, four: Path) -> None:  # noqa: F811
    held = download(four, FIRST)

    for path, data in held.items():
        assert get(late, f"/releases/{FIRST}/{path}").content == data
        assert f'href="/releases/{FIRST}/{path}"' in get(late, f"/releases/{FIRST}/").text
    name = store.manifest(four, FIRST).archive
    assert get(late, f"/releases/{FIRST}/{name}").content == archive.zipped(held)


def test_copies_of_a_release_have_its_rows(late: Datasette, tmp_path: Path) -> None:
    listed = re.findall(r'href="(/copies/v1-0-0/[^"]+)"', get(late, f"/releases/{FIRST}").text)
    assert {Path(path).suffix for path in listed} == {".db", ".parquet", ".xlsx"}

    for path in listed:
        answer = get(late, path)
        assert answer.status_code == 200
        (tmp_path / Path(path).name).write_bytes(answer.content)
    for table in ("register", "prints", "acts", "names", "claims"):
        with sqlite3.connect(tmp_path / "v1-0-0.db") as database:
            cursor = database.execute(f"SELECT * FROM {table}")
            columns = [name for name, *_ in cursor.description]
            stated = cursor.fetchall()
        typed = duckdb.sql(f"SELECT * FROM '{tmp_path / table}.parquet'")
        found = [tuple(map(plain, row)) for row in typed.fetchall()]
        assert typed.columns == columns
        assert sorted(found, key=str) == sorted(stated, key=str)


def plain(value: object) -> object:
    """A value of Parquet as SQLite would have it."""
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def test_latest_says_which_version_it_is(late: Datasette) -> None:
    assert get(late, "/releases/latest.json").json()["version"] == LAST
    answer = get(late, "/releases/latest/data/acts.csv")
    assert (answer.status_code, answer.headers["location"]) == (
        302,
        f"/releases/{LAST}/data/acts.csv",
    )


def test_page_of_an_old_release_lists_later_corrections_separately(late: Datasette) -> None:
    page = get(late, f"/cite/{FIRST}").text

    assert f'<a href="/cite/{LAST}">Superseded by {LAST}' in page
    corrected, new = page.index('id="corrected"'), page.index('id="new_since"')
    assert corrected < page.index("<ins>CPC</ins>") < new
    assert new < page.index("irena-notified-2026-03-02")
    assert "table sources has other columns" in page


def test_page_of_the_newest_release_shows_no_later_changes(late: Datasette) -> None:
    page = get(late, "/cite").text

    assert LAST in page
    assert "Superseded" not in page
    assert "What changed since" not in page


def test_yanked_release_stays_and_says_why(late_folder: Path, tmp_path: Path) -> None:
    site = yanked(late_folder, tmp_path / "served", LAST)

    assert get(site, "/releases/latest.json").json()["version"] == "1.1.0"
    assert "A column was dropped by mistake." in get(site, f"/cite/{LAST}").text
    assert "not to be used any more: A column" in get(site, "/releases").text
    assert get(site, f"/releases/{LAST}/manifest.json").status_code == 200


def test_changes_since_a_release_are_shown_in_chinese(late: Datasette) -> None:
    page = get(late, f"/zh/cite/{FIRST}").text

    assert f"{FIRST}之後的改動" in page
    assert '<h3 id="corrected">更正</h3>' in page
    assert "縮寫</a>" in page, "the heading of a column"
    assert 'href="/zh/organizations/colombo-plan-council"' in page


def test_changes_in_two_tables_have_separate_anchors(late: Datasette) -> None:
    anchors = re.findall(r' id="([^"]+)"', get(late, f"/cite/{FIRST}").text)

    assert len(anchors) == len({*anchors})


@pytest.mark.parametrize("prefix", ["", "/zh"])
@pytest.mark.parametrize(
    "path",
    [
        "/organizations/unfccc",
        "/revisions/register/2026-02-10",
        "/revisions/prints/2026-01-08-article",
    ],
)
def test_page_of_a_body_or_a_revision_leads_to_how_to_cite_it(
    late: Datasette, prefix: str, path: str
) -> None:
    (address,) = re.findall(
        r'<a (?:class="button" )?href="(/[^"]*cite/[^"]*\?[^"]+)">', get(late, prefix + path).text
    )
    page = get(late, address)

    assert address.startswith(f"{prefix}/cite/{LAST}?")
    assert page.status_code == 200
    assert '<span class="other">' in page.text


@pytest.mark.parametrize("prefix", ["", "/zh"])
def test_page_about_a_citation_leads_back_to_what_is_cited(late: Datasette, prefix: str) -> None:
    organization = get(late, f"{prefix}/cite/{LAST}?organization=unfccc").text
    revision = get(late, f"{prefix}/cite/{LAST}?revision=register/2026-02-10").text
    query = get(late, f"{prefix}/cite/{LAST}?sql=SELECT+1").text

    assert f'href="{prefix}/organizations/unfccc"' in organization
    assert f'href="{prefix}/revisions/register/2026-02-10"' in revision
    assert 'href="/v2-0-0?sql=SELECT+1"' in query


@pytest.mark.parametrize(("prefix", "lang"), [("", "en"), ("/zh", "zh")])
def test_citation_has_one_form_wherever_it_is_read(
    late: Datasette,
    prefix: str,
    lang: str,
    four: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(four)
    assert main(["cite", "--lang", lang]) == 0
    due = capsys.readouterr().out.strip()

    for path in ("/", f"/releases/{LAST}", "/cite"):
        assert due in words(get(late, prefix + path).text), path
    if lang == "en":
        assert due in (four / "README.md").read_text(encoding="utf-8").replace("*", "")


def words(page: str) -> str:
    """The text of a page without markup."""
    return unescape(" ".join(re.sub(r"<[^>]+>", "", page).split()))


def test_copy_with_sources_has_the_citation_of_the_organization(late: Datasette) -> None:
    page = get(late, "/organizations/unfccc").text

    (hidden,) = re.findall(r'<p hidden[^>]* id="quoted">(.*?)</p>', page)
    assert "Entry for UN Framework Convention on Climate Change." in hidden
    assert f"(Version {LAST}) [Data set]" in hidden
    assert '-cited,#quoted"' in page


def test_revision_that_no_release_has_yet_is_not_offered_for_citing(
    late_folder: Path, tmp_path: Path
) -> None:
    site = yanked(late_folder, tmp_path / "served", LAST, "1.1.0")

    assert 'class="button"' not in get(site, "/revisions/register/2026-03-02").text
    assert 'class="button"' in get(site, "/revisions/register/2026-02-10").text


def test_releases_are_listed_in_chinese(late: Datasette) -> None:
    listed = get(late, "/zh/releases").text
    files = get(late, f"/zh/releases/{FIRST}").text

    assert listed.index('href="/zh/releases/2.0.0"') < listed.index('href="/zh/releases/1.0.0"')
    assert f"<h1>發布版{FIRST}" in files
    assert f'href="/releases/{FIRST}/data/acts.csv"' in files


def test_unknown_release_names_those_that_exist(late: Datasette) -> None:
    page = get(late, "/zh/cite/7.7.7")

    assert page.status_code == 404
    assert "沒有發布版7.7.7" in page.text
    assert 'href="/zh/cite/1.0.1"' in page.text


def test_citation_pages_answer_in_both_languages(late: Datasette) -> None:
    page = get(late, f"/zh/cite/{FIRST}?organization=unfccc&revision=register/2026-02-10")

    assert 'lang="zh-Hant-HK"' in page.text
    assert "「register/2026-02-10」部分" in page.text


def test_cited_result_has_an_address_that_says_whether_it_still_holds(late: Datasette) -> None:
    asked = quote("SELECT step, count(*) FROM acts GROUP BY step")
    result = get(late, f"/v1-0-0?sql={asked}").text
    assert f'href="/cite/{FIRST}?sql=' in result

    page = get(late, f"/cite/{FIRST}?sql={asked}").text
    (found,) = re.findall(r"rows, SHA-256 <code>([0-9a-f]{64})</code>", page)
    assert "Verified:" in get(late, f"/cite/{FIRST}?sql={asked}&sha256={found}").text
    assert "Verification failed:" in get(late, f"/cite/1.1.0?sql={asked}&sha256={found}").text


def test_query_that_cannot_be_cited_is_refused_with_the_reason(late: Datasette) -> None:
    page = get(late, f"/cite/{FIRST}?sql={quote('SELECT * FROM acts LIMIT 3')}").text

    assert "This cannot be cited: LIMIT without ORDER BY" in page


@pytest.mark.parametrize(
    "path",
    [
        "/cite/9.9.9",
        "/cite/1.0.0?organization=nobody",
        "/cite/1.0.0?revision=register/1999-01-01",
        "/releases/9.9.9",
        "/releases/1.0.0/%2e%2e/%2e%2e/versions",
        "/releases/1.0.0/nothing",
    ],
)
def test_unknown_address_is_a_404(late: Datasette, path: str) -> None:
    assert get(late, path).status_code == 404


def test_nothing_that_a_reader_types_is_executed(late: Datasette) -> None:
    page = get(late, f"/cite/{FIRST}?sql={quote('SELECT <script>alert(1)</script>')}&sha256=%22%3E")

    assert "<script>alert" not in page.text


def test_before_the_first_release_pages_say_so(site: Datasette) -> None:
    assert "Nothing is released yet" in get(site, "/cite").text
    assert "Nothing is released yet" in get(site, "/releases").text
    assert get(site, "/releases/latest.json").status_code == 404


@pytest.mark.parametrize("prefix", ["", "/zh"])
def test_two_chosen_releases_are_compared_on_the_site(late: Datasette, prefix: str) -> None:
    menus = get(late, f"{prefix}/releases").text
    old, new = min(re.findall(r'<option value="([\d.]+)"', menus)), LAST
    page = get(late, f"{prefix}/releases/{old}...{new}")

    assert page.status_code == 200
    assert 'id="corrected"' in page.text
    assert get(late, f"{prefix}/releases/9.9.9...{new}").status_code == 404
