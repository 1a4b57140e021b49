"""A review is refused as a whole while anything in it is open or wrong, with the line of each
fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from revisioned.core.errors import InputError, PackageError
from revisioned.descriptor.load import load
from revisioned.intake.mapping import form
from revisioned.intake.review import review_file
from revisioned.intake.review.answers import read_answers
from revisioned.intake.review.review_file import ReviewError
from tests.list.intake.reviews import FUND, Answers, answered, parsed, proposed


@pytest.fixture(scope="module")
def data(root: Path) -> bytes:
    return proposed(root)


def faults(root: Path, data: bytes) -> list[str]:
    package = load(root)
    with pytest.raises(ReviewError) as refused:
        read_answers(parsed(root, data), form(package), package)
    assert str(refused.value).splitlines()[-1].startswith("Nothing is accepted; ")
    return [str(finding) for finding in refused.value.findings]


def test_open_lines_are_named(root: Path, data: bytes) -> None:
    item, missing = faults(root, data)

    assert "open: 'Population Fund' is review" in item
    assert "open: unfpa is not found; answer `removed`" in missing


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"Population Fund": {"answer": "drop"}}, "open: unfpa is not found"),
        ({"Population Fund": {"answer": "nobody"}}, "'nobody' is not in organizations"),
        ({"Population Fund": {"answer": "un-water"}}, "un-water is the answer on line"),
        ({"Population Fund": {"answer": "new"}}, "a new body needs its cells: new_org_id"),
        ({**FUND, "UN Oceans": {"kind": "thing"}}, "'thing' is not one of: setting, item"),
        ({**FUND, "UN Oceans": {"row": "x"}}, "expected an integer"),
        ({**FUND, "revision": {"answer": "../../x"}}, "not a name of a revision"),
        ({**FUND, "against": {"answer": "prints/x"}}, "there is no prints/x"),
        ({**FUND, "title": {"answer": ""}}, "no setting 'title'"),
        ({**FUND, "UN Population Fund": {"answer": "removed"}}, "is answered to be removed, but"),
        ({"Population Fund": {"answer": ""}, "UN Population Fund": {"answer": "yes"}}, "'yes'"),
    ],
)
def test_wrong_answer_is_named(root: Path, data: bytes, answers: Answers, reason: str) -> None:
    assert reason in "\n".join(faults(root, answered(data, answers)))


def test_lines_may_be_sorted_by_a_spreadsheet(root: Path, data: bytes) -> None:
    package = load(root)
    whole = answered(data, FUND)
    header, *lines = whole.splitlines(keepends=True)
    turned = b"".join([header, *reversed(lines)])

    said = [
        read_answers(parsed(root, text), form(package), package).records for text in (whole, turned)
    ]

    assert said[0] == said[1]
    assert [record["position"] for record in said[0]] == [str(n) for n in range(1, 67)]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_of_spreadsheets_are_read(root: Path, data: bytes, delimiter: str) -> None:
    import csv
    import io

    out = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(answered(data, FUND).decode(), newline=""))
    csv.writer(out, delimiter=delimiter).writerows(rows)

    review = parsed(root, b"\xef\xbb\xbf" + out.getvalue().encode())

    assert review == parsed(root, answered(data, FUND))


@pytest.mark.parametrize("text", [b"", b"a,b\n1,2\n", b"\xff\xfe1\x00", b'row,"kind\n'])
def test_file_that_is_not_a_review_is_refused(root: Path, text: bytes) -> None:
    with pytest.raises(InputError):
        review_file.parse(text, "review.csv", form(load(root)))


def test_corrected_cell_is_used(root: Path, data: bytes) -> None:
    package = load(root)
    wrong = "International Renewable Enregy Agency"
    corrected = {wrong: {"name_en": "International Renewable Energy Agency"}}

    made = read_answers(parsed(root, answered(data, FUND | corrected)), form(package), package)

    (record,) = (record for record in made.records if record["org_id"] == "irena")
    assert record["name_en"] == "International Renewable Energy Agency"


def test_dropped_text_may_be_an_item_after_all(root: Path, data: bytes) -> None:
    package = load(root)
    heading = "An invented printing, to show how one is taken in"
    answers = {
        "UN Oceans": {"answer": "drop"},
        "Population Fund": {"answer": "unfpa"},
        heading: {"answer": "un-oceans", "name_en": "UN Oceans"},
    }

    made = read_answers(parsed(root, answered(data, answers)), form(package), package)

    assert len(made.records) == 66


def test_error_is_one_that_the_command_line_prints(root: Path, data: bytes) -> None:
    package = load(root)
    with pytest.raises(PackageError) as refused:
        read_answers(parsed(root, data), form(package), package)
    assert refused.value.exit_code == 1
