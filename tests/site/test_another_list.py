"""A site of another list: other tables, other names, no declared page, and a hundred thousand
records that all changed."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from datasette.app import Datasette

from revisioned.build import database
from revisioned.descriptor.load import load
from revisioned.site import app

RECORDS = 100_000
DAYS = ("2026-01-01", "2026-02-01")
FIELDS = [{"name": name, "type": "string"} for name in ("station", "name", "level")]
SCHEMA = {"fields": FIELDS, "primaryKey": "station"}


def resource(day: str) -> dict[str, Any]:
    return {
        "name": f"levels-{day}",
        "path": f"data/levels/{day}.csv",
        "series": "levels",
        "revision": day,
        "schema": SCHEMA,
    }


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    root: Path = tmp_path_factory.mktemp("large") / "package"
    (root / "data/levels").mkdir(parents=True)
    for number, day in enumerate(DAYS):
        rows = (f"s{row:06},Station {row},{row + number}\n" for row in range(RECORDS))
        (root / f"data/levels/{day}.csv").write_text("station,name,level\n" + "".join(rows))
    (root / "data/revisions.csv").write_text(
        "series,revision,title,source_id\n" + "".join(f"levels,{day},{day},\n" for day in DAYS)
    )
    names = ("series", "revision", "title", "source_id")
    revisions = {
        "name": "revisions",
        "path": "data/revisions.csv",
        "schema": {
            "fields": [{"name": name, "type": "string"} for name in names],
            "primaryKey": ["series", "revision"],
        },
    }
    document = {
        "name": "water-levels",
        "title": "Water levels",
        "version": "0.1.0",
        "licenses": [{"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/"}],
        "series": [{"name": "levels", "title": "Levels", "description": "By month."}],
        "resources": [*map(resource, DAYS), revisions],
    }
    (root / "datapackage.json").write_text(json.dumps(document))
    (root / "metadata.yml").write_text("title: Water levels\n")
    loaded = load(root)
    database.build(loaded, database.path(loaded))
    return app.application(loaded)


def get(site: Datasette, path: str, status: int = 200) -> httpx.Response:
    response = asyncio.run(site.client.get(path))
    assert response.status_code == status, (path, response.text[:500])
    return response


DIFFERENCE = "/diff/levels/2026-01-01...2026-02-01"


def test_difference_of_a_hundred_thousand_records_is_split_into_pages(large: Datasette) -> None:
    first, last = (get(large, f"{DIFFERENCE}?page={page}").text for page in (1, 400))

    assert 'data-count="changed" data-number="100000"' in first
    assert "Page 1 of 400" in first
    assert "Page 400 of 400" in last
    assert len(re.findall(r'<tr role="row" id="level\.', first)) == 250
    assert 'id="level.s000249"' in first
    assert 'id="level.s099999"' in last
    assert len(first) < 500_000
    get(large, f"{DIFFERENCE}?page=401", 400)


def test_every_event_is_in_its_files(large: Datasette) -> None:
    assert get(large, f"{DIFFERENCE}.csv").text.count("\n") == RECORDS + 1
    assert get(large, f"{DIFFERENCE}.json").json()["counts"]["cells"] == RECORDS


@pytest.mark.parametrize("path", ["/revisions", "/revisions/levels/2026-02-01"])
def test_list_without_words_of_its_own_is_shown(large: Datasette, path: str) -> None:
    page = get(large, path).text

    assert "2026-02-01" in page
    assert "withdraw" not in page.lower()


def test_list_in_one_language_offers_no_other(large: Datasette) -> None:
    assert 'class="language"' not in get(large, "/").text
    get(large, "/zh/revisions", 404)


@pytest.mark.parametrize("path", ["/", "/water-levels", "/water-levels/levels", "/cite"])
def test_site_of_another_list_is_whole(large: Datasette, path: str) -> None:
    assert "Water levels" in get(large, path).text
