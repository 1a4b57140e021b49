"""`init` turns an existing list into a complete package."""

from __future__ import annotations

import asyncio
import csv
import json
import re
from contextlib import suppress
from html import unescape
from pathlib import Path
from typing import NoReturn

import duckdb
import openpyxl
import pytest

from revisioned.build import database
from revisioned.cli import main
from revisioned.derive import refresh
from revisioned.descriptor.load import load
from revisioned.edit.version import from_repository, spread
from revisioned.site import app
from revisioned.validate.check import check
from tests.scaffold.conftest import EDITIONS, commit, git, init


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return [*csv.DictReader(opened)]


def test_package_has_no_finding(codes: Path) -> None:
    assert [str(finding) for finding in check(codes).findings if finding.severity == "error"] == []


def test_each_file_is_a_revision_named_by_its_day(codes: Path) -> None:
    names = [resource.revision for resource in load(codes).revisions("codes")]

    assert names == ["2020-1", "2021-1", "2022-1"]


def test_headers_are_kept_as_titles_of_valid_names(codes: Path) -> None:
    fields = load(codes).relation("codes").schema.fields

    assert [(field.name, field.title) for field in fields] == [
        ("country", "Country"),
        ("sub_code", "Sub Code"),
        ("name", "Name"),
        ("kind", "Kind"),
    ]


def test_added_column_is_not_in_the_older_revision(codes: Path) -> None:
    assert "kind" not in rows(codes / "data/codes/2020-1.csv")[0]
    assert [row["op"] for row in rows(codes / "data/changes.csv")].count("filled") == 2


def test_what_was_changed_or_left_out_is_listed(codes: Path) -> None:
    told = [(row["line"], row["what"]) for row in rows(codes / "docs/cleaned.csv")]

    assert ("3", "spaces around it removed") in told
    assert ("4", "left out: the same record again, first on line 3") in told
    assert ("5", "left out: the row is empty") in told


def test_records_are_called_by_the_newest_name(codes: Path) -> None:
    called = {
        (row["country"], row["sub_code"]): row["label"] for row in rows(codes / "data/records.csv")
    }

    assert called == {
        ("AD", "02"): "Canillo",
        ("AD", "03"): "Encamp",
        ("AE", "AZ"): "Abu Dhabi",
    }


def test_column_that_got_another_name_is_one_column(tmp_path: Path) -> None:
    (tmp_path / "a-2024.csv").write_text("ID,Programme\n1,RUS\n1,IRN\n", encoding="utf-8")
    (tmp_path / "a-2025.csv").write_text("ID,Regime\n1,RUS\n1,SYR\n", encoding="utf-8")
    files = [str(tmp_path / name) for name in ("a-2024.csv", "a-2025.csv")]
    words = ["--key", "ID,Programme", "--rename", "Programme=Regime"]

    made = init(tmp_path / "made", "--from", *files, *words)

    assert load(made).relation("a").schema.primary_key == ("id", "regime")
    changes = [(row["op"], row["regime"]) for row in rows(made / "data/changes.csv")]
    assert sorted(changes) == [("added", "SYR"), ("removed", "IRN")]


CALLED = {
    "a name that several records have": (
        "ID,Programme,Name,Status\n1,IRN,Ann,a\n1,RUS,Ann,a\n2,RUS,Bob,a\n3,IRN,Cy,b\n",
        "ID,Programme",
        ["Ann", "Ann", "Bob", "Cy"],
    ),
    "no name": (
        "Country,Year,Status\nA,2020,x\nA,2021,x\nB,2020,x\n",
        "Country,Year",
        ["A 2020", "A 2021", "B 2020"],
    ),
    "no name in a key of one column": ("ID,Status\n1,x\n2,x\n", "ID", ["1", "2"]),
    "no text": ("ID,Year,Count\n1,1,5\n1,2,6\n", "ID,Year", ["1 1", "1 2"]),
}


@pytest.mark.parametrize("name", CALLED)
def test_records_are_called_by_a_column_or_by_all_of_their_key(tmp_path: Path, name: str) -> None:
    table, key, labels = CALLED[name]
    (tmp_path / "a-2024.csv").write_text(table, encoding="utf-8")

    made = init(tmp_path / "made", "--from", str(tmp_path / "a-2024.csv"), "--key", key)

    assert [row["label"] for row in rows(made / "data/records.csv")] == labels


