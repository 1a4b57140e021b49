"""What is around, between and after the names of a list is not taken for names."""

from __future__ import annotations

import pytest

from tests.list.intake.conftest import Take

VENICE = "Venice Commission of the Council of Europe"
PARTS = "Intergovernmental Science-Policy Platform on Biodiversity and Ecosystem Services"


def texts(take: Take, text: str, name: str = "list.txt") -> list[str]:
    return [outcome.item.named.text for outcome in take(text, name).outcomes]


@pytest.mark.parametrize(
    "text",
    [
        "1. Venice Commission of the\nCouncil of Europe\n2. UN Water\n",
        "1. Venice Commission of the\n\nCouncil of Europe\n\n2. UN Water\n",
        "- Venice Commission of the\n  Council of Europe\n- UN Water\n",
        "Venice Com\u00admission of the Coun\u00ad\ncil of Europe\nUN Water\n",
        "Venice Commission of the\nCouncil of Europe; UN Water.",
        "> 1. Venice Commission of the Council of Europe\n> 2. UN Water\n",
        "• (a) Venice Commission of the Council of Europe\n• (b) UN Water\n",
        "1\nVenice Commission of the Council of Europe\n2\nUN Water\n",
        "•\nVenice Commission of the Council of Europe\n•\nUN Water\n",
        "The following are the bodies\nof the list:\nVenice Commission of the\nCouncil of Europe\n"
        "UN Water\n",
        "Venice Commission of the Council of Europe; and/or\nUN Water.",
    ],
)
def test_broken_and_doubly_marked_items_are_complete(take: Take, text: str) -> None:
    assert texts(take, text) == [VENICE, "UN Water"]


def test_unknown_item_is_joined_where_it_is_indented(take: Take) -> None:
    assert texts(take, "1. World Federation of\n   Bakers\n2. UN Water\n") == [
        "World Federation of Bakers",
        "UN Water",
    ]


def test_word_broken_at_its_hyphen_is_joined_without_a_space(take: Take) -> None:
    broken = PARTS.replace("Science-", "Science-\n")

    assert texts(take, f"1. {broken}\n2. UN Water\n") == [PARTS, "UN Water"]


def test_broken_chinese_is_joined_without_a_space(take: Take) -> None:
    assert texts(take, "1、國際能源\n論壇；\n2、聯合國大學。\n") == ["國際能源論壇", "聯合國大學"]


@pytest.mark.parametrize(
    ("item", "note"),
    [
        ("UN Water (UNW) (since 2003)", "UNW; since 2003"),
        ("UN Water [a note];", "a note"),
        ("UN Water (a forum (of agencies))", "a forum (of agencies)"),
        ("UN Water; (see below)", "see below"),
        ("UN Water\n   (a mechanism)", "a mechanism"),
        ("UN Water (a\n   mechanism)", "a mechanism"),
        ("UN Water*", "*"),
        ("UN Water¹²;", "¹²"),
        ("UN Water [1] †", "1; †"),
        ("UN Water ......... 17", ""),
    ],
)
def test_notes_and_signs_are_separated(take: Take, item: str, note: str) -> None:
    first, second = take(f"1. {item}\n2. UN Oceans\n").outcomes

    assert (first.item.named.text, first.item.named.note) == ("UN Water", note)
    assert (first.body, second.body) == ("un-water", "un-oceans")


