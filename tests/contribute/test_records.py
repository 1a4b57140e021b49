"""Records with a key of two columns are corrected by the form that their page fills in."""

from __future__ import annotations

import asyncio
import base64
import shutil
from pathlib import Path

import pytest
from lxml import html

from revisioned.contribute import address, answers, forms
from revisioned.contribute.records import changes
from revisioned.core.errors import InputError, UsageError
from revisioned.descriptor.load import load
from revisioned.edit.records import edited
from revisioned.site import app
from tests.conftest import ROOT

WRONG = "Well of the Three Brothers, Upper"


@pytest.fixture
def package(wells_copy: Path) -> Path:
    """The wells with the forms of this repository."""
    shutil.copytree(ROOT / forms.FOLDER, wells_copy / forms.FOLDER)
    return wells_copy


def read(package: Path, **known: str) -> answers.Answers:
    """The form for an error, filled in, as it is read."""
    text = address.as_text(load(package), "error", "en", {"url": "https://example.org/", **known})
    return answers.read(text.encode(), "error.md", forms.read(package))


def test_form_names_the_record_as_citations_and_messages_do(package: Path) -> None:
    file = package / "data/pages/well.yml"
    file.write_text(f"{file.read_text()}  - name: report\n    show: report\n")
    loaded = load(package)
    page = html.fromstring(asyncio.run(app.application(loaded).client.get("/well/north/2")).text)
    (link, *_) = page.xpath("//*[@id='report']/a/@href")
    text = base64.b64decode(link.partition(",")[2])
    record = answers.read(text, "form.md", forms.read(package))["record"]
    assert record == "north,2"

    said = read(package, table="wells", record=record, says=WRONG, should_say="Upper Well")
    made = changes(said, loaded, "")
    assert [cells["number"] for _, cells in made.add] == ["2"]


def test_records_that_say_the_same_are_named_by_both_columns(package: Path) -> None:
    with pytest.raises(InputError, match="wells north,1 region; wells north,2 region"):
        changes(read(package, says="north", should_say="North", table="wells"), load(package), "")


def test_table_that_nobody_edits_is_answered_with_those_that_people_do(package: Path) -> None:
    with pytest.raises(UsageError, match="no table 'changes' to edit; there are: "):
        edited(load(package), "changes")
