"""`init` turns an existing list into a complete package."""

from __future__ import annotations

import asyncio
import csv
import json
import re
from html import unescape
from pathlib import Path

import duckdb
import openpyxl
import pytest

from revisioned.build import database
from revisioned.cli import main
from revisioned.descriptor.load import load
from revisioned.edit.version import from_repository, spread
from revisioned.site import app
from revisioned.validate.check import check
from tests.scaffold.conftest import EDITIONS, init


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
