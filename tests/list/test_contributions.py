"""Twelve invented contributions: six become records, six are answered with what to correct."""

from __future__ import annotations

import errno
import io
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.contribute import address, answers, forms
from revisioned.contribute.dry_run import attempt
from revisioned.contribute.records import Changes, changes
from revisioned.core.csv_table import read
from revisioned.core.errors import InputError
from revisioned.descriptor.load import load
from revisioned.descriptor.model import Package
from revisioned.edit import transaction
from revisioned.edit.records import add, edited, remove, with_defaults
from tests.conftest import ROOT

TODAY = "2026-03-06"
PACKAGE = load(ROOT)
FORMS = forms.read(ROOT)

EVENT = {
    "org_id": "IRENA",
    "step": "notified: a formal notice reached the organization or its depositary",
    "measure": "withdraw: to leave",
    "act_date": "2026-03-02",
    "due_on": "2027-03-02",
    "addressee": "Germany as depositary",
    "url": "https://example.org/irena",
    "title": "[An invented report]",
    "publisher": "The Example",
    "published_on": "2026-03-03",
    "lang": "en",
    "locator": "second paragraph",
    "quotation": "An invented passage with <b>markup</b> that nobody publishes.",
}
DENIAL = {
    "org_id": "International Cotton Advisory Committee",
    "kind": "denial: we have received no formal notice",
    "said_on": "2026-03-04",
    "speaker": "The Secretariat",
    "url": "https://example.org/icac",
    "title": "[An invented statement]",
    "publisher": "International Cotton Advisory Committee",
    "published_on": "2026-03-04",
    "lang": "en",
}
STATEMENT = {
    "org_id": "iucn",
    "kind": "statement: we have made a statement",
    "said_on": "5 March 2026",
    "speaker": "An invented Director",
    "role": "Director General",
    "summary_en": "Says in an invented statement that the union goes on.",
    "summary_zh": "在虛構聲明中表示聯盟會繼續運作。",
    "url": "https://example.org/iucn",
    "title": "[An invented statement of the union]",
    "publisher": "IUCN",
    "published_on": "2026-03-05",
    "lang": "en",
}
NAME = {
    "org_id": "ipbes",
    "kind": "name：我們的名稱有誤",
    "name": "虛構名稱平台",
    "name_lang": "zh-Hant-HK",
    "url": "https://example.org/ipbes",
    "title": "虛構網頁",
    "publisher": "IPBES",
    "published_on": "2026年3月5日",
    "lang": "zh-Hant-HK",
}
ERROR = {
    "page": "https://example.org/sources/am730-2026-01-08",
    "says": "am730",
    "should_say": "am730 Media",
    "url": "https://example.org/am730",
}


def given(kind: str, known: dict[str, str], lang: str = "en") -> answers.Answers:
    """The filled-in form of this kind, as a host returns it."""
    text = address.as_text(PACKAGE, kind, lang, known)
    return answers.read(text.encode(), f"{kind}.md", FORMS)


def made(kind: str, known: dict[str, str], lang: str = "en") -> Changes:
    """The changes that the answers would make."""
    return changes(given(kind, known, lang), PACKAGE, TODAY)


def refused(kind: str, known: dict[str, str], lang: str = "en") -> str:
    """The answer to a contribution that does not fit."""
    with pytest.raises(InputError) as refusal:
        made(kind, known, lang)
    return str(refusal.value)


def test_an_event_is_an_act_and_its_source() -> None:
    (source_table, source), (act_table, act) = made("event", EVENT).add
    assert (source_table, act_table) == ("sources", "acts")
    assert source["source_id"] == act["source_id"] == "the-example-2026-03-03"
    assert (act["org_id"], act["step"], act["act_date"]) == ("irena", "notified", "2026-03-02")
    assert "quotation" not in act


def test_a_denial_is_coverage_of_its_day() -> None:
    cells = dict(made("organization", DENIAL).add)["coverage"]
    assert cells["org_id"] == "international-cotton-advisory-committee"
    assert (cells["result"], cells["searched_until"]) == ("denied", "2026-03-04")
    assert cells["where"] == "The Secretariat: no formal notice received"


def test_a_statement_is_a_statement_of_the_organization() -> None:
    added = dict(made("organization", STATEMENT).add)
    assert added["statements"]["said_on"] == "2026-03-05"
    assert added["statements"]["statement_id"] == "an-invented-director-2026-03-05"
    assert added["statement_organizations"]["org_id"] == "iucn"


