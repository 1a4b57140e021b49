"""Items are found in every layout, and nothing else is taken for an item."""

from __future__ import annotations

import pytest

from tests.list.intake.conftest import Take

THREE = ["Peacebuilding Fund", "UN Water", "International Law Commission"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1. {}\n2. {}\n3. {}\n", "list.txt"),
        ("1、{}；\n2、{}；\n3、{}。\n", "list.txt"),
        ("(i)    {};\n\n(ii)   {}; and\n\n(iii)  {}.\n", "list.txt"),
        ("a) {}\nb) {}\nc) {}\n", "list.txt"),
        ("①{}\n②{}\n③{}\n", "list.txt"),
        ("1\t{}\n2\t{}\n3\t{}\n", "list.txt"),
        ("1.\n{}\n2.\n{}\n3.\n{}\n", "list.txt"),
        ("- {}\n- {}\n- {}\n", "list.txt"),
        ("• {}\n• {}\n• {}\n", "list.txt"),
        ("{}\n{}\n{}\n", "list.txt"),
        ("{}\n\n{}\n\n{}\n", "list.txt"),
        ("The list: {}; {}; and {}.\n", "list.txt"),
        ("The bodies are (1) {}, (2) {} and (3) {}.\n", "list.txt"),
        ("The country leaves the {}, {} and the {} this year.\n", "list.txt"),
        ("# A list\n\n* **{}**\n* [{}](https://example.org)\n* _{}_\n", "list.md"),
        ("| # | Name |\n|---|---|\n| 1 | {} |\n| 2 | {} |\n| 3 | {} |\n", "list.md"),
        ("no,body\n1,{}\n2,{}\n3,{}\n", "list.csv"),
        ("body;no\n{};1\n{};2\n{};3\n", "list.csv"),
        ("name\n{}\n{}\n{}\n", "list.csv"),
        ("<html><ol><li>{}<li>{}</li><li><b>{}</b></li></ol></html>", "list.html"),
        ("<!doctype html><p>1. {}<br>2. {}<br>3. {}</p>", "page"),
        (
            "<html><table><tr><th>A<th>B<tr><td>1<td>{}<tr><td>2<td>{}<tr><td>3<td>{}</table>",
            "x.htm",
        ),
    ],
)
def test_items_are_found_in_every_layout(take: Take, text: str, name: str) -> None:
    taken = take(text.format(*THREE), name)

    assert [outcome.item.named.text for outcome in taken.outcomes] == THREE
    assert {outcome.result for outcome in taken.outcomes} == {"matched"}


def test_names_in_a_chinese_sentence_are_split_where_names_end(take: Take) -> None:
    taken = take(
        "美國將退出聯合國人口基金、聯合國大學、政府間氣候變化專門委員會和國際能源論壇等組織。"
    )

    found = [outcome.body for outcome in taken.outcomes]
    assert found == ["unfpa", "un-university", "ipcc", "international-energy-forum"]


@pytest.mark.parametrize(
    "text",
    [
        "1. Venice Commission\n   of the Council of Europe\n2. UN Water\n",
        "1. Venice Commission;\n\n2. UN Water;\n".replace(
            ";\n\n", "\n\nof the Council of Europe;\n\n", 1
        ),
        "Venice Commission\nof the Council of Europe\nUN Water\n",
        "1.\u00a0\u00a0Venice\u00a0Commission of the\u2028Council of Europe\n2. UN Water",
    ],
)
def test_broken_item_is_joined_by_one_space(take: Take, text: str) -> None:
    taken = take(text)

    first, second = taken.outcomes
    assert first.item.named.text == "Venice Commission of the Council of Europe"
    assert (first.result, second.body) == ("matched", "un-water")


def test_item_in_a_list_that_ends_its_items_runs_on_over_an_empty_line(take: Take) -> None:
    taken = take("1. UN Water;\n\n2. Ministry of Silly\n\nWalks;\n\n3. UN Oceans.\n")

    assert [o.item.named.text for o in taken.outcomes][1] == "Ministry of Silly Walks"
    assert taken.outcomes[1].result == "unknown"


def test_number_terminator_and_note_are_separated(take: Take) -> None:
    taken = take("(iv) Freedom Online Coalition (see note 3); and\n(v) UN Oceans.\n")

    first = taken.outcomes[0].item
    assert (first.named.text, first.number, first.named.note, first.named.is_noted) == (
        "Freedom Online Coalition",
        "(iv)",
        "see note 3",
        True,
    )


