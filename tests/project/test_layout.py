"""The layout of the engine: its figures, and that no module is loaded twice."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import grimp

from tests.conftest import ROOT

# In these folders a module is named after its command, format, reader, engine or hook.
FREE = {"commands", "formats", "readers", "engines", "plugins", "pages"}

# The most lines that a function may have; six may have more.
LONG = 40

# Runs commands, then imports every module, and prints each file that was loaded as two modules.
TWICE = """
import collections, importlib, pkgutil, runpy, sys
for words in (["history"], ["diff", "lists/2020-first", "lists/2021-second"]):
    sys.argv = ["scripts", *words]
    try:
        runpy.run_module("scripts", run_name="__main__", alter_sys=True)
    except SystemExit as status:
        assert not status.code, status.code
import revisioned
# As `check` imports it: without unused modules that take as long again.
from revisioned.validate import expectations
expectations.library()
names = [found.name for found in pkgutil.walk_packages(revisioned.__path__, "revisioned.")]
for name in names:
    # These would run on import, need Java, or are registered with Datasette.
    if not name.endswith((".__main__", ".spark")) and ".plugins" not in name:
        importlib.import_module(name)
files = collections.defaultdict(set)
for module in [*sys.modules.values()]:
    if file := getattr(module, "__file__", None):
        files[file].add(id(module))
print("looked at", sum(file.startswith(revisioned.__path__[0]) for file in files))
print(*(file for file, modules in files.items() if len(modules) > 1 and "scripts" in file))
"""


def test_no_file_is_loaded_under_two_names(wells: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", TWICE],
        cwd=wells,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    looked, twice = done.stdout.splitlines()[-2:]
    assert int(looked.split()[-1]) > 150
    assert twice == ""


@cache
def graph() -> grimp.ImportGraph:
    """The import graph of `revisioned`, by the name of its folder; imports only for types are left
    out. It is built when first needed: it starts threads, which forks of this process would
    lack."""
    return grimp.build_graph("scripts", exclude_type_checking_imports=True, cache_dir=None)


@cache
def folders() -> set[str]:
    return {path.rpartition(".")[0] for path in graph().modules} - {""}


@cache
def modules() -> list[str]:
    return sorted(graph().modules - folders())


@cache
def chain(module: str) -> tuple[str, ...]:
    """The longest chain of imports from this module; the `__init__` of a folder does not count."""
    imported = graph().find_modules_directly_imported_by(module) - folders()
    return (module, *max(map(chain, imported), key=len, default=()))


def test_longest_chain_of_imports_is_short() -> None:
    longest = max(map(chain, modules()), key=len)
    print(
        len(modules()), "modules, the longest chain of imports:", len(longest), *longest, sep="\n  "
    )

    assert len(longest) <= 15


def test_folders_are_small_and_only_the_command_line_is_at_the_top() -> None:
    counts = Counter(module.rpartition(".")[0] for module in modules())
    flat = {module for module in modules() if module.count(".") == 1}
    print("modules in the fullest folders:", counts.most_common(4))

    assert flat == {"scripts.__main__", "scripts.cli"}
    assert {folder for folder, count in counts.items() if count > 15} <= {"scripts.commands"}


def test_few_functions_are_long() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sorted((ROOT / "scripts").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONG
    ]

    assert len(long) <= 6, long


def test_no_name_is_used_twice_within_a_folder() -> None:
    names = Counter(
        (parts[1], parts[-1])
        for module in modules()
        if not FREE.intersection((parts := module.split("."))[1:-1]) and parts[-1] != "model"
    )

    assert [name for name, times in names.items() if times > 1] == []


def test_every_folder_is_in_architecture_and_in_the_contract_in_one_order() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = project["tool"]["importlinter"]["contracts"]

    told = re.findall(r"^\| `scripts/(\w+)/` \|", page, re.MULTILINE)

    assert told == contract["layers"]
    assert {f"scripts.{name}" for name in told} == {f for f in folders() if f.count(".") == 1}


def test_every_cache_is_bounded() -> None:
    """`cache` is only for functions without arguments; others use `lru_cache`, or `LRUCache` by
    size."""
    faults = []
    for path in (ROOT / "scripts").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.args.args:
                names = {d.id for d in node.decorator_list if isinstance(d, ast.Name)}
                faults += [f"{path}: {node.name}"] * bool(names & {"cache", "lru_cache"})
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "lru_cache":
                bound = ast.unparse((*node.args, *(word.value for word in node.keywords))[0])
                faults += [f"{path}: {bound}"] * (bound == "None")
        for node in tree.body:
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            is_empty = isinstance(value, ast.Dict) and not value.keys
            if is_empty or (isinstance(value, ast.Call) and "OrderedDict" in ast.unparse(value)):
                faults.append(f"{path}: {ast.unparse(node)}")
    assert not faults


def test_every_path_and_module_that_documents_name_exists() -> None:
    folders = "scripts|docs|tests|tools|benchmarks|data|checks|deploy|.github"
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    named = []
    for document in documents:
        # This page names the files of a package that its reader makes.
        if document.name not in ("publish-your-own-list.md", "CHANGELOG.md"):
            text = document.read_text(encoding="utf-8")
            paths = re.findall(rf"`((?:{folders})/[\w./-]+)`", text)
            modules = re.findall(r"python -m ((?:tools|benchmarks|tests)[\w.]*\w)", text)
            run = re.findall(r"pytest ((?:tests)[\w./]*\w)", text)
            named += [(document.name, path) for path in (*paths, *run)]
            named += [(document.name, module.replace(".", "/")) for module in modules]

    assert len(named) > 150
    assert [
        (document, path)
        for document, path in named
        if not (ROOT / path).exists() and not (ROOT / f"{path}.py").exists()
    ] == []


def test_every_term_in_architecture_is_in_the_file_that_it_names() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    table = page.partition("## Which term is where")[2].partition("## ")[0].partition("`python")[0]
    rows = re.findall(r"^\| (?!to find|---)(.+?) \| (.+) \|$", table, re.MULTILINE)

    assert len(rows) >= 10
    for term, places in rows:
        for place in re.findall(r"`([^`]+)`", places):
            path = ROOT / place
            path = path / "__init__.py" if path.is_dir() else path
            text = " ".join(path.read_text(encoding="utf-8").lower().split())
            assert term.rpartition(": ")[2].split(" of a ")[0].removeprefix("the ") in text, place
