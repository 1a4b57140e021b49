"""The pages speak about events, organizations and texts of the list. Words of the data, such as
act, body and printing, occur only in names of files and columns and in the title of the data
set."""

from __future__ import annotations

import re

import pytest
from datasette.app import Datasette

from revisioned.descriptor.load import load
from tests.conftest import ROOT
from tests.list.site.test_chinese import URL, WORKS, Words, get, names  # noqa: F401

RETIRED = re.compile(
    r"\b(?:acts?|printings?|prints|(?<!governing )bod(?:y|ies)|den(?:y|ied|ial)|register|rescind\w*"
    r"|coding|beside|stands?|tells? of)\b",
    re.IGNORECASE,
)
# Names of files and columns; an act of Congress, a register of arms, a type of organization.
KEPT = re.compile(
    r"[\w./-]+\.(?:csv|json|sql|parquet|md)|\b(?:prints|register)/\S+|[Aa]cts? of Congress"
    r"|official printing|its printing in|the one who acts|force"
    r"|Register of Conventional Arms|^register$|register \(\d+\)"
    r"|· register|[Gg]overning body"
)
QUESTIONS = (
    "notice_given",
    "notice_denied",
    "no_member",
    "by_theme_and_kind",
    "as_of?date=2026-01-21",
)
PAGES = (
    *("/", "/organizations", "/about", "/claims", "/search?q=climate", "/search?q=zzz", "/nowhere"),
    *("/revisions", "/revisions/prints/2026-01-08-article", "/revisions/register/2026-02-10"),
    *("/diff/prints/2026-01-07-memorandum...2026-01-08-article", "/releases"),
    *("/diff/register/2026-01-08...2026-01-22", "/cite"),
    *(f"/organizations/{name}" for name in ("unfccc", "who", "unesco", "ecosoc", "un-women")),
    *(f"/organizations/{name}" for name in ("green-climate-fund", "irena", "ipcc", "unfpa")),
    *(f"/sources/{name}" for name in ("ndtv-2025-01-28", "rubio-statement-2026-01-07")),
    *(f"/withdrawals/{name}" for name in QUESTIONS),
)


@pytest.mark.parametrize("path", PAGES)
def test_page_has_no_retired_word(site: Datasette, path: str, names: re.Pattern[str]) -> None:  # noqa: F811
    title = re.compile(re.escape(load(ROOT).title), re.IGNORECASE)
    found = [
        text
        for lang, text in Words(get(site, path)).found
        if not lang or lang.startswith("en")
        if RETIRED.search(KEPT.sub(" ", names.sub(" ", URL.sub(" ", title.sub(" ", text)))))
    ]

    assert found == []