@pytest.mark.parametrize(
    "text",
    [
        "國際能源論壇\nInternational Energy Forum\n\n聯合國大學\nUN University\n",
        "1. 國際能源論壇 / International Energy Forum\n2. 聯合國大學 / UN University\n",
        "國際能源論壇\tInternational Energy Forum\n聯合國大學\tUN University\n",
        "1、國際能源論壇（International Energy Forum）；2、聯合國大學（UN University）。",
    ],
)
def test_names_in_two_languages_are_one_item(take: Take, text: str) -> None:
    assert [o.body for o in take(text).outcomes] == ["international-energy-forum", "un-university"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("(g) UN Water;\n(h) UN Oceans;\n(i) UN Energy.\n", ["(g)", "(h)", "(i)"]),
        ("1.1 UN Water\n1.2 UN Oceans\n1.3 UN Energy\n", ["1.1", "1.2", "1.3"]),
        ("A:\n1. UN Water\n2. UN Oceans\nB:\n1. UN Energy\n", ["1", "2", "1"]),
        ("\ufeffNo. 1 UN Water\nNo. 2 UN Oceans\nNo. 3 UN Energy\n", ["1", "2", "3"]),
        ("They are (i) UN Water, (ii) UN Oceans, and (iii) UN Energy.", ["(i)", "(ii)", "(iii)"]),
        ("第一，UN Water\n第二，UN Oceans\n第三，UN Energy\n", ["一", "二", "三"]),
    ],
)
def test_printed_number_is_kept(take: Take, text: str, numbers: list[str]) -> None:
    outcomes = take(text).outcomes

    assert [o.body for o in outcomes] == ["un-water", "un-oceans", "un-energy"]
    assert [o.item.number for o in outcomes] == numbers


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_place_is_the_line_whatever_ends_it(take: Take, end: str) -> None:
    taken = take(end.join(["A list:", "", "1. UN Water", "2. UN Oceans\f3. UN Energy", ""]))

    assert [o.item.place for o in taken.outcomes] == ["list.txt:3", "list.txt:4", "list.txt:4"]


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        ("Annex I\n\nList of organizations\n\n1. UN Water\n2. UN Oceans\n\nDone at Example\n", 3),
        ("UN organizations\n\nUN Water\n\nUN Oceans\n", 1),
        ("聯合國組織\nUN Water\nUN Oceans\n", 1),
        ("I. Non-UN organizations\n1. UN Water\nII. Others\n1. UN Oceans\n", 2),
        ("1. UN Water\n\n- 2 -\n\n2. UN Oceans\n\nPage 3 of 3\n", 2),
        ("It was said on Monday that more would follow soon.\n\n1. UN Water\n2. UN Oceans\n", 1),
    ],
)
def test_headings_pages_and_prose_are_dropped(take: Take, text: str, dropped: int) -> None:
    taken = take(text)

    assert [o.body for o in taken.outcomes] == ["un-water", "un-oceans"]
    assert len(taken.dropped) == dropped


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("١. صندوق السلام\n٢. القانون الدولي\n", ["صندوق السلام", "القانون الدولي"]),
        ("\u200f1. \u202bصندوق\u202c\n\u200f2. لجنة\n", ["صندوق", "لجنة"]),
        ("а) Фонд мира;\nб) Университет ООН.\n", ["Фонд мира", "Университет ООН"]),
        ("가. 국제에너지포럼\n나. 유엔대학\n", ["국제에너지포럼", "유엔대학"]),
        ("א. קרן\nב. אוניברסיטה\n", ["קרן", "אוניברסיטה"]),
        ("1º ONU-Eau ;\n2º Fonds vert ; et\n3º Droit.\n", ["ONU-Eau", "Fonds vert", "Droit"]),
        ("a) Fondo de Paz; y\nb) ONU-Agua.\n", ["Fondo de Paz", "ONU-Agua"]),
        ("1．国際フォーラム\n2．国連大学\n", ["国際フォーラム", "国連大学"]),
    ],
)
def test_items_in_other_scripts_are_found(take: Take, text: str, found: list[str]) -> None:
    assert texts(take, text) == found


def test_cells_over_several_rows_keep_the_columns(take: Take) -> None:
    rows = "<tr><td rowspan=2>{}</td><td>{}</td><td>{}</td></tr><tr><td>{}</td><td>{}</td></tr>"
    first = rows.format("Some", 1, "UN Water", 2, "UN Oceans")
    taken = take(f"<table>{first}{rows.format('Others', 3, 'UN Energy', 4, 'UN Women')}</table>")

    assert [o.item.number for o in taken.outcomes] == ["1", "2", "3", "4"]
    assert [o.body for o in taken.outcomes] == ["un-water", "un-oceans", "un-energy", "un-women"]


def test_rows_that_only_head_others_are_dropped(take: Take) -> None:
    rows = (
        "The list,,\n,,\nNo,Name,Year\n,Some bodies,\n1,UN Water,2003\n,Others,\n2,UN Oceans,2003"
    )

    taken = take(f"{rows}\nTotal,2,\n", "list.csv")

    assert [o.body for o in taken.outcomes] == ["un-water", "un-oceans"]
    assert [o.item.number for o in taken.outcomes] == ["1", "2"]
    assert len(taken.dropped) == 5


def test_headings_that_name_the_bodies_are_the_items(take: Take) -> None:
    text = (
        "# The list\n\n## 1. UN Water\n\nIt works on water, and has done so.\n\n## 2. UN Oceans\n"
    )

    assert texts(take, f"{text}\nIt works on the seas of the world.\n", "list.md") == [
        "UN Water",
        "UN Oceans",
    ]


def test_page_part_that_is_not_shown_is_not_read(take: Take) -> None:
    text = (
        "<ul><li>UN Water</li><li style='display: none'>UN Energy</li><!-- <li>UN Oceans --></ul>"
    )

    assert texts(take, text, "list.html") == ["UN Water"]
