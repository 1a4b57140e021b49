"""`add` adds the next version of a list, completely or not at all."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.descriptor.load import load
from tests.scaffold.conftest import init


@pytest.fixture
def package(codes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = shutil.copytree(codes, tmp_path / "package")
    monkeypatch.chdir(root)
    return root


def test_next_version_is_sorted_and_compared_with_the_last(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = "Sub Code,Country,Name,Kind\nXY,ZZ,New,town\nAZ,AE,Abu Dhabi,city\n"
    (tmp_path / "codes-2023.csv").write_text(table, encoding="utf-8")

    words = ["--source", "paper", "title=A paper"]
    assert main(["add", str(tmp_path / "codes-2023.csv"), *words]) == 0

    said = capsys.readouterr().out
    assert "1 added, 1 removed, 1 changed in 1 cell" in said
    written = (package / "data/codes/2023.csv").read_text(encoding="utf-8")
    assert written == "country,sub_code,name,kind\nAE,AZ,Abu Dhabi,city\nZZ,XY,New,town\n"
    with (package / "data/records.csv").open(encoding="utf-8", newline="") as file:
        assert [row["label"] for row in csv.DictReader(file)][-1] == "New"
    assert "paper,A paper" in (package / "data/sources.csv").read_text(encoding="utf-8")


def test_new_records_are_called_by_their_key_where_the_others_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for year, row in (("2024", "A,2020,x"), ("2025", "B,2021,x")):
        table = f"Country,Year,Status\n{row}\n{row[0]},2000,x\n"
        (tmp_path / f"a-{year}.csv").write_text(table, encoding="utf-8")
    made = tmp_path / "made"
    init(made, "--from", str(tmp_path / "a-2024.csv"), "--key", "Country,Year")
    monkeypatch.chdir(made)

    assert main(["add", str(tmp_path / "a-2025.csv")]) == 0
    with (made / "data/records.csv").open(encoding="utf-8", newline="") as file:
        called = [row["label"] for row in csv.DictReader(file)]
    assert called == ["A 2000", "A 2020", "B 2000", "B 2021"]


def test_column_with_another_name_in_the_file_is_declared(package: Path, tmp_path: Path) -> None:
    table = "Land,Sub Code,What,Kind\nAE,AZ,Abu Dhabi,emirate\n"
    (tmp_path / "codes-2023.csv").write_text(table, encoding="utf-8")
    words = ["--rename", "Country=Land", "--rename", "name=What"]

    assert main(["add", str(tmp_path / "codes-2023.csv"), *words]) == 0
    written = (package / "data/codes/2023.csv").read_text(encoding="utf-8")
    assert written == "country,sub_code,name,kind\nAE,AZ,Abu Dhabi,emirate\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "has no column for country of the key; it has: Land, Sub Code, Name; if one"),
        (["--rename", "Staat=Land"], "the series has no column 'Staat'; it has: Country, Sub Code"),
        (["--rename", "Country=Staat"], "no column is called 'Staat'; there are: Land, Sub Code"),
        (["--rename", "Name=Land"], "has both 'Land' and 'Name'"),
        (["--rename", "name=Land"], "has two columns for name, one is 'name'"),
    ],
)
def test_column_that_cannot_be_renamed_changes_nothing(
    package: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    before = files_of(package)
    (tmp_path / "codes-2023.csv").write_text("Land,Sub Code,Name\nAE,AZ,x\n", encoding="utf-8")

    assert main(["add", str(tmp_path / "codes-2023.csv"), *words]) == 2
    assert said in capsys.readouterr().err
    assert files_of(package) == before


def test_columns_may_be_added(package: Path, tmp_path: Path) -> None:
    table = "Country,Sub Code,Name,Kind,Since When\nAE,AZ,Abu Dhabi,emirate,1971\n"
    (tmp_path / "codes-2024.csv").write_text(table, encoding="utf-8")

    assert main(["add", str(tmp_path / "codes-2024.csv")]) == 0
    assert load(package).relation("codes").schema.columns[-1] == "since_when"
    current = (package / "data/current.csv").read_text(encoding="utf-8")
    assert current == "country,sub_code,name,kind,since_when\nAE,AZ,Abu Dhabi,emirate,1971\n"
    assert '"kind", "since_when"' in (package / "data/pages/record.yml").read_text(encoding="utf-8")


def test_only_tables_of_a_folder_are_added(package: Path, tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    (tables / "older").mkdir(parents=True)
    for name in ("codes-2023.csv", "codes-2024.csv", ".codes-2025.csv", "README.md", ".DS_Store"):
        (tables / name).write_text("Country,Sub Code,Name\nAD,02,Canillo\n", encoding="utf-8")

    assert main(["add", str(tables)]) == 0
    names = [resource.revision for resource in load(package).revisions("codes")]
    assert names == ["2020-1", "2021-1", "2022-1", "2023", "2024"]


@pytest.mark.usefixtures("package")
def test_folder_without_a_table_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()

    assert main(["add", str(tmp_path / "empty")]) == 2
    assert "empty has no table in it, such as a .csv" in capsys.readouterr().err


@pytest.mark.usefixtures("package")
def test_version_that_was_found_late_is_compared_with_the_one_before_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = "Country,Sub Code,Name\nAD,02,Canillo\nAD,03,Encamp\n"
    (tmp_path / "codes-2020-2.csv").write_text(table, encoding="utf-8")

    assert main(["add", str(tmp_path / "codes-2020-2.csv")]) == 0

    said = capsys.readouterr().out
    assert said.startswith("--- codes/2020-1\n+++ codes/2020-2\n0 added, 1 removed")


@pytest.mark.parametrize("name", ["a/b", "../x", "..", ".x", "a\\b", "a:b", "CON", "lpt1.x", "x."])
def test_revision_whose_name_cannot_be_a_file_name_changes_nothing(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    before = files_of(package)
    (tmp_path / "next.csv").write_text("Country,Sub Code,Name\nA,B,C\n", encoding="utf-8")

    assert main(["add", str(tmp_path / "next.csv"), "--revision", name]) == 2
    assert f"{name!r} is not a name of a revision: a name has letters" in capsys.readouterr().err
    assert files_of(package) == before


def test_revision_that_differs_from_another_only_in_capitals_changes_nothing(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "next.csv").write_text("Country,Sub Code,Name\nA,B,C\n", encoding="utf-8")
    assert main(["add", str(tmp_path / "next.csv"), "--revision", "2023-a"]) == 0
    before = files_of(package)

    assert main(["add", str(tmp_path / "next.csv"), "--revision", "2023-A"]) == 2
    assert "'2023-A' is not a name of a revision here: 2023-a differs" in capsys.readouterr().err
    assert files_of(package) == before


def test_revision_must_match_the_pattern_of_the_package(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    descriptor = json.loads((package / "datapackage.json").read_bytes())
    (revisions,) = (item for item in descriptor["resources"] if item["name"] == "revisions")
    revisions["schema"]["fields"][1]["constraints"]["pattern"] = "[0-9-]+"
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (tmp_path / "next.csv").write_text("Country,Sub Code,Name\nA,B,C\n", encoding="utf-8")

    assert main(["add", str(tmp_path / "next.csv"), "--revision", "2023-x"]) == 2
    assert "here: `revisions` has the pattern [0-9-]+" in capsys.readouterr().err


def files_of(package: Path) -> dict[Path, bytes]:
    """Every file of the package except its lock."""
    files = (path for path in package.rglob("*") if path.is_file() and path.name != ".lock")
    return {path: path.read_bytes() for path in files}


@pytest.mark.parametrize(
    ("name", "table", "said"),
    [
        ("codes-2021-1.csv", "Country,Sub Code\nA,B\n", "codes/2021-1 already exists"),
        ("codes.csv", "Country,Sub Code\nA,B\n", "name a revision for each file: --revision NAME"),
        ("codes-2023.csv", "Country,Name\nA,B\n", "has no column for sub_code of the key"),
        (
            "codes-2023.csv",
            "Country,Sub Code,Name\nA,B,C\nA,B,D\n",
            "lines 2 and 3 are different records with the key A,B; correct the file, or",
        ),
    ],
)
def test_version_that_does_not_fit_changes_nothing(
    package: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    table: str,
    said: str,
) -> None:
    before = files_of(package)
    (tmp_path / name).write_text(table, encoding="utf-8")

    assert main(["add", str(tmp_path / name)]) == 2
    assert said in capsys.readouterr().err
    assert files_of(package) == before


@pytest.mark.usefixtures("package")
def test_new_source_without_a_title_is_refused_with_the_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "codes-2023.csv").write_text("Country,Sub Code,Name\nAD,02,Canillo\n")

    assert main(["add", str(tmp_path / "codes-2023.csv"), "--source", "nope"]) == 2
    assert capsys.readouterr().err == (
        "data/sources.csv: source_id: there is no 'nope'; a new source needs its title:"
        ' --source nope title="…"\n'
    )


@pytest.mark.usefixtures("package")
def test_row_that_is_left_out_is_named_by_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = "Country,Sub Code,Name\nAD,02,Canillo\n,,\nAD,03, Encamp\n"
    (tmp_path / "codes-2023.csv").write_text(table)

    assert main(["add", str(tmp_path / "codes-2023.csv")]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "codes-2023.csv:3: left out: the row is empty",
        "codes-2023.csv:4: Name: spaces around it removed",
    ]
