"""Datasette's own templates and pages, rewritten: without the inline styles that our policy does
not allow, and with the names and headings that its markup leaves out.

Everything that we look for in its markup is here; tests/site/test_stock.py fails if the locked
version does not have it.
"""

from __future__ import annotations

import re

from markupsafe import Markup

INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
INLINE_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
# A style that one of its scripts adds to the page.
SCRIPTED_STYLE = re.compile(r'createElement\("style"\)\)\.textContent=("(?:[^"\\]|\\.)*")')
EXPRESSION = r"\{\{.*?\}\}"
STYLE_ATTRIBUTE = re.compile(rf'\s+style="(?:{EXPRESSION}|[^"{{])*"', re.DOTALL)
HEIGHT = re.compile(r' style="height: (\{\{.*?\}\})em"')
CELL = re.compile(r'<td class="col-\{\{ ([\w.]+)\|to_css_class \}\}')
# The only value that it writes into one of its scripts.
FACETS = "{{ datasette_allow_facet }}"
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
# After the title of a page there is no heading of the second level.
EDITOR = re.compile(r"<h3>(Custom SQL query.*?)</h3>", re.DOTALL)
CROSS = 'class="cross"'
# A table wider than the window can be moved by the arrow keys only if it can get the focus.
WRAPPER = '<div class="table-wrapper">'
QUERY = '<pre id="sql-query"'
REACHED = '<div class="table-wrapper" tabindex="0" role="region" aria-label="Table">'


def without_inline_styles(template: str) -> str:
    """A stock template whose pages need no inline style: the height of the editor is its rows, the
    label of a cell on a narrow screen is an attribute that the style sheet shows."""
    template = HEIGHT.sub(r' rows="\1"', template)
    template = STYLE_ATTRIBUTE.sub("", template)
    template = INLINE_STYLE.sub(lambda block: "" if "{%" in block[1] else block[0], template)
    return CELL.sub(r'<td data-label="{{ \1 }}" class="col-{{ \1|to_css_class }}', template)


def labelled(page: Markup) -> Markup:
    """The page with a name on each control that had none and headings without a gap. Datasette made
    this markup, and has escaped what comes from data."""
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
