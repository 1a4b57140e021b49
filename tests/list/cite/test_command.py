"""`cite` takes everything from the cited release, even if the package has changed since."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.release import store
from tests.list.releases import four, once  # noqa: F401
from tests.release.conftest import FIRST, LAST


@pytest.fixture
def here(four: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: F811
    monkeypatch.chdir(four)
    return four


def cited(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict]:
    assert main(["cite", *words, "--format", "csl-json"]) == 0
    items: list[dict] = json.loads(capsys.readouterr().out)
    return items


def test_newest_release_is_cited_by_default(here: Path, capsys) -> None:
    (item,) = cited(capsys)

    assert item["version"] == LAST
    manifest = store.manifest(here, LAST)
    assert item["note"] == f"manifest sha256:{manifest.sha256}"


def test_old_release_is_cited_as_it_was(here: Path, capsys) -> None:
    (item,) = cited(capsys, FIRST)

    manifest = store.manifest(here, FIRST)
    assert item["note"] == f"manifest sha256:{manifest.sha256}"
    assert item["issued"] == {"date-parts": [[2026, 11, 23]]}


@pytest.mark.usefixtures("here")
def test_printing_is_cited_with_its_source(capsys) -> None:
    source, ours = cited(capsys, FIRST, "--revision", "prints/2026-01-07-memorandum")

    assert source["author"] == [{"literal": "The White House"}]
    assert ours["note"].startswith("Revision: prints/2026-01-07-memorandum; manifest sha256:")


@pytest.mark.usefixtures("here")
def test_organization_is_cited_with_the_sources_of_its_line(capsys) -> None:
    *sources, ours = cited(capsys, "1.1.0", "--organization", "irena", "--lang", "zh")

    assert [item["id"] for item in sources] == [
        "whitehouse-memorandum-2026-01-07",
        "example-2026-03",
    ]
    assert "國際可再生能源" in ours["title"]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("words", "due"),
    [
        (["9.9.9"], "no release 9.9.9; there are: 1.0.0, 1.0.1, 1.1.0, 2.0.0"),
        (["--revision", "register/1999-01-01"], "there is no revision 'register/1999-01-01'"),
        (["--organization", "nobody"], "there is no 'nobody' in organizations"),
    ],
)
def test_unknown_name_is_a_usage_error(capsys, words: list[str], due: str) -> None:
    assert main(["cite", *words]) == 2
    assert due in capsys.readouterr().err


def test_before_the_first_release_the_package_is_cited_without_a_year(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.chdir(copy)

    assert main(["cite"]) == 0
    assert "(n.d.)" in capsys.readouterr().out
