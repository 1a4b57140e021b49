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
    r"<(?P<tag>select|input|textarea)"
    r'(?P<rest>[^>]*?\bname="(?P<name>\w+?)(?P<number>_\d+)?")'
)
# Behind the title of a page there is no heading of the second level.
EDITOR = re.compile(r"<h3>(Custom SQL query.*?)</h3>", re.DOTALL)
CROSS = 'class="cross"'
# A table that is wider than the window is moved by the arrow keys once it can be reached.
WRAPPER = '<div class="table-wrapper">'
QUERY = '<pre id="sql-query"'
REACHED = '<div class="table-wrapper" tabindex="0" role="region" aria-label="Table">'


def labelled(page: Markup) -> Markup:
    """The page with a name on each control that had none and headings without a gap. It is markup
    that Datasette made, with what comes from data escaped already."""
    text = CONTROL.sub(_labelled, page)
    text = EDITOR.sub(r"<h2>\1</h2>", text).replace(CROSS, f'{CROSS} aria-label="Remove"')
    text = text.replace(WRAPPER, REACHED).replace(QUERY, f'{QUERY} tabindex="0"')
    return Markup(text)  # noqa: S704 as the docstring says


def _labelled(found: re.Match[str]) -> str:
    label = LABELS.get(found["name"])
    if label is None or 'type="hidden"' in found["rest"]:
        return found[0]
    number = f" {found['number'][1:]}" if found["number"] else ""
    return f'<{found["tag"]} aria-label="{label}{number}"{found["rest"]}'
