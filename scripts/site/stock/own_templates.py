"""Our own pages, made synchronously. In Datasette's pages any value may have to be awaited, and
checking for that makes Jinja half as slow again; ours have no such value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import Environment, Template

if TYPE_CHECKING:
    from datasette.app import Datasette


class _AtOnce(Template):
    async def render_async(self, *args: Any, **kwargs: Any) -> str:
        """The page; Datasette only asks for it in this way."""
        return self.render(*args, **kwargs)


def prepare(datasette: Datasette) -> None:
    """Make the environment of our templates, once all plugins have added to it. What is served does
    not change, so the files are not checked again."""
    found = datasette.jinja_env.overlay(enable_async=False, auto_reload=False)
    found.template_class = _AtOnce
    datasette.own_templates = found


def templates(datasette: Datasette) -> Environment:
    """The environment of our templates."""
    found: Environment = datasette.own_templates
    return found
