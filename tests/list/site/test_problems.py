"""A wrong address: the page says what is wrong and what there is instead, in the language of the
address."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from datasette.app import Datasette

from tests.list.site.pages import ERRORS
from tests.list.site.spoken import LANGUAGES


def get(site: Datasette, path: str) -> httpx.Response:
    return asyncio.run(site.client.get(path))


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
@pytest.mark.parametrize(("path", "status"), ERRORS.items())
def test_problem_has_its_status_and_our_page(site, language, path: str, status: int) -> None:
    answer = get(site, language.prefix + path)

    assert answer.status_code == status
    assert f'<html lang="{language.glyphs}"' in answer.text
    assert answer.text.count("<h1>") == 1
    assert "Traceback" not in answer.text


def test_unknown_revision_lists_the_known(site: Datasette) -> None:
    page = get(site, "/diff/prints/2026-01-07-memorandum...2027-01-01").text

    assert "The series prints has no revision 2027-01-01." in page
    for name in ("2026-01-07-memorandum", "2026-01-08-article"):
        assert f'href="/revisions/prints/{name}"' in page
    assert "/revisions/register/" not in page.partition("<main")[2]


def test_body_with_a_similar_name_is_offered_first(site: Datasette) -> None:
    for language in LANGUAGES:
        page = get(site, f"{language.prefix}/organizations/unesko").text
        main = page.partition("<main")[2]

        assert language.say("did_you_mean") in main
        first = main.partition('href="')[2].partition('"')[0]
        assert first == f"{language.prefix}/organizations/unesco"


def test_column_that_is_not_compared_names_those_that_are(site: Datasette) -> None:
    path = "/diff/prints/2026-01-07-memorandum...2026-01-08-article?column=nothing"

    answer = get(site, path)

    assert answer.status_code == 400
    assert "There is no column nothing to compare. There are: " in answer.text
    assert "name_en" in answer.text


def test_problem_of_a_file_is_json(site: Datasette) -> None:
    answer = get(site, "/diff/prints/2026-01-07-memorandum...nothing.json")

    assert answer.status_code == 404
    assert json.loads(answer.text)["error"] == "The series prints has no revision nothing."
    assert len(json.loads(answer.text)["known"]) == 2


@pytest.mark.parametrize(
    "path",
    [
        "/withdrawals/organizations?_search=zzzzz",
        "/withdrawals/names?name=nobody",
        "/withdrawals?sql=select+1+where+0",
    ],
)
def test_search_without_hits_says_what_that_means(site: Datasette, path: str) -> None:
    page = get(site, path).text

    assert "Not found here is not the same as not withdrawn." in page


def test_search_with_hits_does_not(site: Datasette) -> None:
    for path in ("/withdrawals/organizations?_search=climate", "/withdrawals/the_list"):
        assert "Not found here" not in get(site, path).text