def test_a_name_given_in_chinese_is_an_official_name() -> None:
    added = dict(made("organization", NAME, "zh-Hant").add)
    assert added["names"]["name"] == "虛構名稱平台"
    assert added["names"]["kind"] == "official"
    assert added["sources"]["published_on"] == "2026-03-05"


def test_an_error_is_the_one_cell_that_says_so() -> None:
    change = made("error", ERROR)
    (table, after), (_, before) = change.add[0], change.remove[0]
    assert table == "sources"
    assert {name for name in after if after[name] != before[name]} == {"publisher"}


def test_an_error_in_a_text_of_the_list_is_found_there() -> None:
    table = "prints-2026-01-07-memorandum"
    wrong = {"table": table, "record": "unfpa", "says": "UN Population Fund", "url": ERROR["url"]}
    change = made("error", {**wrong, "should_say": "Population Fund"})
    assert [name for name, _ in change.add] == [table]


def test_an_error_in_another_table_than_the_page_is_of_is_found() -> None:
    wrong = {"table": "organizations", "record": "iucn", "says": "Gland", "url": ERROR["url"]}
    assert made("error", {**wrong, "should_say": "Geneva"}).add[0][0] == "facts"


def test_a_text_that_several_cells_have_is_asked_about() -> None:
    said = refused("error", {"says": "withdraw", "should_say": "leave", "url": ERROR["url"]})
    assert "cells say so" in said
    assert "name the table, the record and the column" in said


def test_an_accepted_form_can_be_undone(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy)
    before = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    Path("form.md").write_text(address.as_text(PACKAGE, "event", "en", EVENT), encoding="utf-8")
    assert main(["contribute", "accept", "form.md", "--on", TODAY]) == 0
    assert "irena-notified-2026-03-02" in (copy / "data/acts.csv").read_text(encoding="utf-8")
    assert main(["act", "--undo"]) == 0
    assert {path: path.read_bytes() for path in before} == before
    assert not (copy / "data/register/2026-03-02.csv").exists()


def test_a_text_of_the_list_is_a_review_and_what_accepts_it_can_be_pasted(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(copy)
    Path("the form.md").write_bytes(a_text())
    assert main(["contribute", "the form.md", "--on", TODAY]) == 0
    to_paste = "python -m scripts intake accept 'the form.md.review.csv'"
    assert capsys.readouterr().out.endswith(f"then: {to_paste}\n")
    review = Path("the form.md.review.csv").read_text(encoding="utf-8-sig")
    assert "2026-03-04-the-example" in review
    assert review.count("matched") > 60


def a_text(**changed: str) -> bytes:
    """The form for a text, filled in."""
    known = {
        "title": "[An invented text]",
        "publisher": "The Example",
        "url": "https://example.org/list",
        "published_on": "2026-03-04",
        "lang": "en",
        "text": (ROOT / "docs/invented-printing.txt").read_text(encoding="utf-8"),
    }
    return address.as_text(PACKAGE, "text", "en", {**known, **changed}).encode()


def test_a_text_from_a_pipe_is_a_review_whose_name_is_not_an_option(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(copy)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(a_text())))

    assert main(["contribute", "-", "--on", TODAY]) == 0

    assert (copy / "contribution.review.csv").is_file()
    assert "intake accept contribution.review.csv\n" in capsys.readouterr().out


