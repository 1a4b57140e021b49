"""After installation the engine works from any folder, on packages without their own code."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from revisioned.cli import EXTRAS
from tests.conftest import ROOT
from tests.project.test_dependencies import imported
from tests.server import serving

# The names for importing packages, if they differ from the names of the distributions.
IMPORTED = {
    "citeproc-py": "citeproc",
    "markdown-it-py": "markdown_it",
    "pyyaml": "yaml",
}
# Packages that these require and that we use too: templates, a server, guessing a charset.
BROUGHT = {"charset_normalizer", "h11", "jinja2", "markupsafe"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet"]
    subprocess.run(
        [*pip, "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder, ROOT],
        check=True,
    )
    (found,) = folder.glob("*.whl")
    return found


def environment(folder: Path, wheel: Path) -> Path:
    """The commands of a new virtual environment with nothing but the wheel."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", folder]
    subprocess.run(
        [*pip, "install", "--quiet", "--no-deps", "--no-index", "--no-compile", wheel], check=True
    )
    return folder / "bin"


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with no other package."""
    return environment(tmp_path_factory.mktemp("bare") / "venv", wheel)


@pytest.fixture(scope="module")
def full(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with all packages that the tests have, which are those of the extras."""
    commands = environment(tmp_path_factory.mktemp("full") / "venv", wheel)
    (ours,) = {path for path in sys.path if path.endswith("site-packages")}
    (packages,) = (commands.parent / "lib").glob("python*/site-packages")
    (packages / "others.pth").write_text(ours + "\n")
    return commands


def test_its_version_is_that_of_the_data(wheel: Path) -> None:
    stated = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["version"]

    assert wheel.name == f"us_international_withdrawals-{stated}-py3-none-any.whl"


def without_path() -> dict[str, str]:
    """The environment variables without a path to this repository's code."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def run(folder: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=folder, env=without_path(), capture_output=True, text=True)


def test_difference_needs_no_other_package(bare: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,x\n1,a\n")
    (tmp_path / "b.csv").write_text("id,x\n1,b\n")

    done = run(tmp_path, bare / "revisioned", "diff", "a.csv", "b.csv", "--key", "id")

    assert done.stderr == ""
    assert "x: [-a-]{+b+}" in done.stdout


def test_public_names_are_imported_from_anywhere(bare: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,x\n1,a\n")
    (tmp_path / "b.csv").write_text("id,x\n1,b\n")
    code = "import revisioned as r; print(list(r.compare('a.csv', 'b.csv', ['id']).events))"

    done = run(tmp_path, bare / "python", "-c", code)

    assert done.stderr == ""
    assert "'changed'" in done.stdout


@pytest.mark.parametrize(("command", "extra"), [("check", "[check]"), ("build", "")])
def test_missing_package_is_named_with_the_command_to_install_it(
    bare: Path, wells_copy: Path, command: str, extra: str
) -> None:
    done = run(wells_copy, bare / "revisioned", command)

    assert done.returncode == 1
    expected = (
        rf"`{command}` needs \w+: {bare.resolve()}/python\S* -m pip install"
        rf" 'us-international-withdrawals{re.escape(extra)} @ file://\S+\.whl'\n"
    )
    assert re.fullmatch(expected, done.stderr), done.stderr


def test_package_without_code_is_built_and_served(full: Path, wells_copy: Path) -> None:
    built = run(wells_copy, full / "revisioned", "build")

    assert built.stderr == ""
    assert built.stdout.startswith("Built build/wells.db")
    with serving(wells_copy, (full / "revisioned",)) as server:
        for path, told in (("/", "<html"), ("/zh/", "<html"), ("/static/stock.css", "{")):
            assert told in urllib.request.urlopen(server.address + path).read().decode()


@pytest.fixture(scope="module")
def elsewhere(wells: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database that Datasette itself serves with our plugins and templates, which
    are copied to another place."""
    engine = shutil.copytree(ROOT / "scripts", tmp_path_factory.mktemp("elsewhere") / "engine")
    words = ["--plugins-dir", engine / "site/plugins", "--template-dir", engine / "site/templates"]
    # uvicorn prints the free port that it got.
    run = [sys.executable, "-c", "from datasette.cli import cli; cli()", "serve", "--port", "0"]
    with subprocess.Popen(
        [*run, "package/build/wells.db", *words],
        cwd=wells.parent,
        env=without_path(),
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        told = next(line for line in process.stderr if "running on" in line)
        yield re.findall(r"http://[\w.:]+", told)[0]
        process.kill()


@pytest.mark.parametrize("path", ["/", "/zh/", "/static/stock.css", "/data/wells.csv"])
def test_datasette_serves_it_with_only_our_plugins_and_templates(elsewhere: str, path: str) -> None:
    page = urllib.request.urlopen(elsewhere + path).read().decode()

    assert "Well" in page or "水井" in page or path == "/static/stock.css"


def test_each_package_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]

    def names(group: list[str]) -> set[str]:
        found = {re.split(r"[^\w.-]", name)[0] for name in group} - {project["name"]}
        return {IMPORTED.get(name, name.replace("-", "_")) for name in found}

    groups = {"": project["dependencies"], **optional}
    declared = {extra: names(group) for extra, group in groups.items() if extra != "all"}
    assert {extra: found - {"uvicorn"} for extra, found in EXTRAS.items()} == declared
    known = set.union(BROUGHT, *EXTRAS.values())
    assert imported(ROOT) - known == set()


def test_check_does_not_import_spark_where_it_is_installed(
    full: Path, wells_copy: Path, tmp_path: Path
) -> None:
    (tmp_path / "pyspark.py").write_text("raise SystemExit('Spark is imported')")

    done = subprocess.run(
        [full / "revisioned", "check"],
        cwd=wells_copy,
        env=without_path() | {"PYTHONPATH": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "c")},
        capture_output=True,
        text=True,
    )

    assert done.stderr == ""
    assert done.returncode == 0, done.stdout


def test_command_in_the_documents_prints_the_fixed_words(full: Path, tmp_path: Path) -> None:
    page = (ROOT / "docs/publish-your-own-list.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^ {4}(python -c .*)$", page, re.MULTILINE)

    done = run(tmp_path, *shlex.split(line.replace("python", str(full / "python"), 1)))

    words = (ROOT / "scripts/site/locale/en.yml").read_text(encoding="utf-8")
    assert done.stdout.strip() == words.strip(), done.stderr
