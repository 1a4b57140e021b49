"""An answered review is accepted with all its parts, or nothing is changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.core import atomic
from revisioned.core.csv_table import read
from revisioned.core.errors import PackageError
from revisioned.descriptor.load import load
from revisioned.intake.mapping import form
from revisioned.intake.review import accept
from tests.conftest import ROOT
from tests.forks import killed_before
from tests.list.conftest import copy_package
from tests.list.intake.reviews import (
    FUND,
    REVISION,
    SOURCE,
    TEXT,
    Answers,
    answered,
    parsed,
    proposed,
)

PRINTED = f"data/prints/{REVISION}.csv"
# The number of `kill -9`, at least. Each file has three moments: it is synced, renamed, and its
# folder is synced.
KILLS, MOMENTS_A_FILE = 20, 3


@dataclass(frozen=True)
class Accepted:
    """A package before and after the invented printing was accepted, and the changes."""

    before: Path
    after: Path
    changes: atomic.Changes


def attempt(
    root: Path, answers: Answers, folder: Path, beside: accept.Added = ()
) -> atomic.Changes:
    folder.mkdir()
    declared = form(load(root))
    review = parsed(root, answered(proposed(root), answers))
    return accept.attempt(root, review, declared, folder, beside)


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Accepted:
    folder = tmp_path_factory.mktemp("accepted")
    before, after = (copy_package(folder / name) for name in ("before", "after"))
    changes = attempt(before, FUND, folder / "try")
    atomic.commit(after, changes)
    return Accepted(before, after, changes)


def records(root: Path, path: str) -> list[dict[str, str]]:
    return list(read(root / path).dicts())


def added(accepted: Accepted, path: str) -> list[dict[str, str]]:
    before = records(accepted.before, path)
    return [row for row in records(accepted.after, path) if row not in before]


def state(root: Path) -> str:
    """A hash of everything that a printing could touch."""
    parts = [root / "datapackage.json"]
    parts += [p for part in ("data", "docs", "checks") for p in sorted((root / part).rglob("*"))]
    whole = b"".join(
        str(path.relative_to(root)).encode() + path.read_bytes() for path in parts if path.is_file()
    )
    return hashlib.sha256(whole).hexdigest()


def test_trying_touches_nothing(accepted: Accepted) -> None:
    assert state(accepted.before) == state(ROOT)


def test_printing_has_every_body_in_the_order_of_the_text(accepted: Accepted) -> None:
    rows = records(accepted.after, PRINTED)

    assert [row["org_id"] for row in rows] == sorted(row["org_id"] for row in rows)
    positions = {int(row["position"]): row for row in rows}
    assert sorted(positions) == list(range(1, 67))
    assert positions[24]["name_en"] == "International Renewable Enregy Agency"
    assert (positions[14]["acronym"], positions[14]["printed_number"]) == ("IPCC", "14")
    assert {row["section"] for row in rows} == {"non_un", "un"}


def test_every_name_is_added_with_its_source(accepted: Accepted) -> None:
    names = added(accepted, "data/names.csv")

    assert {row["source_id"] for row in names} == {SOURCE}
    printed = {(row["org_id"], row["name"]) for row in names if row["kind"] == "printed"}
    assert {(row["org_id"], row["name_en"]) for row in records(accepted.after, PRINTED)} <= printed
    assert ("ipcc", "IPCC", "acronym") in {(r["org_id"], r["name"], r["kind"]) for r in names}


def test_source_and_revision_are_added(accepted: Accepted) -> None:
    (source,) = added(accepted, "data/sources.csv")
    (revision,) = added(accepted, "data/revisions.csv")

    assert source["source_id"] == SOURCE
    assert source["sha256"] == hashlib.sha256(TEXT.read_bytes()).hexdigest()
    assert revision == {
        "series": "prints",
        "revision": REVISION,
        "title": "An invented printing",
        "source_id": SOURCE,
    }


def test_resource_follows_that_of_the_previous_printing(accepted: Accepted) -> None:
    descriptor = json.loads((accepted.after / "datapackage.json").read_bytes())

    prints = [item for item in descriptor["resources"] if item.get("series") == "prints"]
    assert [item["path"] for item in prints][-1] == PRINTED
    data = (accepted.after / PRINTED).read_bytes()
    assert prints[-1]["bytes"] == len(data)
    assert prints[-1]["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    places = [descriptor["resources"].index(item) for item in prints]
    assert places == list(range(places[0], places[0] + len(prints)))


def test_derived_files_are_among_the_changes(accepted: Accepted) -> None:
    assert {PRINTED, "datapackage.json", "docs/data-dictionary.md"} <= accepted.changes.keys()
    assert REVISION in (accepted.after / "docs" / "data-dictionary.md").read_text()


def test_accepting_twice_changes_nothing(
    accepted: Accepted, tmp_path: Path, monkeypatch, capsys
) -> None:
    review = tmp_path / "review.csv"
    review.write_bytes(answered(proposed(accepted.before), FUND))
    before = state(accepted.after)
    monkeypatch.chdir(accepted.after)

    assert main(["intake", "accept", str(review)]) == 0

    assert (
        capsys.readouterr().out == f"prints/{REVISION} is already accepted; nothing has changed.\n"
    )
    assert state(accepted.after) == before


def test_open_review_changes_nothing(tmp_path: Path, copy: Path, monkeypatch, capsys) -> None:
    review = tmp_path / "review.csv"
    review.write_bytes(proposed(copy))
    before = state(copy)
    monkeypatch.chdir(copy)

    assert main(["intake", "accept", str(review)]) == 1

    assert "review.csv:74: answer: open:" in capsys.readouterr().err
    assert state(copy) == before


def test_new_body_is_added_with_what_it_needs(copy: Path, tmp_path: Path) -> None:
    body, name = "world-bakery-council", "World Bakery Council"
    new = {"org_id": body, "name_en": name, "kind": "organization", "scope": "listed"}
    item = {"answer": "new", "name_en": name} | {f"new_{key}": new[key] for key in new}
    answers = {"Population Fund": item, "UN Population Fund": {"answer": "removed"}}
    searched = {"org_id": body, "searched_until": "2026-03-05", "source_id": SOURCE}
    searched |= {"result": "none_found", "where": "An invented search."}
    steps = ("notified", "took_effect", "membership", "instrument", "exit_rule")
    beside = [("coverage", {**searched, "step": step}) for step in steps]
    announced = {"org_id": body, "step": "announced", "measure": "withdraw", "source_id": SOURCE}
    announced |= {"act_date": "2026-03-04", "actor": "United States"}
    beside.append(("acts", announced))
    beside.append(("themes", {"org_id": body, "theme": "culture_learning", "reason": "Invented."}))
    rules = copy / "checks" / "organizations.json"
    rules.write_text(rules.read_text().replace('"value": 66', '"value": 67'))

    changes = attempt(copy, answers, tmp_path / "try", beside)

    atomic.commit(copy, changes)
    bodies = [row["org_id"] for row in records(copy, PRINTED)]
    assert (body in bodies, "unfpa" in bodies) == (True, False)
    assert body in [row["org_id"] for row in records(copy, "data/organizations.csv")]
    assert [row["name"] for row in records(copy, "data/names.csv") if row["org_id"] == body] == [
        name
    ]


def test_different_printing_is_not_overwritten(accepted: Accepted, tmp_path: Path) -> None:
    other = {**FUND, "UN Oceans": {"name_en": "UN Ocean"}}
    review = parsed(accepted.before, answered(proposed(accepted.before), other))
    (tmp_path / "try").mkdir()

    with pytest.raises(PackageError, match="with other content; a printing is not overwritten"):
        accept.attempt(accepted.after, review, form(load(accepted.after)), tmp_path / "try")


def test_what_a_check_refuses_changes_nothing(copy: Path, tmp_path: Path) -> None:
    before = state(copy)
    wrong = {**FUND, "source.level": {"answer": "hearsay"}}

    with pytest.raises(PackageError, match=r"(?s)hearsay.*check failed; nothing was written\.$"):
        attempt(copy, wrong, tmp_path / "try")

    assert state(copy) == before


def test_kill_at_any_moment_leaves_the_old_or_the_new_state(
    accepted: Accepted, tmp_path: Path
) -> None:
    old, new = state(accepted.before), state(accepted.after)
    copy = shutil.copytree(accepted.before, tmp_path / "killed")
    before = {path: atomic.read(copy / path) for path in accepted.changes}
    found = []
    # The journal is a file too.
    for moment in range(1, MOMENTS_A_FILE * (len(accepted.changes) + 1) + 1):
        killed = killed_before(
            moment,
            [(os, "fsync"), (os, "replace")],
            lambda: atomic.commit(copy, accepted.changes),
        )
        atomic.recover(copy)
        found.append((killed, state(copy)))
        atomic.commit(copy, before)

    assert {after for _, after in found} == {old, new}
    assert sum(killed for killed, _ in found) >= KILLS
