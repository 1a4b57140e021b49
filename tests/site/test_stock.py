"""Internals of Datasette that the site relies on exist in the locked version."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import datasette
import pytest
from datasette import hookimpl, hookspecs
from datasette.app import Datasette as App
from datasette.plugins import pm

from revisioned.site.stock import markup, ties
from tests.conftest import ROOT

STOCK = Path(datasette.__file__).parent
TEMPLATES = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((STOCK / "templates").glob("*.html"))
)
SCRIPTS = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((STOCK / "static").glob("*.js"))
)
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(STOCK.rglob("*.py")))
SITE = ROOT / "scripts/site"
OURS = SITE / "templates"


@pytest.mark.parametrize(
    "name",
    ["INLINE_SCRIPT", "INLINE_STYLE", "STYLE_ATTRIBUTE", "HEIGHT", "CELL", "CONTROL", "EDITOR"],
)
def test_pattern_finds_something_in_its_templates(name: str) -> None:
    pattern: re.Pattern[str] = getattr(markup, name)

    assert pattern.search(TEMPLATES)


@pytest.mark.parametrize("name", ["CROSS", "WRAPPER", "QUERY", "FACETS"])
def test_text_that_is_replaced_is_in_its_templates(name: str) -> None:
    assert getattr(markup, name) in TEMPLATES


def test_style_that_a_script_writes_is_found() -> None:
    assert markup.SCRIPTED_STYLE.search(SCRIPTS)


@pytest.mark.parametrize("name", markup.LABELS)
def test_control_that_gets_a_name_is_in_its_templates(name: str) -> None:
    assert name in {found["name"] for found in markup.CONTROL.finditer(TEMPLATES)}


def test_every_pattern_and_text_of_its_markup_is_looked_for_above() -> None:
    source = Path(__file__).read_text(encoding="utf-8").partition("def test_every_pattern")[0]
    constants = {
        name
        for name, value in vars(markup).items()
        if name.isupper() and isinstance(value, (str, re.Pattern))
    }

    # One is a part of a pattern, the other is the replacement.
    assert {name for name in constants if name not in source} == {"EXPRESSION", "REACHED"}


def test_rewritten_templates_have_no_inline_style() -> None:
    assert not re.search(r"<[^>{]*\sstyle=", markup.without_inline_styles(TEMPLATES))


@pytest.mark.parametrize("words", ties.NOT_THERE)
def test_messages_about_missing_pages_are_those_of_datasette(words: str) -> None:
    assert f'"{words}"' in CODE or f'"{words}' in CODE or f"{words}: " in CODE


@pytest.mark.parametrize("sql", sorted(ties.FIXED))
def test_fixed_queries_are_those_of_datasette(sql: str) -> None:
    assert sql in re.sub(r"[\s\"]+", " ", CODE)


def _implemented() -> Iterator[tuple[str, str]]:
    """The hooks that the site implements: file and name."""
    for path in sorted((SITE / "plugins/hooks").glob("[a-z]*.py")):
        text = path.read_text(encoding="utf-8")
        for found in re.finditer(r"@hookimpl(?:\((.*?)\))?\n(?:async )?def (\w+)", text):
            named = re.search(r'specname="(\w+)"', found[1] or "")
            yield path.stem, named[1] if named else found[2]


def test_every_hook_of_the_site_is_one_of_its_hooks() -> None:
    found = list(_implemented())

    assert len(found) > 30
    assert [hook for hook in found if not hasattr(hookspecs, hook[1])] == []


def test_unknown_hook_stops_the_start() -> None:
    hooks = ModuleType("of_tomorrow")
    hooks.hook_of_tomorrow = hookimpl(lambda: None)  # type: ignore[attr-defined]

    with pytest.raises(RuntimeError, match="no hook hook_of_tomorrow"):
        ties.register(hooks)
    assert not pm.is_registered(hooks)


@pytest.mark.parametrize(
    "name",
    ["metadata", "_metadata_sources", "_metadata_recursive_update", "_table_permission_allows"],
)
def test_it_has_what_is_computed_once(name: str) -> None:
    assert name in dir(App) or f"self.{name}" in CODE


def test_internals_of_datasette_are_used_in_one_module_only() -> None:
    private = re.compile(
        r"^\s*from datasette\.(?!app import|utils import|plugins import)", re.MULTILINE
    )
    taken = {
        path.relative_to(SITE).as_posix()
        for path in sorted(SITE.rglob("*.py"))
        if private.search(path.read_text(encoding="utf-8"))
    }
    patched = {
        path.relative_to(SITE).as_posix()
        for path in sorted(SITE.rglob("*.py"))
        if re.search(r"\bdatasette\._|handle_exception\.|Request\.\w+ =", path.read_text("utf-8"))
    }

    assert taken == patched == {"stock/ties.py"}


@pytest.mark.parametrize(
    "template", sorted(OURS.rglob("*.html")), ids=lambda path: path.relative_to(OURS).as_posix()
)
def test_no_template_is_a_page_by_its_name(wells_site: App, template: Path) -> None:
    """Datasette serves what is in a folder `pages` as it is, at the address of its name."""
    for name in (template.stem, template.relative_to(OURS).with_suffix("").as_posix()):
        answer = asyncio.run(wells_site.client.get(f"/{name}"))

        assert answer.status_code in (200, 302, 404), name
