"""Every fixed word of the site is used somewhere."""

from __future__ import annotations

import re

from revisioned.site.locale.language import catalogue, languages
from tests.conftest import ROOT

SAYING = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted(ROOT.joinpath("scripts").rglob("*"))
    if path.suffix in (".py", ".html", ".js")
)
# Keys that are composed where they are used: "count_" ~ name, f"kind_{kind}", `tab_${verdict}`.
BEGINNINGS = re.compile(r"""["'`]([a-z_]+_)(?:["']\s*~|\$?\{|%)""")
ENDINGS = re.compile(r"""~\s*["'](_[a-z_]+)["']""")


def test_one_thing_has_a_word_of_its_own_where_the_language_has_one() -> None:
    told = {
        "count_cells": {"fr": "{count} cellules"},
        "count_cells_one": {"en": "just {count} cell"},
    }
    english, chinese, french = languages(["en", "zh", "fr"], told)

    assert english.say("count_cells", count=1) == "just 1 cell"
    assert english.say("count_cells", count=2) == "2 cells"
    assert chinese.say("count_cells", count=1) == "1格"
    assert french.say("count_cells", count=1) == "1 cellules"
    assert french.say("the_records", count=1) == "1 record"


def test_every_fixed_word_is_used() -> None:
    words = {*re.findall(r"\w+", SAYING)}
    beginnings, endings = ({*pattern.findall(SAYING)} for pattern in (BEGINNINGS, ENDINGS))

    assert [
        key
        for key in catalogue("en")
        if key.removesuffix("_one") not in words
        and not key.startswith(tuple(beginnings))
        and not key.endswith(tuple(endings))
    ] == []
