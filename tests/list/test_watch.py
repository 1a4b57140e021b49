"""The watches of this list, and a page that prints the list again."""

from __future__ import annotations

from pathlib import Path

import pytest

from revisioned.contribute import answers, forms
from revisioned.descriptor.load import load
from revisioned.watch import proposal, watches
from revisioned.watch.capture import Capture
from revisioned.watch.compare import Change
from revisioned.watch.look import FoundChange
from revisioned.watch.looks import COMPARED, OBSERVED, Look
from tests.conftest import ROOT

PACKAGE = load(ROOT)
WATCHES = {watch.watch_id: watch for watch in watches.load(PACKAGE)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder for a proposal."""
    return tmp_path / "proposals"


def proposed(
    folder: Path, watch_id: str, body: str, came: tuple[str, ...], encoding: str = "utf-8"
) -> dict[str, str]:
    """The files of the proposal for a page with this body."""
    watch = WATCHES[watch_id]
    page = Capture(watch.url, f"text/html; charset={encoding}", body.encode(encoding))
    look = Look(watch_id, "2026-03-04", "changed", url=watch.url, sha256=page.sha256)
    proposal.write(folder, watch, look, FoundChange(Change(came), page), PACKAGE)
    return {path.name: path.read_text(encoding="utf-8-sig") for path in folder.iterdir()}


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
def test_a_page_that_prints_the_list_is_proposed_as_a_review(folder: Path, encoding: str) -> None:
    items = (ROOT / "docs/invented-printing.txt").read_text(encoding="utf-8").splitlines()
    body = "<html><body><main>" + "".join(f"<p>{item}</p>" for item in items) + "</main></body>"
    files = proposed(folder, "whitehouse-memorandum", body, ("The list",), encoding)
    review = files["whitehouse-memorandum.review.csv"]
    assert review.count("matched") > 60
    assert "2026-03-04-whitehouse-memorandum" in review
    assert ".warc.gz" in review
    to_paste = "python -m scripts intake accept build/proposals/whitehouse-memorandum.review.csv"
    assert f"`{to_paste}`" in files["whitehouse-memorandum.md"]


def test_another_text_is_proposed_as_the_draft_of_an_event(folder: Path) -> None:
    passage = "The United States has given notice; an <b>invented</b> passage."
    body = f"<html><body><main><p>{passage}</p></main></body></html>"
    files = proposed(folder, "unesco-united-states", body, (passage,))
    draft = answers.read(files["unesco-united-states.event.md"].encode(), "draft", forms.read(ROOT))
    assert draft["org_id"] == "unesco"
    assert draft["step"] == "took_effect"
    assert draft["url"] == WATCHES["unesco-united-states"].url
    assert passage in draft["quotation"]


def test_the_one_organization_that_a_passage_names_is_in_the_draft(folder: Path) -> None:
    passage = "Withdrawal from the International Renewable Energy Agency: notice to the depositary"
    body = f"<html><body><main><p>{passage}</p></main></body></html>"
    files = proposed(folder, "state-department-press", body, (passage,))
    draft = files["state-department-press.event.md"]
    assert answers.read(draft.encode(), "draft", forms.read(ROOT))["org_id"] == "irena"


def test_if_a_passage_names_several_a_person_must_choose(folder: Path) -> None:
    passage = "The International Energy Forum and the International Cotton Advisory Committee"
    body = f"<html><body><main><p>{passage}</p></main></body></html>"
    files = proposed(folder, "state-department-press", body, (passage,))
    draft = files["state-department-press.event.md"]
    assert answers.read(draft.encode(), "draft", forms.read(ROOT))["org_id"] == ""


def test_results_of_looks_are_those_of_the_table() -> None:
    fields = {field.name: field for field in watches.table(PACKAGE).schema.fields}
    assert sorted(fields["result"].constraints["enum"]) == sorted(COMPARED + OBSERVED)


def test_the_memorandum_and_the_fact_sheet_are_watched() -> None:
    assert {watch.source_id for watch in WATCHES.values()} >= {
        "whitehouse-memorandum-2026-01-07",
        "whitehouse-fact-sheet-2026-01-07",
    }


def test_every_body_with_an_announced_day_ahead_is_watched() -> None:
    bodies = {watch.known["org_id"] for watch in WATCHES.values()}
    assert {"unesco", "freedom-online-coalition", "unfccc"} <= bodies
