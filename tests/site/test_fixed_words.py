"""Every fixed word of the site is used somewhere."""

from __future__ import annotations

import re

from revisioned.site.locale.language import catalogue
from tests.conftest import ROOT

SAYING = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted(ROOT.joinpath("scripts").rglob("*"))
    if path.suffix in (".py", ".html", ".js")
)
# Keys that are composed where they are used: "count_" ~ name, f"kind_{kind}", `tab_${verdict}`.
BEGINNINGS = re.compile(r"""["'`]([a-z_]+_)(?:["']\s*~|\$?\{|%)""")
ENDINGS = re.compile(r"""~\s*["'](_[a-z_]+)["']""")


def test_every_fixed_word_is_used() -> None:
    words = {*re.findall(r"\w+", SAYING)}
    beginnings, endings = ({*pattern.findall(SAYING)} for pattern in (BEGINNINGS, ENDINGS))

    assert [
        key
        for key in catalogue("en")
        if key not in words
        and not key.startswith(tuple(beginnings))
        and not key.endswith(tuple(endings))
    ] == []
