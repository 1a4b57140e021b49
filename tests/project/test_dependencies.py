"""Each dependency is imported, and has its reason and licence in docs/dependencies.md; lock files
have hashes."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions, requires
from itertools import chain
from pathlib import Path

import pytest

from tools import licences


def declared(root: Path) -> dict[str, list[str]]:
    """The names in pyproject.toml by what they are for."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    groups = {
        "run": project["project"]["dependencies"],
        **project["project"].get("optional-dependencies", {}),
        **project["dependency-groups"],
    }
    own = project["project"]["name"]
    return {
        group: sorted({re.split(r"[^\w.-]", name)[0] for name in names} - {own})
        for group, names in groups.items()
        if group != "all"
    }


def told() -> dict[str, list[str]]:
    """The names in the tables of the page, by heading."""
    found: dict[str, list[str]] = {}
    page = licences.PAGE.read_text(encoding="utf-8").partition(licences.START)[0]
    for line in page.splitlines():
        if heading := re.match(r"## .*\((\w+)\)$", line):
            found[heading[1]] = []
        elif row := re.match(r"\| ([\w.-]+) \| .{15,} \| [\w./ ()-]+ \|$", line):
            found[list(found)[-1]].append(row[1])
    return {group: sorted(names) for group, names in found.items()}


def test_exactly_the_dependencies_have_a_reason_and_a_licence(root: Path) -> None:
    assert told() == declared(root)


def test_licences_are_those_that_the_packages_state() -> None:
    page = licences.PAGE.read_text(encoding="utf-8")
    for name, said in re.findall(
        r"^\| ([\w.-]+) \| .{15,} \| ([\w./ ()-]+) \|$", page, re.MULTILINE
    ):
        stated = licences.licence(name)
        assert stated in (licences.NOT_HERE, said), name


def test_every_locked_package_is_listed() -> None:
    page = licences.PAGE.read_text(encoding="utf-8").partition(licences.START)[2]
    names = sorted(
        name
        for line in page.splitlines()[2:]
        for name in line.split(" | ")[1].strip(" |").split(", ")
    )

    assert names == licences.locked(), "run `python -m tools.licences`"


@pytest.mark.parametrize(
    "lock",
    [
        *("requirements.txt", "requirements-all.txt", "requirements-dev.txt"),
        "benchmarks/requirements.txt",
    ],
)
def test_every_locked_package_has_hashes_and_no_address(root: Path, lock: str) -> None:
    text = (root / lock).read_text(encoding="utf-8")
    packages = re.split(r"\n(?=[\w.-]+==)", "\n" + text)[1:]

    assert packages
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in text
    assert "--require-hashes" in (root / "Makefile").read_text(encoding="utf-8")


def versions(root: Path, lock: str) -> set[str]:
    """The packages that a lock file installs, as name==version."""
    return set(
        re.findall(r"^[\w.-]+==\S+", (root / lock).read_text(encoding="utf-8"), re.MULTILINE)
    )


def test_serving_installs_a_part_of_everything(root: Path) -> None:
    serving, everything = (
        versions(root, lock) for lock in ("requirements.txt", "requirements-all.txt")
    )
    left_out = {name.partition("==")[0] for name in everything - serving}

    assert serving < everything
    assert left_out >= {"altair", "scipy", "trafilatura", "warcio"}
    assert not left_out & {"datasette", "duckdb", "great-expectations", "lxml", "opencc"}


# What we import without declaring it, since a declared package requires it; by that package.
BROUGHT = {
    "charset-normalizer": "trafilatura",
    "h11": "uvicorn",
    "jinja2": "datasette",
    "markupsafe": "jinja2",
    "uvicorn": "datasette",
}
# Declared because another package needs it (docs/dependencies.md).
NOT_IMPORTED = {"sqlalchemy"}


@cache
def imported(root: Path) -> set[str]:
    """The third-party modules that the engine imports."""
    modules: set[str] = set()
    for path in (root / "scripts").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                modules.add(node.module.partition(".")[0])
    return modules - sys.stdlib_module_names - {"revisioned", "scripts"}


def _packages(modules: set[str]) -> set[str]:
    """The packages that contain these modules."""
    known = packages_distributions()
    return {_plain(name) for module in modules for name in known.get(module, [module])[:1]}


def _plain(requirement: str) -> str:
    """The name of a package without version, extras and condition."""
    name = re.split(r"[\s\[<>=!;~(]", requirement)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def test_what_is_imported_is_declared_and_what_is_declared_is_imported(root: Path) -> None:
    parts = [names for group, names in declared(root).items() if group not in ("dev", "bench")]
    stated = {_plain(name) for name in chain.from_iterable(parts)}

    found = _packages(imported(root))

    assert found - stated == {*BROUGHT}
    assert stated - found == NOT_IMPORTED
    for name, by in BROUGHT.items():
        assert name in map(_plain, requires(by) or []), name


def test_modules_that_mypy_skips_are_not_imported(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    overrides = project["tool"]["mypy"]["overrides"]
    (skipped,) = [each["module"] for each in overrides if each.get("follow_imports") == "skip"]

    assert "great_expectations" in imported(root)
    assert not imported(root) & {name.removesuffix(".*") for name in skipped}
