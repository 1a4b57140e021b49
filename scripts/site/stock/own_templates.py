"""Our own pages, made at once: in those of Datasette, any value may be one that must be waited for,
and Jinja takes half as long again to find that none is. No value of ours is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import Environment, Template

if TYPE_CHECKING:
    from datasette.app import Datasette


class _AtOnce(Template):
    async def render_async(self, *args: Any, **kwargs: Any) -> str:
        """The page; Datasette asks for it in this way alone."""
        return self.render(*args, **kwargs)


def prepare(datasette: Datasette) -> None:
    """Make what our templates are found in, once all plugins have said what is in each page. What
    is served does not change, so their files are not looked at again."""
    found = datasette.jinja_env.overlay(enable_async=False, auto_reload=False)
    found.template_class = _AtOnce
    datasette.own_templates = found


def templates(datasette: Datasette) -> Environment:
    """What our templates are found in."""
    found: Environment = datasette.own_templates
    return found
