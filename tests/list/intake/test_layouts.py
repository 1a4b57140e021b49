"""The items of a list are its names, in every layout and whether or not the names are known."""

from __future__ import annotations

import re

import pytest

from tests.list.intake.conftest import Take
from tests.list.intake.layouts import EVERYWHERE, WITH_SOME

NAMES = {
    "known": [
        "Peacebuilding Fund",
        "UN Water",
        "International Law Commission",
        "Freedom Online Coalition",
    ],
    "hard": [
        "24/7 Carbon-Free Energy Compact",
        "Intergovernmental Forum on Mining, Minerals, Metals, and Sustainable Development",
        "International Union for Conservation of Nature",
        "Pan American Institute of Geography and History",
    ],
    "mixed": [
        "Peacebuilding Fund",
        "World Bakery Council",
        "International Law Commission",
        "Ministry of Silly Walks",
    ],
    "strange": [
        "World Bakery Council",
        "Moon Bureau",
        "Ministry of Silly Walks",
        "Universal Office of Tea",
    ],
    "chinese": ["國際能源論壇", "聯合國大學", "國際法委員會", "自由在線聯盟"],
}
NOBODY = {*NAMES["strange"]}

CASES = [
    *((layout, *of, names) for layout, of in EVERYWHERE.items() for names in list(NAMES)[1:]),
    *((layout, *of[:2], names) for layout, of in WITH_SOME.items() for names in of[2]),
]


def laid_out(text: str, names: list[str]) -> str:
    left = iter(names)

    def named(place: re.Match[str]) -> str:
        name = next(left)
        quoted = place[1] == "Q" or (place[1] == "q" and "," in name)
        return f'"{name}"' if quoted else name

    return re.sub(r"\{(q0|q|Q|)\}", named, text)


@pytest.mark.parametrize(
    ("file", "text", "names"),
    [case[1:] for case in CASES],
    ids=[f"{case[0]}, {case[3]}" for case in CASES],
)
def test_items_are_the_names(take: Take, file: str, text: str, names: str) -> None:
    taken = take(laid_out(text, NAMES[names]), file)

    assert [outcome.item.named.text for outcome in taken.outcomes] == NAMES[names]
    for name, outcome in zip(NAMES[names], taken.outcomes, strict=True):
        assert (outcome.result == "matched") == (name not in NOBODY)
