"""A page that only the edition has: a template of templates/edition/ with our header and footer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..locale.language import Language
from ..site import Site
from .capture import HERE

if TYPE_CHECKING:
    from datasette.app import Datasette


async def page(
    datasette: Datasette,
    here: Site,
    language: Language,
    address: str,
    template: str,
    values: Mapping[str, Any],
) -> str:
    """The page in the language; `address` is that of the page in the first one."""
    from datasette import Request

    from ..stock import own_templates

    request = Request.fake(language.prefix + address)
    request.scope["base"] = HERE
    # Nothing is sent by POST.
    request.scope["csrftoken"] = str
    context = {**here.words(language, address), "is_translated": True, "place": HERE, **values}
    found = own_templates.templates(datasette).get_template(template)
    text: str = await datasette.render_template(found, context, request=request, view_name="page")
    return text


def as_json(**values: object) -> str:
    """What a script reads from its page: JSON that is safe within HTML."""
    return json.dumps(values, ensure_ascii=False).replace("<", "\\u003c")