def test_types_are_those_that_every_cell_has(repository: Path, tmp_path: Path) -> None:
    made = init(tmp_path / "members", "--from", str(repository), "members.csv", "--key", "id")
    types = {field.name: field.type for field in load(made).relation("members").schema.fields}

    assert types == {"id": "string", "name": "string", "seats": "integer"}


def test_one_file_without_a_day_is_the_first_version(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id,name\n1,x\n", encoding="utf-8")

    made = init(tmp_path / "made", "--from", str(tmp_path / "list.csv"), "--key", "id")

    assert [item.revision for item in load(made).revisions("list")] == ["1"]


CELLS = {
    "true and false": (["true", "false"], "string"),
    "0 and 1": (["1", "0"], "integer"),
    "numbers below zero": (["-1", "0"], "integer"),
    "zero below zero": (["-0", "0"], "string"),
    "codes that begin with 0": (["01", "1"], "string"),
    "numbers that are longer than those of a database": (["123456789012345678901", "1"], "string"),
    "fractions": (["1.5", "-0.25"], "number"),
    "fractions with 0 behind them": (["1.50", "1"], "string"),
    "fractions with many digits": (["0.12345678901234567890123", "1"], "string"),
    "powers of ten": (["1e5", "1"], "string"),
    "days": (["2024-02-29", "2025-01-01"], "date"),
    "days that no calendar has": (["2023-02-29", "2025-01-01"], "string"),
    "nothing": (["", ""], "string"),
}


@pytest.mark.parametrize("name", CELLS)
def test_type_of_a_column_is_one_that_the_check_finds_in_it(tmp_path: Path, name: str) -> None:
    cells, kind = CELLS[name]
    lines = [f"{number},{cell}" for number, cell in enumerate(cells)]
    (tmp_path / "a-2024.csv").write_text("\n".join(["id,cell", *lines]) + "\n", encoding="utf-8")

    made = init(tmp_path / "made", "--from", str(tmp_path / "a-2024.csv"), "--key", "id")

    assert load(made).relation("a").schema.fields[-1].type == kind
    assert [item for item in check(made).findings if item.severity == "error"] == []


def test_true_and_false_of_other_formats_are_what_the_check_takes(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet(index=0)
    for row in (["id", "cell"], ["1", True], ["2", False]):
        sheet.append(row)
    book.save(tmp_path / "a-2024.xlsx")
    (tmp_path / "b-2024.json").write_text('[{"id": "1", "cell": true}]', encoding="utf-8")
    query = "SELECT '1' AS id, true AS cell"
    duckdb.sql(f"COPY ({query}) TO '{tmp_path}/c-2024.parquet' (FORMAT parquet)")

    for name in ("a-2024.xlsx", "b-2024.json", "c-2024.parquet"):
        made = init(tmp_path / name[0], "--from", str(tmp_path / name), "--key", "id")
        assert "\n1,true\n" in (made / f"data/{name[0]}/2024.csv").read_text(encoding="utf-8")
        assert [item for item in check(made).findings if item.severity == "error"] == []


def test_second_commit_of_a_day_is_numbered(repository: Path) -> None:
    found, skipped = from_repository(str(repository), "members.csv", None, ["id"])

    assert [version.revision for version in found] == [
        "2024-01-05", "2024-02-05", "2024-02-05-2", "2024-03-05", "2024-04-05",
    ]  # fmt: skip
    assert skipped == []


@pytest.mark.parametrize(
    ("count", "wanted", "chosen"),
    [(5, None, [0, 1, 2, 3, 4]), (5, 9, [0, 1, 2, 3, 4]), (9, 3, [0, 4, 8]), (9, 1, [8])],
)
def test_last_versions_are_spread_with_the_first_and_the_newest(
    count: int, wanted: int | None, chosen: list[int]
) -> None:
    assert spread(count, wanted) == chosen


@pytest.mark.parametrize("name", ["data", "Releases", "v1-0-0"])
def test_folder_called_as_something_of_the_site_is_a_package_too(
    codes: Path, tmp_path: Path, name: str
) -> None:
    files = [str(codes.parent / name) for name in EDITIONS]
    made = init(tmp_path / name, "--from", *files, "--key", "Country, Sub Code")

    assert load(made).database == f"{name.lower()}-list"


def test_same_versions_give_the_same_bytes(codes: Path, tmp_path: Path) -> None:
    files = [str(codes.parent / name) for name in EDITIONS]
    again = init(tmp_path / "country-codes", "--from", *files, "--key", "Country, Sub Code")

    for file in codes.rglob("*"):
        if file.is_file() and "build" not in file.parts:
            assert (again / file.relative_to(codes)).read_bytes() == file.read_bytes(), file


def test_rules_that_were_measured_warn(codes: Path) -> None:
    suite = json.loads((codes / "checks/codes.json").read_text(encoding="utf-8"))

    assert {item["severity"] for item in suite["expectations"]} == {"warning"}


def test_folder_that_is_not_empty_is_not_written_to(
    codes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (codes / "README.md").read_bytes()
    file = str(codes.parent / "codes-2020-1.tsv")

    assert main(["init", str(codes), "--from", file, "--key", "Country"]) == 1
    assert "is not empty; name a new folder" in capsys.readouterr().err
    assert (codes / "README.md").read_bytes() == before


@pytest.mark.parametrize("folder", ["a-2024.csv", "a-2024.csv/made"])
def test_file_in_place_of_the_folder_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    file = tmp_path / "a-2024.csv"
    file.write_text("id,name\n1,x\n", encoding="utf-8")

    assert main(["init", str(tmp_path / folder), "--from", str(file), "--key", "id"]) == 1
    said = f"{file} is a file; name a new folder\n"
    assert capsys.readouterr().err == said


def test_new_repository_of_a_host_is_filled_and_nothing_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine/.git").mkdir(parents=True)
    (tmp_path / "a-2024.csv").write_text("id,name\n1,x\n", encoding="utf-8")
    words = [str(tmp_path / "mine"), "--from", str(tmp_path / "a-2024.csv"), "--key", "id"]
    (tmp_path / "mine/README.md").write_text("mine", encoding="utf-8")

    assert main(["init", *words]) == 1
    assert "has README.md already" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "mine").iterdir()] in (
        [".git", "README.md"],
        ["README.md", ".git"],
    )
    (tmp_path / "mine/README.md").unlink()
    assert main(["init", *words]) == 0
    assert load(tmp_path / "mine").descriptor["name"] == "mine"


@pytest.mark.parametrize("folder", ["new", "new/made", "repository"])
def test_init_that_is_stopped_leaves_nothing_and_can_be_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    (tmp_path / "repository/.git").mkdir(parents=True)
    (tmp_path / "repository/LICENCE").write_text("mine", encoding="utf-8")
    (tmp_path / "a-2024.csv").write_text("id,name\n1,x\n", encoding="utf-8")
    words = ["--from", str(tmp_path / "a-2024.csv"), "--key", "id"]
    before = sorted(tmp_path.rglob("*"))

    def stop(_: Path) -> NoReturn:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, suppress(KeyboardInterrupt):
        patched.setattr(refresh, "refresh", stop)
        main(["init", str(tmp_path / folder), *words])
    assert sorted(tmp_path.rglob("*")) == before

    made = init(tmp_path / folder, *words)

    assert [item for item in check(made).findings if item.severity == "error"] == []
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    assert (tmp_path / "repository/LICENCE").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["init", "made", "--from", "../nope", "list.csv", "--key", "id"], "../nope"),
        (["init", "made", "--from", "nope.csv", "--key", "id"], "nope.csv"),
        (["serve", "nope"], "nope"),
        (["serve", "nope", "--key", "id"], "nope"),
    ],
)
def test_path_that_is_not_there_is_said_to_be_missing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(words) != 0
    lines = capsys.readouterr().err.splitlines()
    assert [line for line in lines if line.startswith(f"{said}: ") and "o such" in line]


