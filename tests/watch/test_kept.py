"""What `watch` stores: captures, the log, and with a release the newest look in the table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from revisioned.core.csv_table import read
from revisioned.core.errors import InputError, PackageError, UsageError
from revisioned.descriptor.load import load
from revisioned.watch import capture, fixity, looks, watches
from revisioned.watch.capture import BrokenError
from revisioned.watch.fetch import Response
from revisioned.watch.looks import Look
from tests.watch.conftest import Watching

MOMENT = "2026-03-02T12:00:00Z"
ANSWER = Response("https://example.org/x", 200, (("Content-Type", "text/plain"),), b"some text")


def test_a_capture_is_a_warc_record_that_others_read(tmp_path: Path) -> None:
    kept = capture.keep(tmp_path, ANSWER, MOMENT)
    path = capture.place(tmp_path, kept.sha256)
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            assert record.rec_headers.get_header("WARC-Target-URI") == ANSWER.url
            assert record.rec_headers.get_header("WARC-Date") == MOMENT
            assert record.content_stream().read() == ANSWER.body

    class Words:
        inputs = (str(path),)
        verbose = False

    assert not Checker(Words()).exit_value


def test_the_same_answer_is_kept_once_in_the_same_bytes(tmp_path: Path) -> None:
    capture.keep(tmp_path / "a", ANSWER, MOMENT)
    capture.keep(tmp_path / "a", ANSWER, "2026-03-09T12:00:00Z")
    capture.keep(tmp_path / "b", ANSWER, MOMENT)
    (first,), (second,) = (sorted((tmp_path / name).iterdir()) for name in "ab")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("cut", [1, 40, 300])
def test_a_damaged_capture_is_not_read(tmp_path: Path, cut: int) -> None:
    path = capture.place(tmp_path, capture.keep(tmp_path, ANSWER, MOMENT).sha256)
    path.write_bytes(path.read_bytes()[:cut])
    assert capture.find(tmp_path, path.name.partition(".")[0]) is None


def test_capture_that_expands_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capture, "MAX_BYTES", 4)
    with pytest.raises(BrokenError, match="more than"):
        capture.keep(tmp_path, ANSWER, MOMENT)


def test_incomplete_last_line_of_the_log_is_ignored(tmp_path: Path) -> None:
    log = tmp_path / "looks.jsonl"
    looks.add(log, Look("a", "2026-03-02", "unchanged"))
    with log.open("ab") as file:
        file.write(b'{"watch_id": "b", "loo')
    assert [look.watch_id for look in looks.read(log)] == ["a"]
    looks.add(log, Look("c", "2026-03-03", "gone", "the host answers 404"))
    assert [look.watch_id for look in looks.read(log)] == ["a", "c"]


def test_a_line_that_is_not_a_look_is_named(tmp_path: Path) -> None:
    log = tmp_path / "looks.jsonl"
    log.write_text('{"watch_id": "a", "looked_on": "2026-03-02", "result": "gone"}\n{"x": 1}\n')
    with pytest.raises(InputError, match=r"looks\.jsonl:2: not a look"):
        looks.read(log)


def test_the_newest_look_of_each_watch_goes_into_the_table(watching: Watching) -> None:
    watching.look(1)
    watching.look(7)
    (path, data) = next(iter(watches.with_results(watching.package, watching.log).items()))
    (watching.root / path).write_bytes(data)
    rows = {row["watch_id"]: row for row in read(watching.root / path).dicts()}
    assert rows["statement"]["result"] == "gone"
    assert rows["statement"]["last_looked_on"] == "2026-04-13"
    assert rows["statement"]["sentinel"] == ""


def test_without_a_look_nothing_is_written(watching: Watching) -> None:
    assert watches.with_results(watching.package, watching.log) == {}


def test_page_that_was_never_read_is_not_accepted(watching: Watching) -> None:
    with pytest.raises(UsageError, match="member was never read"):
        watching.accept("member")


def test_an_unknown_watch_is_named_with_the_known_ones(watching: Watching) -> None:
    with pytest.raises(UsageError, match="no watch 'x'; there are: fact-sheet, member"):
        watches.load(watching.package, ["x"])


def test_sources_are_compared_with_the_bytes_that_were_read(tmp_path: Path) -> None:
    kept = capture.keep(tmp_path / "captures", ANSWER, MOMENT)
    name = capture.place(tmp_path, kept.sha256).name
    (tmp_path / "captures/other.html").write_bytes(b"other")
    other = "0" * 64
    lines = (
        f"a,{kept.sha256},",
        f"b,{kept.sha256},{name}",
        f"c,{other},other.html",
        f"d,{other},",
        "e,,",
        f"f,{kept.sha256},gone.warc.gz",
    )
    (tmp_path / "sources.csv").write_text("source_id,sha256,capture\n" + "\n".join(lines) + "\n")
    fields = [{"name": name, "type": "string"} for name in ("source_id", "sha256", "capture")]
    schema = {"fields": fields, "primaryKey": ["source_id"]}
    resource = {"name": "sources", "path": "sources.csv", "schema": schema}
    descriptor = {"name": "example", "resources": [resource]}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor))
    found = fixity.sources(load(tmp_path), tmp_path / "captures")
    assert {item.source_id: item.state for item in found} == {
        "a": "kept",
        "b": "kept",
        "c": "other",
        "d": "missing",
        "e": "unstated",
        "f": "missing",
    }


def test_a_package_without_sources_says_so(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]}
    resource = {"name": "notes", "path": "notes.csv", "schema": schema}
    descriptor = {"name": "example", "resources": [resource]}
    (tmp_path / "notes.csv").write_text("id\n")
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor))
    with pytest.raises(PackageError, match=r"has no table 'sources'.*; leave out --captures"):
        list(fixity.sources(load(tmp_path), tmp_path))
