"""What is answered in a language where it has no page: the record that the word names, if any."""

from __future__ import annotations

from .. import search
from ..ask import Answer, Ask, Problem, Redirect


def answer(ask: Ask) -> Answer:
    """Another address. Raises Problem where there is none."""
    if ask.path.rstrip("/") == ask.prefix:
        return Redirect(f"{ask.prefix}/")
    name = ask.path.removeprefix(ask.prefix).strip("/")
    if address := search.address(ask.site, name, ask.connection):
        return Redirect(ask.prefix + address)
    raise Problem(404, "no_such_page", ask.site.suggestions(ask.language), path=ask.path)