def test_folder_that_is_no_repository_stands_for_its_tables(tmp_path: Path) -> None:
    for year in (2023, 2024):
        (tmp_path / f"list-{year}.csv").write_text(f"id,name\n1,{year}\n", encoding="utf-8")

    made = load(init(tmp_path / "made", "--from", str(tmp_path), "--key", "id"))

    assert [item.revision for item in made.revisions("list")] == ["2023", "2024"]


ODD = {
    "a file that is called as what the search needs": ("records_fts-2024.csv", "id,name", "id"),
    "a file that is called as what each build has": ("revision_columns-2024.csv", "id,a", "id"),
    "a file that is called as a table of the package is": ("records-2024.csv", "id,name", "id"),
    "a file that is called as the database's own tables are": ("sqlite-2024.csv", "id,name", "id"),
    "a file that is called as a formula begins": ("-2024.csv", "id,name", "id"),
    "names that are words of SQL": ("case-2024.csv", "group,order,index,select", "group,index"),
    "a file with a letter that is two in lower case": ("İl-2024.csv", "id,İl", "id"),
    "columns that differ in capitals alone": ("a-2024.csv", "id,Straße,Strasse", "id"),
    "a column that SQLite takes for a value": ("a-2024.csv", "id,true", "id"),
    "a column that pages have": ("a-2024.csv", "id,label_en", "id"),
    "a key that is all there is": ("a-2024.csv", "id,name", "id,name"),
    "a key that SQLite has a meaning for": ("a-2024.csv", "rowid,name", "rowid"),
    "a key that the table of revisions has": ("a-2024.csv", "title,name", "title"),
    "a key that addresses have": ("a-2024.csv", "section,name", "section"),
    "a key that the address of a version has": ("a-2024.csv", "version,name", "version"),
    "a key that a search has": ("a-2024.csv", "q,format", "q"),
}


