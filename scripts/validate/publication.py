"""What a descriptor should have before others read the package, and may lack until then."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.diagnostics import Finding
from ..descriptor.model import REVISIONS, Package
from ..descriptor.parse import DESCRIPTOR, items

REVISION_COLUMNS = ("series", "revision", "title", "source_id")
# What is missing, and what to do.
WANTED = {
    "title": "has no `title`: the title of the list",
    "licenses": "has no `licenses`: no one may use the data until one is named",
    "contributors": "has no `contributors`: who publishes the list, and is cited",
}
CONTACT = (
    "readers have no one to write to: give an `email` of one of the `contributors`, or `bugs`, the"
    " address of a page that takes reports"
)


def findings(package: Package) -> Iterator[Finding]:
    """Findings for what is missing: an error for the table of revisions, a warning for what only
    people can add."""
    if package.series:
        table = next((item for item in package.relations if item.name == REVISIONS), None)
        missing = [name for name in REVISION_COLUMNS if table is None or name not in table.columns]
        if missing:
            reason = (
                f"a package with `series` needs a table {REVISIONS!r} that says what each revision"
                f" is called, with: {', '.join(REVISION_COLUMNS)}"
            )
            yield Finding(DESCRIPTOR, None, None, reason, "revisions")
    for name, reason in WANTED.items():
        if not package.descriptor.get(name):
            yield Finding(DESCRIPTOR, None, None, reason, f"no-{name}", "warning")
    people = items(package.descriptor, "contributors")
    if not package.descriptor.get("bugs") and not any(one.get("email") for one in people):
        yield Finding(DESCRIPTOR, None, None, CONTACT, "no-contact", "warning")
