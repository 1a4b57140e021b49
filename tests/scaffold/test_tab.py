"""The pages of the static edition that run in the browser tab, for a list that `init` made, tested
without a browser: one language, a key of two columns, its own releases."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from revisioned.build import database
from revisioned.derive import rerun
from revisioned.descriptor.load import load
from revisioned.site import STATIC, search
from tests.scaffold.conftest import Published
from tests.site.editions import assemble
from tests.site.tab_scripts import ASK, CITE, FIND, VERIFY, node


@pytest.fixture(scope="module")
def folders() -> dict[str, Path]:
    """The assembled editions, by the name of the series."""
    return {}


@pytest.fixture
def edition(
    published: Published, folders: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    if published.series not in folders:
        folder = tmp_path_factory.mktemp("tab") / "edition"
        folders[published.series] = assemble(published.site, published.root, folder)
    return folders[published.series]


def told(folder: Path, page: str) -> dict[str, Any]:
    text = (folder / page / "index.html").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(
        text.partition('<script type="application/json" id="tab">')[2].partition("</script>")[0]
    )
    return found


def test_every_release_of_a_new_list_is_whole(published: Published, edition: Path) -> None:
    given = {"folder": str(edition), "faults": [(each, "", 0) for each in published.versions]}

    assert json.loads(node(VERIFY, given)) == [[]] * 3


def test_every_question_of_a_new_list_gives_what_python_gives(
    published: Published, edition: Path
) -> None:
    path = database.path(load(published.root))
    page = told(edition, "sql")
    asked = []
    for question in page["questions"]:
        options = page["options"]
        asked.append(
            (
                question["sql"],
                {
                    item["name"]: options[f"{question['name']} {item['name']}"][place][0]
                    for place, item in enumerate(question["parameters"])
                },
            )
        )
    found = json.loads(node(ASK, {"database": str(path), "asked": asked}))

    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        due = [[dict(row) for row in connection.execute(*each)] for each in asked]
    assert found == due
    assert any(due)


def test_query_of_a_release_of_a_new_list_has_the_hash_of_rerun(
    published: Published, edition: Path
) -> None:
    place = edition / "releases" / published.versions[0]
    sql = f'SELECT * FROM "{published.series}"'
    both = rerun.databases(lambda path: (place / path).read_bytes())
    due = rerun.cited(both, sql)[1]
    for one in both:
        one.close()

    assert json.loads(node(CITE, {"folder": str(place), "asked": [sql]})) == [due]


def test_a_name_that_was_found_is_in_a_language_of_the_list_or_in_chinese(edition: Path) -> None:
    assert told(edition, "search")["tags"] == ["en", "zh"]


def test_search_of_a_new_list_finds_what_its_server_finds(
    published: Published, edition: Path
) -> None:
    package = load(published.root)
    table = search.named_table(package)
    assert table
    with closing(sqlite3.connect(database.path(package))) as connection:
        known = search.names(connection, package, table)
    asked = [name for names in known.shown.values() for name in names]
    asked += [name[1:] for name in asked]
    due = [search.find(known, text) for text in asked]
    given = {
        "names": told(edition, "search")["names"],
        "asked": asked,
        "dictionaries": str(STATIC / "opencc/dictionaries.json"),
    }

    got = json.loads(node(FIND, given))

    assert [one[1:4] for one in got] == [
        [*map(list, (found.exact, found.within, found.near))] for found in due
    ]
