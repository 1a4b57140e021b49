"""A text is matched to its body or asked about, but never matched to another body."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.intake import measure
from revisioned.core.normalize import clean, key
from revisioned.descriptor.model import Package
from revisioned.intake.mapping import Form, names
from revisioned.intake.match.index import Names
from tests.list.intake.conftest import Take


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("U.N. Water", "United Nations WATER"),
        ("U. N. Water", "un water"),
        ("International Trade Centre", "the International Trade Center"),
        ("UN Human Settlements Programme", "UN Human Settlements Program"),
        ("World Health Organisation", "World Health Organization"),
        ("ＵＮ Ｗａｔｅｒ", "UN\u00a0Water\u200b"),
        ("Lead & Zinc", "Lead and Zinc"),
        ("Alliance “of” Civilizations", "Alliance of Civilizations"),
        ("國際能源論壇", "国际能源论坛"),
        ("世衞組織", "世衛組織"),
        ("全球網路專家論壇", "全球網絡專家論壇"),
        ("21 世紀", "21世紀"),
    ],
)
def test_same_name_has_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@given(st.text(max_size=60))
def test_key_of_a_key_is_the_key(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert key(key(text)) == key(text)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (
            "Economic Commission for Latin America",
            "economic-commission-for-latin-america-and-the-caribbean",
        ),
        ("Int'l Law Commission", "international-law-commission"),
        ("International Enregy Forum", "international-energy-forum"),
        ("Intergovernmental Panel onClimate Change", "ipcc"),
        ("Framework Convention on Climate Change", "unfccc"),
        ("UNFPA - UN Population Fund", "unfpa"),
        ("聯合國國際法委員會", "international-law-commission"),
        ("非洲人后裔问题常设论坛", "permanent-forum-on-people-of-african-descent"),
        ("亞洲和太平洋經濟與社會委員會", "economic-and-social-commission-for-asia-and-the-pacific"),
    ],
)
def test_other_print_of_a_name_is_matched(index: Names, text: str, body: str) -> None:
    match = index.match(text)

    assert match.sure
    assert match.best is not None
    assert match.best.body == body


@pytest.mark.parametrize(
    "text",
    [
        "Economic and Social Commission for Asia",
        "Economic Commission for Europe",
        "Special Representative of the Secretary-General on Violence",
        "Office of the Special Representative of the Secretary-General",
        "International Energy Agency",
        "International Law Association",
        "International Copper Study Group",
        "International Solar Energy Society",
        "Inter-American Institute of Human Rights",
        "Freedom Offline Coalition",
        "Global Counterterrorism Fund",
        "Peacekeeping Commission",
        "Science and Technology Center",
        "World Trade Organization",
        "UN Development Programme",
        "EU Population Fund",
        "Paris",
        "UN",
        "WMO",
        "歐洲經濟委員會",
        "國際能源署",
        "世界氣象組織",
        "聯合國兒童基金會",
        "特別顧問辦公室",
        "国际铜业研究组",
    ],
)
def test_near_twin_is_not_matched(index: Names, text: str) -> None:
    assert not index.match(text).sure


def test_misprinted_names_are_never_matched_to_another_body(
    package: Package, declared: Form
) -> None:
    known = list(names(package, declared))
    long = sorted({(name.body, name.text) for name in known if not name.is_acronym})
    index = Names.from_pairs(long, [(name.body, name.text) for name in known if name.is_acronym])

    figures, faults = measure(long, index, 2_000, 2026)

    assert [fault for fault in faults if fault[0] == "WRONG"] == []
    recoverable = sum(kind.recoverable for kind in figures.values())
    assert recoverable > 800
    assert sum(kind.matched for kind in figures.values()) >= 0.97 * recoverable


def test_name_that_two_bodies_have_is_asked_about() -> None:
    names = Names.from_pairs([("one", "Council of Bakers"), ("other", "Council of Bakers")], [])

    for text in ("Council of Bakers", "Council of Bakesr"):
        match = names.match(text)
        assert not match.sure
        assert {candidate.body for candidate in match.candidates} == {"one", "other"}


def test_language_without_names_matches_nothing(take: Take) -> None:
    taken = take(
        "1. Groupe d'experts intergouvernemental sur l'évolution du climat\n"
        "2. Commission économique pour l'Afrique\n3. Forum international de l'énergie\n"
        "4. Université des Nations Unies\n5. Fonds vert pour le climat\n"
    )

    assert len(taken.outcomes) == 5
    assert taken.matched == 0


def test_mixed_languages_are_matched_item_by_item(take: Take) -> None:
    taken = take("1. Peacebuilding Fund\n2. Университет ООН\n3. 国际能源论坛\n4. 國際太陽能聯盟\n")

    assert [o.result for o in taken.outcomes] == ["matched", "unknown", "matched", "matched"]


def test_body_is_matched_once(take: Take) -> None:
    taken = take("1. UN Watre\n2. UN Water\n3. U.N. Water\n")

    assert [o.result for o in taken.outcomes] == ["review", "matched", "review"]
    assert "is in the text twice" in taken.outcomes[0].why


@pytest.mark.parametrize(
    "text",
    [
        "International Energy Agency (國際能源論壇)",
        "International Solar Alliance (IRENA)",
        "國際能源論壇（International Solar Alliance）",
    ],
)
def test_names_of_different_bodies_in_one_item_are_asked_about(take: Take, text: str) -> None:
    (outcome,) = take(f"1. {text}\n").outcomes

    assert outcome.result == "review"
