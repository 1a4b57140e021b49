"""Pages that work in the reader's own browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from ..locale.language import Language
from ..pages.site import Site

if TYPE_CHECKING:
    from datasette.app import Datasette


async def pages(
    datasette: Datasette, here: Site, language: Language
) -> AsyncIterator[tuple[str, str]]:
    """The address and the text of each page, in the language."""
    del datasette, here, language
    for found in ():
        yield found
