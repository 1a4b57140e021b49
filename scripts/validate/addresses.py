"""Keys of which no address can be made: browsers take `.` and `..` for a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..core.csv_table import Table
from ..core.diagnostics import Finding
from ..core.errors import InputError
from ..descriptor.model import Package
from ..descriptor.pages import pages

FOLDERS = (".", "..")
RULE = "addresses"


def findings(package: Package, tables: Mapping[str, Table]) -> Iterator[Finding]:
    """A warning for each record whose page nobody can open."""
    try:
        declared = pages(package.root, tuple(tag.partition("-")[0] for tag in package.languages))
    except InputError:
        return  # the check of the pages says what is wrong
    by_key = {page.parameters: page.address for page in declared if page.parameters}
    for resource in package.resources:
        address = by_key.get(resource.schema.primary_key)
        if address is None or resource.series or resource.view:
            continue
        for line, record in tables[resource.name].numbered():
            for name in resource.schema.primary_key:
                if (cell := record[name]) in FOLDERS:
                    reason = (
                        f"{cell!r} cannot be part of an address: the record has no page at"
                        f" {address}; give it another key"
                    )
                    yield Finding(resource.path, line, name, reason, RULE, "warning")
