"""A reviewed printing put in place: the whole of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ...core import atomic
from ...core.csv_table import dump
from ...core.errors import PackageError
from ...core.strict_json import as_json
from ...descriptor.load import load
from ...descriptor.model import REVISIONS, Package
from ...descriptor.parse import DESCRIPTOR
from ...edit import transaction
from ...edit.records import Cells, add, by_key, edited, with_defaults
from ...edit.revision import listed
from ..mapping import Form
from . import names
from .answers import Printing, read_answers
from .review_file import SOURCE, Review

Added = Sequence[tuple[str, Cells]]
"""Records by the name of their table."""


def attempt(
    root: Path, review: Review, declared: Form, folder: Path, beside: Added = ()
) -> atomic.Changes:
    """Try the review on a copy of the package in `folder`, with records of other tables that a new
    body needs `beside`, each as (table, cells): the files that it changes, none where it was
    accepted before. Raises ReviewError for what is open or wrong in the review,
    CheckFailedError for what a check would refuse, PackageError where the package has such a
    revision or source with other content."""
    answered = read_answers(review, declared, load(root))

    def edit(copy: Package) -> None:
        _add_source(copy, declared, review)
        _add_missing(copy, declared.bodies.name, answered.bodies)
        for table, cells in beside:
            _add_missing(copy, table, [cells])
        given = names.name_records(copy, declared, review.settings["source"], answered)
        _add_missing(copy, declared.names.resource, given)
        _add_revision(copy, declared, review, answered)

    return transaction.attempt(root, folder, edit)


def _add_source(package: Package, declared: Form, review: Review) -> None:
    """Add the source, unless it is there and says the same."""
    resource = edited(package, declared.sources.name)
    (key,) = resource.schema.primary_key
    name = review.settings["source"]
    given = {
        column.removeprefix(SOURCE): value
        for column, value in review.settings.items()
        if column.startswith(SOURCE) and value
    }
    known = by_key(package, resource).get(name)
    if known is None:
        add(package, resource, with_defaults(resource, {**given, key: name}))
        return
    for column, value in given.items():
        if known.get(column) != value:
            raise PackageError(
                f"{resource.path}: {name} has {column} {known.get(column)!r}, not {value!r}; "
                "leave it out of the review, or give the source another name"
            )


def _add_missing(package: Package, table: str, records: Iterable[Cells]) -> None:
    """Add the records to the table, except for those whose key is there."""
    resource = edited(package, table)
    key = resource.schema.primary_key
    rows = package.table(resource).dicts()
    there = {tuple(row[name] for name in key) for row in rows}
    whole_records = [with_defaults(resource, record) for record in records]
    new = {tuple(record[name] for name in key): record for record in whole_records}
    add(package, resource, *(record for cells, record in new.items() if cells not in there))


def _add_revision(package: Package, declared: Form, review: Review, answered: Printing) -> None:
    """Add the file, its resource in the descriptor and its row among the revisions, unless they
    are there and say the same."""
    revision, title = review.settings["revision"], review.settings["title"]
    there = package.revisions(declared.series)
    columns, key = there[-1].schema.columns, there[-1].schema.primary_key
    records = sorted(answered.records, key=lambda record: [record[name] for name in key])
    data = dump(columns, [[record.get(name, "") for name in columns] for record in records])
    for resource in there:
        if resource.revision == revision:
            if atomic.read(package.root / resource.path) == data:
                return
            raise PackageError(
                f"{declared.series}/{revision} is already in the package with other content; a"
                " printing is not overwritten: give this one another revision, or correct the file"
            )
    path = f"{declared.folder}/{revision}.csv"
    atomic.replace(package.root / path, data)
    new = {"name": f"{declared.series}-{revision}", "title": title, "description": title}
    new |= {"path": path, "revision": revision}
    earlier = [item for item in there if (item.revision or "") < revision]
    beside = (earlier or there)[-1 if earlier else 0].name
    descriptor = listed(package, beside, new, before=not earlier)
    (package.root / DESCRIPTOR).write_bytes(as_json(descriptor))
    revisions = edited(package, REVISIONS)
    (source,) = (
        key.columns[0]
        for key in revisions.schema.foreign_keys
        if key.relation == declared.sources.name
    )
    cells = {"series": declared.series, "revision": revision, "title": title}
    add(package, revisions, with_defaults(revisions, {**cells, source: review.settings["source"]}))
