"""`--dry-run` says what is found, as JSON in the documented form, and writes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from revisioned.cli import main

LIST = """Bodies:

1. UN Water (since 2003);
2. Venice Commission of
   the Council of Europe;
3. UN Watre; and
4. World Bakery Council.
"""


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "list.txt"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_json_has_exactly_the_documented_form(
    text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["intake", str(text), "--dry-run", "--format", "json"])

    said, told = capsys.readouterr()
    found = json.loads(said)
    assert (status, told) == (0, "")
    assert found["dropped"] == [{"text": "Bodies:", "place": "list.txt:1"}]
    assert [item["alternatives"] for item in found["items"]][:2] == [[], []]
    assert [{**item, "alternatives": []} for item in found["items"]] == [
        {
            "position": 1,
            "text": "UN Water",
            "place": "list.txt:3",
            "outcome": "matched",
            "org_id": "un-water",
            "score": 100.0,
            "alternatives": [],
            "printed_number": "1",
            "note": "since 2003",
        },
        {
            "position": 2,
            "text": "Venice Commission of the Council of Europe",
            "place": "list.txt:4",
            "outcome": "matched",
            "org_id": "venice-commission-of-the-council-of-europe",
            "score": 100.0,
            "alternatives": [],
            "printed_number": "2",
            "note": "",
        },
        {
            "position": 3,
            "text": "UN Watre",
            "place": "list.txt:6",
            "outcome": "review",
            "org_id": None,
            "score": found["items"][2]["score"],
            "alternatives": [],
            "printed_number": "3",
            "note": "",
        },
        {
            "position": 4,
            "text": "World Bakery Council",
            "place": "list.txt:7",
            "outcome": "unknown",
            "org_id": None,
            "score": 0.0,
            "alternatives": [],
            "printed_number": "4",
            "note": "",
        },
    ]
    best = found["items"][2]["alternatives"][0]
    assert best["org_id"] == "un-water"
    assert 0 < best["score"] < 100


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_is_written(text: Path, copy: Path, form: str, monkeypatch) -> None:
    monkeypatch.chdir(copy)
    before = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}

    assert main(["intake", str(text), "--dry-run", "--format", form]) == 0

    assert {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()} == before
    assert [path.name for path in text.parent.iterdir() if path.is_file()] == ["list.txt"]


def test_text_shows_each_outcome(text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["intake", str(text), "--dry-run"])

    said = capsys.readouterr().out
    assert [line[0] for line in said.splitlines()] == ["=", "=", "?", "!", "-", "4"]
    assert said.endswith("4 items: 2 matched, 1 to review, 1 unknown; 1 other text dropped\n")


def test_exit_is_0_whatever_matches(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "list.txt").write_text("1. World Bakery Council\n")

    assert main(["intake", str(tmp_path / "list.txt"), "--dry-run", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["items"][0]["outcome"] == "unknown"


def test_control_characters_do_not_reach_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.html").write_text("<ul><li>UN Water&#27;[2J</li></ul>")

    main(["intake", str(tmp_path / "list.html"), "--dry-run"])

    assert "\x1b" not in capsys.readouterr().out