def test_a_publisher_without_latin_letters_is_named_by_the_host(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(copy)
    Path("form.md").write_bytes(a_text(publisher="虛構日報"))

    assert main(["contribute", "form.md", "--on", TODAY]) == 0

    review = Path("form.md.review.csv").read_text(encoding="utf-8-sig")
    assert "2026-03-04-example-org," in review
    assert "example-org-2026-03-04," in review


def test_a_source_whose_host_has_no_latin_letters_has_a_name_too() -> None:
    chinese = {**EVENT, "publisher": "虛構日報", "url": "https://例子.香港/"}
    (_, source), _ = made("event", chinese).add
    assert source["source_id"] == "source-2026-03-03"


@pytest.mark.parametrize("command", ["intake", "contribute"])
def test_a_review_that_cannot_be_written_is_answered_with_another_place(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    monkeypatch.chdir(copy)
    Path("form.md").write_bytes(a_text())
    named = ["--revision", "2026-03-04-x", "--title", "T", "--source", "article-2026-01-08"]
    words = ["docs/invented-printing.txt", *named] if command == "intake" else ["form.md"]

    def refuse(path: Path, _: bytes) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("revisioned.core.atomic.replace", refuse)

    assert main([command, *words]) == 2
    assert ".review.csv: cannot be written: Permission denied; " in capsys.readouterr().err


def test_all_that_fit_pass_the_check_together(tmp_path: Path) -> None:
    wanted = [
        made("event", EVENT),
        made("organization", DENIAL),
        made("organization", STATEMENT),
        made("organization", NAME, "zh-Hant"),
        made("error", ERROR),
    ]

    def edit(package: Package) -> None:
        for change in wanted:
            for table, cells in change.remove:
                remove(package, edited(package, table), cells)
            for table, cells in change.add:
                add(package, edited(package, table), with_defaults(edited(package, table), cells))

    (tmp_path / "package").mkdir()
    files = transaction.attempt(ROOT, tmp_path / "package", edit)
    assert {"data/acts.csv", "data/register/2026-03-02.csv"} <= {*files}


def test_an_event_after_its_source_is_answered_in_the_words_of_the_form(tmp_path: Path) -> None:
    late = {**EVENT, "act_date": "2026-03-05"}
    (tmp_path / "package").mkdir()
    with pytest.raises(InputError) as refusal:
        attempt(ROOT, given("event", late), tmp_path / "package", TODAY)
    assert "Day of the event: 2026-03-05 is after 2026-03-03" in str(refusal.value)


def test_missing_cells_are_requested_in_the_words_of_the_form(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    english = {**STATEMENT, "summary_zh": ""}
    with pytest.raises(InputError, match="What was said, in Chinese: empty, but required"):
        attempt(ROOT, given("organization", english), tmp_path / "package", TODAY)


def test_without_a_source_nothing_is_entered() -> None:
    said = refused("event", {**EVENT, "url": "", "title": ""})
    assert "Address of the source: not answered" in said
    assert "Title of the source: not answered" in said


def test_an_unknown_organization_is_answered_with_the_likeliest() -> None:
    said = refused("event", {**EVENT, "org_id": "International Solar Aliance of Mars"})
    assert "is unknown here; did you mean" in said


def test_markup_is_refused_where_it_would_be_published() -> None:
    said = refused("event", {**EVENT, "publisher": "<script>alert(1)</script>"})
    assert "Publisher of the source: contains markup, '<script>'; write it as plain text" in said


def test_a_wrong_step_is_answered_with_the_steps() -> None:
    said = refused("event", {**EVENT, "step": "left: it is over"}, "zh-Hant")
    assert "發生甚麼事" in said
    assert "notified, took_effect" in said


def test_an_entry_that_exists_already_is_reported() -> None:
    known = {**EVENT, "org_id": "unesco", "act_date": "2025-07-22", "due_on": "2026-12-31"}
    assert "already in the data, as unesco-notified-2025-07-22 in acts" in refused("event", known)


def test_a_text_that_is_not_a_form_is_refused() -> None:
    with pytest.raises(InputError, match="not a filled-in form"):
        answers.read(b"Dear all, something is wrong.", "mail.txt", FORMS)


def test_steps_in_the_forms_are_steps() -> None:
    steps = {row["step"] for row in read(ROOT / "data/steps.csv").dicts()}
    asked = [field for form in FORMS if (field := form.field("step"))]
    assert len(asked) == 2
    for field in asked:
        assert {word for word, _ in field.options} <= steps


@pytest.mark.parametrize("kind", ["event", "error", "text", "organization"])
def test_forms_ask_the_same_in_both_languages(kind: str) -> None:
    english, chinese = (
        next(form for form in FORMS if (form.kind, form.lang) == (kind, lang))
        for lang in ("en", "zh-Hant")
    )
    for field, other in zip(english.fields, chinese.fields, strict=True):
        assert (field.name, field.required) == (other.name, other.required)
        assert [word for word, _ in field.options] == [word for word, _ in other.options]


def test_the_address_of_a_form_has_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PACKAGE.descriptor, "bugs", "https://example.org/a/b/issues")
    known = {"page": "/sources/x", "table": "sources", "nothing": "of this form"}
    found = address.address(PACKAGE, "error", "zh-Hant", known)
    assert found == (
        "https://example.org/a/b/issues/new?template=error.zh-Hant.yml&page=%2Fsources%2Fx&table=sources"
    )