def test_number_in_parentheses_continues_that_of_the_heading(take: Take) -> None:
    taken = take("Sec. 2. (a) Some:\n\n(i) UN Water;\n\n(b) Others:\n\n(i) UN Oceans.\n")

    assert [o.item.number for o in taken.outcomes] == ["2(a)(i)", "2(b)(i)"]
    assert [d.text for d in taken.dropped] == ["Sec. 2. (a) Some:", "(b) Others:"]


@pytest.mark.parametrize(
    ("aside", "names", "acronym", "short", "noted"),
    [
        ("（International Energy Forum）", ("International Energy Forum",), "", (), False),
        (
            "（International Energy Forum，IEF，註：略）",
            ("International Energy Forum",),
            "IEF",
            (),
            True,
        ),
        ("（International Energy Forum, IEF）", ("International Energy Forum",), "IEF", (), False),
        (
            "（即「能源論壇」，International Energy Forum）",
            ("International Energy Forum",),
            "",
            ("能源論壇",),
            False,
        ),
        ("（註：A, B，C）", (), "", (), True),
        ("（A, B, and C Forum）", ("A, B, and C Forum",), "", (), False),
    ],
)
def test_text_in_parentheses_is_split_into_its_parts(
    take: Take,
    aside: str,
    names: tuple[str, ...],
    acronym: str,
    short: tuple[str, ...],
    noted: bool,
) -> None:
    (outcome,) = take(f"1、國際能源論壇{aside}；").outcomes

    named = outcome.item.named
    assert named.text == "國際能源論壇"
    assert named.names[1:] == names
    assert (named.acronym, named.short, named.is_noted) == (acronym, short, noted)


def test_parent_in_another_language_is_not_part_of_the_name(take: Take) -> None:
    text = (
        "37、經濟及社會理事會（Economic and Social Council, ECOSOC）——"
        "非洲經濟委員會（Economic Commission for Africa）；"
    )

    (outcome,) = take(text).outcomes

    assert outcome.item.named.names == (
        "經濟及社會理事會——非洲經濟委員會",
        "Economic Commission for Africa",
    )
    assert outcome.body == "economic-commission-for-africa"


def test_places_are_lines_of_the_file(take: Take) -> None:
    taken = take(
        "A heading:\n\n1. UN Water\n2. Venice Commission of\n   the Council of Europe\n"
        "3. UN Oceans\n"
    )

    assert [o.item.place for o in taken.outcomes] == ["list.txt:3", "list.txt:4", "list.txt:6"]
    assert [d.place for d in taken.dropped] == ["list.txt:1"]


def test_prose_and_numbered_prose_around_a_list_are_dropped(take: Take) -> None:
    taken = take(
        "The minister spoke on Wednesday about UN Water and UN Oceans.\n\n"
        "(a) I have considered the matter for a long while and decided.\n\n"
        "The list:\n\n1. UN Water\n2. UN Oceans\n\n"
        "(i) the authority of the minister; or\n(ii) the functions of the office.\n"
    )

    assert [o.body for o in taken.outcomes] == ["un-water", "un-oceans"]
    assert len(taken.dropped) == 5


def test_body_named_in_a_sentence_near_the_list_is_asked_about(take: Take) -> None:
    taken = take(
        "1. UN Water\n2. UN Oceans\n\nIt also leaves UN Energy and the Peacebuilding Fund.\n"
    )

    assert [o.result for o in taken.outcomes] == ["matched", "matched", "review", "review"]


def test_script_and_surroundings_of_a_page_are_not_items(take: Take) -> None:
    page = """<html><head><title>x</title><script>"UN Energy"</script></head><body>
    <nav><ul><li>Home</li></ul></nav><ul><li>UN Water<script>alert("UN Oceans")</script></li>
    <li hidden>UN University</li></ul></body></html>"""

    taken = take(page, "list.html")

    assert [o.item.named.text for o in taken.outcomes] == ["UN Water"]
    assert [d.text for d in taken.dropped] == ["Home"]


@pytest.mark.parametrize(
    "text",
    [
        "The bodies: a) UN Water b) c) Peacebuilding Fund",
        "The bodies: (1) UN Water (2) (3) Peacebuilding Fund (4)",
        "The bodies: ; UN Water; Peacebuilding Fund",
    ],
)
def test_a_number_without_a_text_is_not_an_item(take: Take, text: str) -> None:
    found = [outcome.item.named.text for outcome in take(text).outcomes]

    assert found == ["UN Water", "Peacebuilding Fund"]
