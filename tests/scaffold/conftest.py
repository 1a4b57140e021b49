"""Two lists that were never a package: subdivisions in a file for each edition, with a key of two
columns, and members in a git history; and the packages that `init` makes from them, released."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from datasette.app import Datasette

from revisioned.build import database
from revisioned.cli import main
from revisioned.derive.refresh import refresh
from revisioned.descriptor.load import load
from revisioned.release import serve_store
from revisioned.site import app

EDITIONS = {
    "codes-2020-1.tsv": "Country\tSub Code\tName\nAD\t02\tCanillo\nAD\t03\t Encamp \n"
    "AE\tAZ\tDubai\n",
    "codes-2021-1.tsv": "Country\tSub Code\tName\tKind\nAD\t02\tCanillo\tparish\n"
    "AE\tAZ\tAbu Dhabi\temirate\nAE\tAZ\t Abu Dhabi\temirate\n\t\t\t\n",
    "codes-2022-1.tsv": "Country\tSub Code\tName\tKind\nAD\t02\tCanillo\tparish\n"
    "AE\tAZ\tAbu Dhabi\temirate\n",
}
NEXT = {
    "codes": ("codes-2023-1.csv", "Country,Sub Code,Name,Kind,Seat\nAE,AZ,Abu Dhabi,emirate,Yes\n"),
    "members": ("members-2025-01-05.csv", "id,name,seats\nA,Alpha,5\nE,Epsilon,1\n"),
}
CORRECTED = {
    "codes": ("data/codes/2021-1.csv", "Canillo,parish", "Canillo,Parish"),
    "members": ("data/members/2024-04-05.csv", "A,Alpha,5", "A,Alpha,6"),
}
SOMEONE = "someone@example.org"
WHO = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    **{f"GIT_{who}_NAME": SOMEONE for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": SOMEONE for who in ("AUTHOR", "COMMITTER")},
}


def run(*words: str) -> str:
    """The output of a command that must succeed."""
    data = BytesIO()
    with redirect_stdout(TextIOWrapper(data, encoding="utf-8", write_through=True)) as said:
        assert main([*words]) == 0, words
        said.detach()
    return data.getvalue().decode()


def init(folder: Path, *words: str) -> Path:
    """The package that `init` makes."""
    run("init", str(folder), *words)
    return folder


@pytest.fixture(scope="session")
def codes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three editions with a key of two columns; read only."""
    here = tmp_path_factory.mktemp("codes")
    for name, text in EDITIONS.items():
        (here / name).write_text(text, encoding="utf-8")
    files = [str(here / name) for name in EDITIONS]
    return init(here / "country-codes", "--from", *files, "--key", "Country,Sub Code")


def git(folder: Path, day: str, *words: str) -> None:
    """Run git as a fixed author on the day."""
    stamp = {f"GIT_{who}_DATE": f"{day}T12:00:00Z" for who in ("AUTHOR", "COMMITTER")}
    subprocess.run(["git", "-C", folder, *words], check=True, env=os.environ | WHO | stamp)


def commit(folder: Path, day: str) -> None:
    """Commit everything on the day."""
    git(folder, day, "add", "-A")
    git(folder, day, "commit", "-qm", day)


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Members in five commits, two of one day."""
    folder = tmp_path_factory.mktemp("history")
    subprocess.run(["git", "init", "-q", folder], check=True, env=os.environ | WHO)
    names = ["Alpha", "Beta", "Gamma", "Delta"]
    for number, day in enumerate(
        ["2024-01-05", "2024-02-05", "2024-02-05", "2024-03-05", "2024-04-05"], start=1
    ):
        rows = [
            f"{name[0]},{name},{number * place}" for place, name in enumerate(names[:number], 1)
        ]
        text = "id,name,seats\n" + "\n".join(rows) + "\n"
        (folder / "members.csv").write_text(text, encoding="utf-8")
        commit(folder, day)
    return folder


@pytest.fixture(scope="session")
def members(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three versions of a file in a git history; read only."""
    words = ["--from", str(repository), "members.csv", "--key", "id", "--last", "3"]
    return init(tmp_path_factory.mktemp("members") / "members", *words)


@dataclass(frozen=True)
class Published:
    """A package that was released, corrected and extended by a version; the output of each release,
    and its site."""

    root: Path
    series: str
    versions: tuple[str, str, str]
    said: tuple[str, str, str]
    site: Datasette


def publish(package: Path, root: Path, series: str, last: str) -> Published:
    """Release the package three times: as it is, with a corrected cell, with a new version."""
    shutil.copytree(package, root)
    file, old, new = CORRECTED[series]
    name, text = NEXT[series]
    (root.parent / name).write_text(text, encoding="utf-8")
    said = []
    with chdir(root):
        git(root, "2026-01-01", "init", "-q")
        for version, day in (
            ("1.0.0", "2026-01-01"),
            ("1.0.1", "2026-02-01"),
            (last, "2026-03-01"),
        ):
            if version == "1.0.1":
                path = root / file
                path.write_text(path.read_text().replace(old, new))
                run("refresh")
            elif version == last:
                run("add", str(root.parent / name), "--source", "paper", "title=The paper")
            commit(root, day)
            said.append(run("release", version))
            commit(root, day)
    loaded = load(root)
    database.build(loaded, database.path(loaded))
    serve_store.fill(root)
    site = app.application(loaded)
    return Published(root, series, ("1.0.0", "1.0.1", last), tuple(said), site)


def translated(package: Path, root: Path) -> Path:
    """The package in French too, with translated words for its header."""
    shutil.copytree(package, root)
    document = json.loads((root / "datapackage.json").read_text())
    document |= {"languages": ["en", "fr"], "title": "Codes", "title_fr": "Codes des subdivisions"}
    document["contributors"] = [{"title": "The keepers", "email": SOMEONE}]
    document["licenses"] = [
        {"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}
    ]
    (root / "datapackage.json").write_text(json.dumps(document))
    words = "shell:\n  find_short: {en: Find a place, fr: Chercher un lieu}\n"
    (root / "data/pages/words.yml").write_text(words)
    page = root / "data/pages/records.yml"
    page.write_text(page.read_text().replace("en: The list}", "en: The list, fr: La liste}"))
    refresh(root)
    return root


@pytest.fixture(scope="session")
def codes_published(codes: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The list with a key of two columns, in two languages; one column is added later."""
    here = tmp_path_factory.mktemp("codes-published")
    return publish(translated(codes, here / "french"), here / "country-codes", "codes", "2.0.0")


@pytest.fixture(scope="session")
def members_published(members: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The list from a git history, only in English, without what `check` asks people to fill in."""
    here = tmp_path_factory.mktemp("members-published")
    return publish(members, here / "members", "members", "1.1.0")


@pytest.fixture(params=["codes", "members"])
def published(request: pytest.FixtureRequest) -> Published:
    """Each of the two packages."""
    return request.getfixturevalue(f"{request.param}_published")