@pytest.mark.parametrize("name", ODD)
def test_names_of_any_list_are_names_of_a_package(tmp_path: Path, name: str) -> None:
    file, header, key = ODD[name]
    cells = ["x" + ",y" * header.count(","), "X" + ",Y" * header.count(",")]
    files = [f"{tmp_path}/{file}", f"{tmp_path}/{file.replace('2024', '2025')}"]
    for place, lines in zip(files, (cells, cells[:1]), strict=True):
        Path(place).write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")

    made = init(tmp_path / "made", "--from", *files, "--key", key)

    found = check(made).findings
    assert [str(finding) for finding in found if finding.severity == "error"] == []
    loaded = load(made)
    database.build(loaded, database.path(loaded))
    site = app.application(loaded)
    for address in (
        f"/records/x{'/y' * key.count(',')}",
        f"/revisions/{loaded.series[0].name}/2024",
    ):
        assert asyncio.run(site.client.get(address)).status_code == 200


def test_every_key_of_a_list_is_reached_by_its_address(tmp_path: Path) -> None:
    keys = ("A/1", "A\\B", "50%", "a?b#c", "x", "x.json")
    lines = ["id,name", *(f"{key},Name of {key}" for key in keys)]
    (tmp_path / "a-2024.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    made = load(init(tmp_path / "made", "--from", f"{tmp_path}/a-2024.csv", "--key", "id"))
    database.build(made, database.path(made))
    site = app.application(made)
    page = asyncio.run(site.client.get("/records")).text

    for key in keys:
        link = re.search(f'href="([^"]*)">Name of {re.escape(key)}<', page)
        assert link, key
        # As a browser reads it.
        path = unescape(link[1]).replace("\\", "/")
        assert f"<h1>Name of {key}" in asyncio.run(site.client.get(path)).text


def test_key_of_which_no_address_can_be_made_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "a-2024.csv").write_text("id,name\n.,One\n..,Two\n...,Three\n", encoding="utf-8")

    found = check(init(tmp_path / "made", "--from", f"{tmp_path}/a-2024.csv", "--key", "id"))

    assert [str(finding) for finding in found.findings if finding.rule == "addresses"] == [
        f"data/records.csv:{line}: id: warning: {key!r} cannot be part of an address:"
        " the record has no page at /records/<id>; give it another key"
        for line, key in enumerate((".", ".."), 2)
    ]


def test_what_was_changed_is_not_listed_as_a_formula(tmp_path: Path) -> None:
    (tmp_path / "=1+1-2024.csv").write_text("id,=name\n1, x \n", encoding="utf-8")

    made = init(tmp_path / "made", "--from", f"{tmp_path}/=1+1-2024.csv", "--key", "id")

    listed = rows(made / "docs/cleaned.csv")
    assert ("'=1+1-2024.csv", "'=name") in {(row["origin"], row["column"]) for row in listed}
    assert not [cell for row in listed for cell in row.values() if cell[:1] in "=+-@" and cell]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["a.csv", "--key", "id"], "name a revision for each file"),
        (["a-2024.csv", "--key", "id", "--revision", "../../x"], "'../../x' is not a name of a"),
        (["a-2024.csv", "--key", "nope"], "has no column 'nope' for the key; it has: id, name"),
    ],
)
def test_what_cannot_be_a_package_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    for name in ("a.csv", "a-2024.csv", "b.csv"):
        (tmp_path / name).write_text("id,name\n1,x\n", encoding="utf-8")
    first, *rest = words
    files = [str(tmp_path / first), *([str(tmp_path / "b.csv")] if first == "a.csv" else [])]

    assert main(["init", str(tmp_path / "made"), "--from", *files, *rest]) == 2
    assert said in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-2024.csv", "a.csv", "b.csv"]


