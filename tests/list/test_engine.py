"""The engine follows the descriptor: it contains no name of a table or column of this list.

The names that it does know are in docs/descriptor.md, which a test compares with the code.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from revisioned.descriptor.load import load
from tests.conftest import ROOT

# Words of other formats that happen to be names of our columns too.
FOREIGN = {
    "role": "a contributor of a Data Package",
    "reference": "a foreign key of a Data Package",
    "body": "a message of ASGI, a form of the host",
    "match": "a review",
    "rule": "a suite",
    "reason": "a suite",
}
# Calls whose first argument is the name of a table or of a column.
ASKING = {"get", "relation", "edited", "written", "column", "value", "of_key"}


def names() -> frozenset[str]:
    """The tables, views and columns of this package, without those that every package can have."""
    package = load(ROOT)
    known = re.findall(r"`(\w+)`", (ROOT / "docs/descriptor.md").read_text(encoding="utf-8"))
    tables = {relation.name for relation in (*package.relations, *package.views)}
    columns = {column for resource in package.resources for column in resource.schema.columns}
    return frozenset((tables | columns) - {*known})


def code() -> Iterator[Path]:
    """Every file of the engine that is written by hand."""
    for path in sorted((ROOT / "scripts").rglob("*")):
        if path.suffix in {".py", ".html", ".yml", ".js", ".css", ".sql", ".svg"}:
            yield path


def test_no_name_of_this_list_is_in_the_engine() -> None:
    compound = {name for name in names() if "_" in name}
    pattern = re.compile(rf"(?<![\w-])({'|'.join(sorted(compound))})(?![\w-])")
    found = [
        f"{path.relative_to(ROOT)}:{number}: {hit[0]}"
        for path in code()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for hit in pattern.finditer(line)
    ]

    assert found == []
    assert len(compound) > 60


def test_no_cell_or_table_of_this_list_is_looked_up_by_a_plain_word() -> None:
    simple = {name for name in names() if "_" not in name and name not in FOREIGN}
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {word}"
        for path in code()
        if path.suffix == ".py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (word := _asked(node)) in simple
    ]

    assert found == []
    assert len(simple) > 20


def _asked(node: ast.AST) -> str:
    """The string in a look-up or constant: row["word"], row.get("word"), TABLE = "word"."""
    given: ast.expr | None = None
    if isinstance(node, ast.Subscript):
        given = node.slice
    elif isinstance(node, ast.Call) and node.args:
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        called = node.func.id if isinstance(node.func, ast.Name) else called
        given = node.args[0] if called in ASKING else None
    elif isinstance(node, ast.Assign) and all(
        isinstance(target, ast.Name) and target.id.isupper() for target in node.targets
    ):
        given = node.value
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else ""
