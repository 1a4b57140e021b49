"""The site of another package: records with two key columns, another database, two languages."""

from __future__ import annotations

import asyncio

import pytest
from datasette.app import Datasette

CHANGED = "/diff/lists/2020-first...2021-second"


def asked(site: Datasette, path: str) -> tuple[int, str]:
    answer = asyncio.run(site.client.get(path))
    return answer.status_code, answer.text


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/", "Wells of two invented regions"),
        ("/zh/", "兩個虛構地區的水井"),
        ("/wells-of-both", "Climate Station Well"),
        ("/well/north/2", "Well of the Three Brothers, Upper"),
        ("/well/north/2", "/cite?record=north%2C2"),
        ("/zh/well/north/2", "三兄弟上井"),
        ("/revisions", "The second edition"),
        ("/revisions/status/2021-02-01", "Status on 1\u00a0February\u00a02021"),
        (CHANGED, "Market Well"),
        (f"{CHANGED}.csv", "key_region,key_number,op"),
        (f"{CHANGED}.json", '"key": {"region": "east", "number": "1"}'),
        ("/cite", "Nobody"),
        ("/feed.atom", "Old Mill Well"),
        ("/wells/wells", "Old Mill Well"),
        ("/wells/by_region.json?_shape=array", '{"region": "north", "wells": 3}'),
        ("/wells/wells?_search=climate", "Climate Station Well"),
        ("/data/wells.csv", "region,number,name_en"),
        ("/datapackage.json", "invented-wells"),
    ],
)
def test_page_shows_what_the_package_says(wells_site: Datasette, path: str, told: str) -> None:
    status, text = asked(wells_site, path)

    assert status == 200
    assert told in text


def test_unknown_record_of_two_columns_is_not_found(wells_site: Datasette) -> None:
    assert asked(wells_site, "/well/north/9")[0] == 404
