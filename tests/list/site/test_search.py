"""Search: over a hundred common names lead to the right page first, and anything else gets an
answer."""

from __future__ import annotations

import asyncio
import csv
import re
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from datasette.app import Datasette

from tests.list.site.spoken import LANGUAGES

TABLE = (Path(__file__).parent / "searches.csv").read_text(encoding="utf-8")
NAMES = [*csv.DictReader(TABLE.splitlines())]
# Empty, operators of FTS5 and LIKE, markup, other scripts, and too long texts.
HOSTILE = (
    *(
        "",
        " ",
        "\t",
        '"',
        '"""',
        "'",
        "`",
        "(",
        ")",
        "()",
        "*",
        "**",
        "^",
        "-",
        "--",
        "+",
        ".",
        ",",
        ";",
    ),
    *(
        "AND",
        "OR",
        "NOT",
        "NEAR(",
        "NEAR(a b, 5)",
        "a AND",
        'name:"x',
        "{a b}:c",
        "a*",
        "^a",
        'a" OR "b',
    ),
    *(
        "%",
        "_",
        "\\",
        "%_%",
        "\\%",
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "{{7*7}}",
        "../../etc",
    ),
    *(
        "\u200b",
        "\u202e",
        "𠀀",
        "🏛️",
        "مرحبا",
        "\x00",
        "a" * 5000,
        "氣" * 3000,
        "%00",
        "?q=x",
        "&q=y",
    ),
)


def get(site: Datasette, path: str) -> httpx.Response:
    return asyncio.run(site.client.get(path))


def first(site: Datasette, prefix: str, asked: str) -> str:
    """The record that the search redirects to, or else the first one that it lists."""
    answer = get(site, f"{prefix}/search?{urlencode({'q': asked})}")
    if answer.status_code == 302:
        return answer.headers["location"].rpartition("/")[2]
    found = re.search(
        rf'href="{prefix}/organizations/([^"]+)"', answer.text.partition('id="found"')[2]
    )
    return found[1] if found else ""


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_common_names_lead_to_the_right_page_first(site: Datasette, language) -> None:
    missed = {
        row["asked"]: found
        for row in NAMES
        if (found := first(site, language.prefix, row["asked"])) != row["org_id"]
    }

    assert missed == {}
    assert len(NAMES) >= 100


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_whatever_is_typed_is_answered(site: Datasette, language) -> None:
    assert len(HOSTILE) >= 50
    for asked in HOSTILE:
        answer = get(site, f"{language.prefix}/search?{urlencode({'q': asked})}")

        assert answer.status_code in (200, 302), asked
        assert "<script>alert" not in answer.text
        if answer.status_code == 200:
            assert 'role="search"' in answer.text.partition("<main")[2], asked


def test_datasettes_own_box_is_answered_too(site: Datasette) -> None:
    for asked in HOSTILE[:30]:
        query = urlencode({"_search": asked})

        assert get(site, f"/withdrawals/organizations?{query}").status_code == 200, asked


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("ＩＵＣＮ", "iucn"),
        ("ｕｎｅｓｃｏ", "unesco"),
        ("international trade center", "international-trade-centre"),
        ("World Health Organisation", "who"),
    ],
)
def test_every_way_of_writing_is_found_in_either_box(
    site: Datasette, asked: str, meant: str
) -> None:
    stock = get(site, f"/withdrawals/organizations.json?{urlencode({'_search': asked})}").json()

    assert first(site, "", asked) == meant
    assert meant in [row[0] for row in stock["rows"]]


def test_empty_search_box_leads_to_the_list(site: Datasette) -> None:
    for language in LANGUAGES:
        answer = get(site, f"{language.prefix}/search?q=")

        assert answer.headers["location"].endswith(f"{language.prefix}/organizations")


def test_empty_search_says_that_it_proves_nothing(site: Datasette) -> None:
    page = get(site, "/search?q=qqqqqqqq").text

    assert "No organization by that name among the 73 here." in page
    assert "That does not mean that the United States has not withdrawn from it." in page


def test_near_miss_is_offered_but_is_not_a_hit(site: Datasette) -> None:
    page = get(site, "/search?q=tradde+centr").text

    assert "Did you mean" in page
    assert "International Trade Centre" in page.partition("Did you mean")[2]


@pytest.mark.parametrize(
    "path", ["/UNFCCC", "/unfccc", "/organizations/UNFCCC", "/organizations/UN Women"]
)
def test_address_that_a_person_would_type_leads_to_the_page(site: Datasette, path: str) -> None:
    answer = get(site, path.replace(" ", "%20"))

    assert answer.status_code == 302
    assert answer.headers["location"].endswith(("/organizations/unfccc", "/organizations/un-women"))


def test_a_column_of_the_key_appears_once(site: Datasette) -> None:
    text = get(site, "/withdrawals/organizations.csv?_col=org_id&_col=name_en&_size=1").text

    assert text.splitlines()[0] == "org_id,name_en"


@pytest.mark.parametrize("path", ["/-/plugins", "/-/settings.json", "/withdrawals/acts.foo"])
def test_internals_are_not_served(site: Datasette, path: str) -> None:
    answer = get(site, path)

    assert answer.status_code == 404
    assert path in answer.text


def test_mistake_in_sql_keeps_the_sql(site: Datasette) -> None:
    answer = get(site, "/withdrawals?sql=selct+1+from+acts")

    assert answer.status_code == 400
    assert ">selct 1 from acts</textarea>" in answer.text


def test_table_as_csv_is_complete(site: Datasette) -> None:
    count = get(
        site, "/withdrawals.json?sql=select+count(*)+as+n+from+coverage&_shape=array"
    ).json()

    assert len(get(site, "/withdrawals/coverage.csv").text.splitlines()) == count[0]["n"] + 1


def test_result_too_large_for_a_file_is_refused_and_not_cut(site: Datasette) -> None:
    many = "select+a.org_id+from+names+a,+names+b+limit+5001"

    answer = get(site, f"/withdrawals.csv?sql={many}")

    assert answer.status_code == 400
    assert "more than 5000 rows" in answer.text
    assert len(get(site, f"/withdrawals.csv?sql={many[:-1]}0").text.splitlines()) == 5001
