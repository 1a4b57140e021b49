"""Forms that people send: whatever they contain, they are read or answered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revisioned.contribute import answers, forms
from revisioned.contribute.address import render
from revisioned.contribute.mapping import slug
from revisioned.contribute.records import changes
from revisioned.core.errors import InputError, PackageError
from revisioned.descriptor.dates import read_day
from revisioned.descriptor.load import load
from tests.conftest import ROOT
from tests.laws import law

FORMS = forms.read(ROOT)
PACKAGE = load(ROOT)
WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)


@law()
@given(st.sampled_from(FORMS), st.data())
def test_filled_in_answers_are_read_back(form: forms.Form, data: st.DataObject) -> None:
    line = st.text(alphabet="aé氣 .,:;'\"()", min_size=1, max_size=20).map(str.strip).filter(bool)
    given_ = {field.name: data.draw(line) for field in form.fields}
    back = answers.read(render(form, given_).encode(), "form.md", FORMS)
    assert back.form == form
    assert back.texts == given_


@law()
@given(st.binary(max_size=300))
def test_whatever_is_sent_is_a_form_or_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        answers.read(data, "sent", FORMS)


@law(0.5)
@given(st.sampled_from([form for form in FORMS if form.kind != "text"]), st.data())
def test_whatever_is_answered_becomes_records_or_an_answer(
    form: forms.Form, data: st.DataObject
) -> None:
    known = {
        field.name: data.draw(
            st.one_of(WORDS, st.sampled_from(["2026-03-02", "https://example.org/x", "iucn", ""]))
        )
        for field in form.fields
    }
    for field in form.fields:
        if field.options and data.draw(st.booleans()):
            known[field.name] = field.options[0][0]
    text = render(form, known).encode()
    try:
        made = changes(answers.read(text, "form.md", FORMS), PACKAGE, "2026-03-06")
    except PackageError as error:
        said = str(error)
    else:
        said = f"form.md: {made.add[0][0]}"
    assert "form.md" in said


def test_a_question_answered_twice_is_refused() -> None:
    text = "### Organization\n\nIRENA\n\n### Day of the event\n\nx\n\n### Organization\n\nIUCN\n"
    with pytest.raises(InputError, match=r"form\.md:9: Organization: answered twice"):
        answers.read(text.encode(), "form.md", FORMS)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-02", "2026-03-02"),
        ("2026年3月2日", "2026-03-02"),
        ("2 March 2026", "2026-03-02"),
        ("March 2, 2026", "2026-03-02"),
        ("3/2/26", None),
        ("2026-02-30", None),
        ("2 Marsh 26", None),
    ],
)
def test_a_day_is_read_only_if_it_is_unambiguous(text: str, day: str | None) -> None:
    assert read_day(text) == day


def test_a_slug_is_a_part_of_an_identifier() -> None:
    assert slug("The Éxample, Daily & Co. of Somewhere") == "the-example-daily-co"
