"""Compiled templates are cached for later servers, and compiled again when they change."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from revisioned.core import result_cache
from revisioned.descriptor.load import load
from revisioned.site import app
from revisioned.site.stock import compiled

PAGE = "<h1>{{ title }}</h1>"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder for this test alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / result_cache.NAME / compiled.KIND


class Counting(Environment):
    """Counts the templates that it compiles."""

    compiled = 0

    def _compile(self, source: str, filename: str) -> object:
        self.compiled += 1
        return super()._compile(source, filename)


def begun(root: Path, page: str = PAGE) -> int:
    """How many templates a new server compiles to show a page."""
    templates = Counting(loader=DictLoader({"page": page}), bytecode_cache=compiled.kept(root))
    assert "<h1>Wells</h1>" in templates.get_template("page").render(title="Wells")
    return templates.compiled


def test_a_template_is_compiled_once(tmp_path: Path) -> None:
    assert [begun(tmp_path / name) for name in ("a", "b", "c")] == [1, 0, 0]


def test_another_text_or_other_code_is_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "package"
    assert [begun(root), begun(root, f"{PAGE}!"), begun(root, f"{PAGE}!")] == [1, 1, 0]

    monkeypatch.setattr(result_cache, "_code", lambda: "of another version")

    assert [begun(root, f"{PAGE}!"), begun(root, f"{PAGE}!")] == [1, 0]


@pytest.mark.parametrize("left", [0, 5, 30, 100])
def test_a_damaged_file_is_compiled_again(cache: Path, tmp_path: Path, left: int) -> None:
    root = tmp_path / "package"
    begun(root)
    (file,) = cache.iterdir()
    file.write_bytes(file.read_bytes()[:left])

    assert [begun(root), begun(root)] == [1, 0]


def test_pages_are_shown_without_a_writable_cache(cache: Path, tmp_path: Path) -> None:
    root = tmp_path / "package"
    begun(root)
    (file,) = cache.iterdir()
    file.unlink()
    templates = Counting(loader=DictLoader({"page": PAGE}), bytecode_cache=compiled.kept(root))
    cache.rmdir()
    assert templates.get_template("page").render(title="Wells")

    cache.write_text("a file in the place of the folder")
    assert begun(root) == 1

    cache.unlink()
    cache.mkdir()
    cache.chmod(0o777)
    assert [begun(root), begun(root)] == [1, 1]
    assert [*cache.iterdir()] == []


def test_the_site_keeps_its_own(wells: Path) -> None:
    site = app.application(load(wells))
    asyncio.run(site.invoke_startup())

    assert isinstance(site.jinja_env.bytecode_cache, compiled.Kept)
