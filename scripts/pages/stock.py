"""Datasette's own pages as everybody can use them: what its markup leaves without a name."""

from __future__ import annotations

import re

from markupsafe import Markup

LABELS = {
    "_filter_column": "Column to filter by",
    "_filter_op": "How to compare",
    "_filter_value": "Value to compare with",
    "_sort": "Column to sort by",
    "sql": "SQL",
}
CONTROL = re.compile(
    r'<(?P<tag>select|input|textarea)(?P<rest>[^>]*?\bname="(?P<name>\w+?)(?P<number>_\d+)?")'
)


def labelled(page: Markup) -> Markup:
    """The page with a name on each of its controls that had none. The page is markup that
    Datasette made, with what comes from data escaped already."""
    return Markup(CONTROL.sub(_labelled, page))  # noqa: S704 as the docstring says


def _labelled(found: re.Match[str]) -> str:
    label = LABELS.get(found["name"])
    if label is None or 'type="hidden"' in found["rest"]:
        return found[0]
    number = f" {found['number'][1:]}" if found["number"] else ""
    return f'<{found["tag"]} aria-label="{label}{number}"{found["rest"]}'
