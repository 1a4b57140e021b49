"""The findings of Frictionless: types, constraints, keys, foreign keys, header, bytes and hash."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..core import result_cache
from ..core.csv_table import Table
from ..core.diagnostics import Finding
from ..core.errors import command
from ..database import load
from ..descriptor.derived import STATED, is_derived
from ..descriptor.model import Package, Resource
from ..descriptor.parse import DESCRIPTOR, Json, names, read_json

if TYPE_CHECKING:
    from frictionless import Error

HEADER_ERRORS = {"missing-label", "extra-label", "incorrect-label", "blank-label"}
STALE = "not the bytes that datapackage.json states; run `{}`"


def examine(
    package: Package, tables: Mapping[str, Table], passed: result_cache.Passed
) -> list[Finding]:
    """Every finding of Frictionless, with lines instead of rows, and a stale hash once for each
    file. A file that passed before is not checked again while these are the same: its bytes, the
    parts of the descriptor about it and about the files that it refers to, and which of its
    references are broken.

    References of derived files are not checked: they come from other files, so a wrong name is
    reported once, where people edit it.
    """
    items = {
        item["name"]: _edited(package, item, tables) for item in package.descriptor["resources"]
    }
    about = {name: value for name, value in package.descriptor.items() if name != "resources"}
    keys = {name: _key(package, items, tables, name) for name in items}
    whole = result_cache.key("descriptor", about, [_plain(package, items[name]) for name in items])
    new = [name for name, key in keys.items() if not passed.knows(key)]
    if passed.knows(whole):
        wanted = {other for name in new for other in _within(package, items, name)}
        items = {name: item for name, item in items.items() if name in wanted}
    findings = list(_found(package, {**about, "resources": [*items.values()]}, new))
    if not any(finding.file == DESCRIPTOR for finding in findings):
        passed.add(whole)
    wrong = {finding.file for finding in findings}
    for resource in package.resources:
        if not {resource.path, DESCRIPTOR} & wrong:
            passed.add(keys[resource.name])
    return findings


def _found(package: Package, descriptor: dict[str, Any], names: Sequence[str]) -> Iterator[Finding]:
    """The faults of a descriptor, and of the files of these resources."""
    if not descriptor["resources"]:
        return
    import frictionless

    try:
        source = frictionless.Package.from_descriptor(descriptor, basepath=str(package.root))
        source.to_descriptor(validate=True)
        reports = [source.get_resource(name).validate() for name in names]
    except frictionless.FrictionlessException as error:
        faults = error.reasons or [error.error]
        yield from (Finding(DESCRIPTOR, None, None, fault.note, fault.type) for fault in faults)
        return
    resources = {resource.name: resource for resource in package.resources}
    for report in reports:
        for fault in report.errors:
            yield Finding(DESCRIPTOR, None, None, fault.note or fault.message, fault.type)
        for task in report.tasks:
            yield from _findings(package, resources[task.name], task.errors)


def _declared(package: Package, item: Json) -> Json:
    """The resource with its schema in it."""
    schema = item["schema"]
    return {
        **item,
        "schema": read_json(package.root, schema) if isinstance(schema, str) else schema,
    }


def _referenced(package: Package, item: Json) -> set[str]:
    """The resources that the foreign keys of one name."""
    keys = _declared(package, item)["schema"].get("foreignKeys", [])
    return {key["reference"]["resource"] or item["name"] for key in keys}


def _within(package: Package, items: Mapping[str, Json], name: str) -> set[str]:
    """The resource and all that it refers to, directly or not."""
    found, left = {name}, [name]
    while left:
        others = _referenced(package, items[left.pop()]) & {*items}
        left += others - found
        found |= others
    return found


def _plain(package: Package, item: Json) -> Json:
    """The resource with its schema, without hash and size."""
    return _declared(package, {**item, **dict.fromkeys(STATED)})


def _key(
    package: Package, items: Mapping[str, Json], tables: Mapping[str, Table], name: str
) -> str:
    """The hash of everything that decides whether the file of a resource conforms: what is
    declared, its bytes, and which of its references are broken."""
    item = _declared(package, items[name])
    parts: list[object] = ["conforms", item, (package.root / item["path"]).read_bytes()]
    for key in item["schema"].get("foreignKeys", []):
        other = key["reference"]["resource"] or name
        if other in items:
            own = _cells(tables[name], names(key["fields"]))
            others = _cells(tables[other], names(key["reference"]["fields"]))
            missing = own - others
            # A value may have two spellings, such as 1 and 01: one that is not there as it is
            # spelled may match any of the others.
            may_be = sorted(others) if any(map(any, missing)) else []
            parts += [_plain(package, items[other]), sorted(missing), may_be]
    return result_cache.key(*parts)


def _cells(table: Table, columns: Sequence[str]) -> set[tuple[str, ...]]:
    """The cells of the records in these columns; none where a column is missing."""
    if not {*columns} <= {*table.columns}:
        return set()
    places = [table.columns.index(name) for name in columns]
    return {tuple(cells[place] for place in places) for cells in table.rows}


def header_differs(findings: list[Finding]) -> bool:
    """Whether a header differs from its schema, so that no column can be trusted."""
    return any(finding.rule in HEADER_ERRORS for finding in findings)


def _edited(package: Package, item: Json, tables: Mapping[str, Table]) -> Json:
    """The resource as it is declared, without references if it is derived, and without the columns
    that a revision lacks."""
    columns = tables[item["name"]].columns
    schema = item["schema"]
    declared = read_json(package.root, schema) if isinstance(schema, str) else schema
    fields = [field for field in declared["fields"] if field["name"] in columns]
    key = names(declared.get("primaryKey"))
    if not item.get("series") or not {*key} <= {*columns}:
        fields = declared["fields"]
    if is_derived(package, item):
        return {**item, "schema": {**declared, "fields": fields, "foreignKeys": []}}
    if len(fields) == len(declared["fields"]):
        return item
    present = {field["name"] for field in fields}
    references = [
        key for key in declared.get("foreignKeys", []) if {*names(key.get("fields"))} <= present
    ]
    return {**item, "schema": {**declared, "fields": fields, "foreignKeys": references}}


def _findings(package: Package, resource: Resource, errors: list[Error]) -> Iterator[Finding]:
    lines, blank = _lines(package, resource) if errors else ([], set())
    stale = False
    for error in errors:
        if error.type in ("hash-count", "byte-count"):
            if not stale:
                yield Finding(resource.path, None, None, STALE.format(command("refresh")), "stale")
            stale = True
            continue
        details: dict[str, Any] = error.to_descriptor()
        row = details.get("rowNumber")
        if row in blank:
            continue  # `characters` has said so
        if _is_fine(details, resource):
            continue
        line = lines[row - 1] if row else 1 if error.type in HEADER_ERRORS else None
        column = details.get("fieldName") or _column(error.type, resource, error.note)
        yield Finding(resource.path, line, column, _reason(details, resource, lines), error.type)


def _is_fine(error: Mapping[str, Any], resource: Resource) -> bool:
    """Whether an error is a fault of Frictionless: it does not know years before the common era."""
    field = next((f for f in resource.schema.fields if f.name == error.get("fieldName")), None)
    if error["type"] != "type-error" or field is None or field.type != "year":
        return False
    return load.is_typed(str(error.get("cell")), field)


def _lines(package: Package, resource: Resource) -> tuple[list[int], set[int]]:
    """The line of each row, counted as Frictionless does, with the header and blank lines, and the
    numbers of blank rows."""
    text = (package.root / resource.path).read_bytes().decode("utf-8-sig")
    reader = csv.reader(io.StringIO(text, newline=""))
    starts, blank = [1], set()
    for row, cells in enumerate(reader, start=1):
        starts.append(reader.line_num + 1)
        if not cells:
            blank.add(row)
    return starts, blank


def _column(kind: str, resource: Resource, note: str) -> str | None:
    if kind == "primary-key":
        return ", ".join(resource.schema.primary_key)
    if kind == "foreign-key":
        # The note reads: for "well_id": values "x" not found in the lookup table …
        return note.split('"')[1]
    return None


def _reason(error: dict[str, Any], resource: Resource, lines: list[int]) -> str:
    kind, note = error["type"], error.get("note") or error["message"]
    cell = error.get("cell")
    field = next((f for f in resource.schema.fields if f.name == error.get("fieldName")), None)
    if kind == "type-error" and field is not None:
        return f"{cell!r} is not of type {field.type}"
    if kind in ("constraint-error", "unique-error") and field is not None:
        return _constraint(cell, note, field.constraints)
    if kind == "primary-key":
        if "row at position" not in note:
            return "the key is empty"
        first = int(note.rsplit(" ", 1)[1])
        return f"duplicate key, first on line {lines[first - 1]}"
    if kind == "foreign-key":
        column = note.split('"')[1]
        key = next(k for k in resource.schema.foreign_keys if ", ".join(k.columns) == column)
        values = note.split(': values "')[1].split('" not found')[0]
        return f"{values!r} is not in {key.relation}.{', '.join(key.referenced)}"
    if kind in HEADER_ERRORS:
        wanted = ",".join(resource.schema.columns)
        return f"{kind.replace('-', ' ')}; the header should read: {wanted}"
    return str(note)


def _constraint(cell: str | None, note: str, constraints: Any) -> str:
    if 'constraint "required"' in note:
        return "empty, but required"
    if 'constraint "enum"' in note:
        return f"{cell!r} is not one of: {', '.join(map(str, constraints['enum']))}"
    if 'constraint "pattern"' in note:
        return f"{cell!r} does not match {constraints['pattern']}"
    if 'constraint "' in note:
        return f"{cell!r} breaks the " + note.replace('"', "")
    return f"{cell!r} appears twice, but must be unique"