TWO_PROGRAMMES = "ID,Name,Programme\n001,X,RUS\n002,Y,IRN\n001,Z,IRN\n"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            TWO_PROGRAMMES,
            "a-2024.csv: lines 2 and 4 are different records with the key 001; name more columns:"
            " --key ID,Name\n",
        ),
        (
            TWO_PROGRAMMES.replace("Z", "X"),
            "lines 2 and 4 are different records with the key 001; name more columns: --key"
            " ID,Programme\n",
        ),
        ("ID,A b,B\n1,1,1\n1,2,2\n1,2,1\n", "the key 1; name more columns: --key 'ID,…'\n"),
        ("ID,A b,B\n1,1,1\n1,2,1\n", "the key 1; name more columns: --key 'ID,A b'\n"),
        (
            "ID,Name\n1,x\n ,y\n",
            "a-2024.csv: line 3 has nothing in 'ID', which is part of the key;",
        ),
    ],
)
def test_key_that_does_not_name_each_record_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], table: str, said: str
) -> None:
    file = tmp_path / "a-2024.csv"
    file.write_text(table, encoding="utf-8")

    assert main(["init", str(tmp_path / "made"), "--from", str(file), "--key", "ID"]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "made").exists()


def test_records_that_are_left_out_are_counted_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a-2024.csv"
    file.write_text("id,name\n1, x\n1,x\n,\n2, y\n", encoding="utf-8")

    assert main(["init", str(tmp_path / "made"), "--from", str(file), "--key", "id"]) == 0

    cleaned = tmp_path / "made/docs/cleaned.csv"
    assert capsys.readouterr().out.splitlines()[1:4] == [
        "The newest has 2 records, called by the column 'name'.",
        f"2 records and versions were left out; see {cleaned}.",
        f"2 cells and names were changed; see {cleaned}.",
    ]
    told = [(row["line"], row["what"]) for row in rows(cleaned)]
    assert ("3", "left out: the same record again, first on line 2") in told
    assert ("4", "left out: the row is empty") in told


@pytest.mark.parametrize("folder", ["", "data"])
def test_newer_name_of_a_file_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    data = tmp_path / "repository/data"
    data.mkdir(parents=True)
    git(data, "2024-01-01", "init", "-q", "..")
    (data / "old.csv").write_text("id,name\n1,x\n2,y\n", encoding="utf-8")
    (data / "other.csv").write_text("a\n", encoding="utf-8")
    commit(data.parent, "2024-01-05")
    git(data, "2024-02-05", "mv", "old.csv", "new.csv")
    git(data, "2024-02-05", "mv", "other.csv", "another.csv")
    commit(data.parent, "2024-02-05")
    place = data.relative_to(data.parent / folder).as_posix() + "/"
    old, new = (f"{place}{name}".removeprefix("./") for name in ("old.csv", "new.csv"))
    words = ["init", str(tmp_path / "made"), "--key", "id", "--from", str(data.parent / folder)]

    assert main([*words, old]) == 2
    assert f"{old!r} was renamed to {new!r} in " in capsys.readouterr().err
    assert main([*words, new]) == 0
    assert [item.revision for item in load(tmp_path / "made").revisions("new")] == [
        *("2024-01-05", "2024-02-05"),
    ]


def test_old_commit_with_a_double_key_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "repository/a.csv"
    file.parent.mkdir()
    git(file.parent, "2024-01-01", "init", "-q")
    for day, lines in (("2024-01-05", "1,x"), ("2024-02-05", "1,x\n1,y"), ("2024-03-05", "1,y")):
        header = "id,name" if len(lines) == 3 else "id,only_here"
        file.write_text(f"{header}\n{lines}\n", encoding="utf-8")
        commit(file.parent, day)

    made = init(tmp_path / "made", "--from", str(file.parent), "a.csv", "--key", "id")

    assert [item.revision for item in load(made).revisions("a")] == ["2024-01-05", "2024-03-05"]
    assert load(made).relation("a").schema.columns == ("id", "name")
    (told,) = rows(made / "docs/cleaned.csv")
    assert told["origin"].endswith(":a.csv")
    assert told["what"].startswith("left out: lines 2 and 3 are different records with the key 1;")
