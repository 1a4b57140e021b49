"""Takes out of a page of Datasette what needs a server; SQL leads to the page that runs it in the
browser."""

from __future__ import annotations

import re
from typing import cast

from lxml import html

from . import sql
from .sql import Database

# Forms and links that sort or filter the same table, and the scripts that add more of them.
GONE = (
    '//form[contains(@class,"filters")]',
    '//*[@id="export"]',
    '//*[contains(@class,"suggested-facets")]',
    '//*[contains(@class,"facet-results")]',
    '//*[contains(@class,"facets-timed-out")]',
    '//p[a[contains(@href,"_next=")]]',
    '//p[a[contains(@href,"_show_hidden=")]]',
    '//p[contains(@class,"export-links")]',
    '//script[not(@type="application/ld+json")][not(contains(@src,"/static/copy.js"))]',
    '//link[contains(@href,"codemirror")]',
    '//link[contains(@type,"json+datasette")]',
    "//style",
)
# What a page of a whole database begins with.
TABLES = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
INLINE = re.compile(r"<script>.*?</script>", re.DOTALL)


def page(text: str, database: Database, name: str) -> str:
    """The page of a database, or of a table or view of it, without what needs a server."""
    document = html.document_fromstring(text)
    for path in GONE:
        for element in _elements(document, path):
            element.drop_tree()
    for link in _elements(document, '//th//a[contains(@href,"_sort")]'):
        link.drop_tag()
    for heading in _elements(document, "//th[@data-column-type]"):
        # What SQLite says about a column of a view depends on earlier queries; no script that uses
        # it is left.
        del heading.attrib["data-column-type"]
    statement = sql.of_table(database, name, {}) if name else TABLES
    for form in _elements(document, '//form[contains(@class,"sql")]'):
        link = html.Element("a", href=sql.address("", statement, database.release))
        link.text = "Run SQL in this browser"
        form.clear()
        form.tag = "p"
        form.append(link)
    text = html.tostring(document, encoding="unicode", doctype="<!DOCTYPE html>")
    return text + "\n"


def _elements(document: html.HtmlElement, path: str) -> list[html.HtmlElement]:
    return cast(list[html.HtmlElement], document.xpath(path))


def without_inline_scripts(text: str) -> str:
    """The page without its inline scripts: the policy only lets files run."""
    return INLINE.sub("", text)
