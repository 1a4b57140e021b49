"""Check the properties of a descriptor beyond Data Package v2 by their JSON Schema,
scripts/descriptor/extension.schema.json, which editors can use too."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .. import descriptor
from ..core.diagnostics import Finding
from ..core.errors import InputError
from ..descriptor.model import Package
from ..descriptor.parse import DESCRIPTOR
from ..descriptor.schema import PLACE
from ..descriptor.validate import refuse_database

RULE = "extension"
SCHEMA = Path(descriptor.__file__).with_name("extension.schema.json")


# The tables and columns that the engine knows by name.
TABLES = (
    "- `revisions` (`series`, `revision`, `title`, `source_id`), where there is a series: what each"
    " revision is called, and where it is from.",
    "- `sources` (`source_id`, `title`; where there are such columns `url`, `publisher`, `lang`,"
    " `published_on`, `signed_on`, `captured_on`, `sha256`, `capture`), which records refer to and"
    " citations name.",
    "- `acts`, for the command `act` alone; its columns are those that the descriptor gives it.",
    "- `watches` (`watch_id`, `title`, `url`, `kind`, `looks_for`, `source_id`, `sentinel`,"
    " `last_looked_on`, `result`), for the command `watch` alone; other columns fill in the"
    " questions of a form that have their names.",
    "- The table with `changes` (`change_id`, `series`, `old_revision`, `new_revision`, the columns"
    " of the key, `op`, `field`, `old`, `new`, `row`), which `refresh` writes.",
    "- A table with the key `phrase` and a column `label_zh`, or that of another language: what a"
    " text of the other tables is in that language.",
    "- `as_of`, the day that the query of a derived series takes.",
    "- In the SQL of a page `title`, `note`, `day`, `mark`, `what`, `who`, `step`, `by`, `source`,"
    " `locator`, `summary`, `due`, `record`, `search_ends`, and beside any column one that ends in"
    " `_url` or `_lang`: what each does is said where pages are declared.",
)


def schema() -> Mapping[str, Any]:
    """The JSON Schema (draft 7) of these properties."""
    found: Mapping[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return found


def findings(package: Package) -> Iterator[Finding]:
    """A finding for each property that does not fit the schema, with its place, and for what an
    earlier release may say and a new one may not."""
    from jsonschema import Draft7Validator

    faults = Draft7Validator(schema()).iter_errors(package.descriptor)
    for fault in sorted(faults, key=lambda fault: [str(part) for part in fault.absolute_path]):
        place = _place(package, [*fault.absolute_path])
        yield Finding(DESCRIPTOR, None, None, f"{place}: {fault.message[:200]}", RULE)
    try:
        refuse_database(package)
    except InputError as error:
        yield from error.findings
    yield from _defaults(package)


def _defaults(package: Package) -> Iterator[Finding]:
    """Defaults that name no field, each once where several resources have one schema."""
    schemas = {resource.schema_path or resource.name: resource for resource in package.resources}
    for resource in schemas.values():
        file = resource.schema_path or DESCRIPTOR
        for field in resource.schema.fields:
            for name in PLACE.findall(field.default):
                if name not in resource.schema.columns:
                    where = f"the default of field {field.name!r} of resource {resource.name!r}"
                    reason = f"{where} names {name!r}, which is not a field"
                    yield Finding(file, None, None, reason, RULE)


def _place(package: Package, path: list[str | int]) -> str:
    """The path in the descriptor, with names instead of numbers."""
    node: Any = package.descriptor
    said = []
    for part in path:
        node = node[part]
        name = node.get("name") if isinstance(part, int) and isinstance(node, Mapping) else None
        said.append(str(name if name is not None else part))
    return ".".join(said) or "descriptor"


def document() -> str:
    """The properties as a page of Markdown."""
    lines = [
        "# The descriptor",
        "",
        "`datapackage.json` is a [Data Package](https://datapackage.org/), version 2. Beyond the"
        " standard it has these properties. Their JSON Schema is"
        " [extension.schema.json](../scripts/descriptor/extension.schema.json), which editors and"
        " `check` use.",
    ]
    top = schema()["properties"]
    resource = top["resources"]["items"]["properties"]
    field = resource["schema"]["anyOf"][1]["properties"]["fields"]["items"]["properties"]
    parts = {
        "Of the package": top,
        "Of a series": top["series"]["items"]["properties"],
        "Of a resource": resource,
        "Of a field": field,
    }
    for title, properties in parts.items():
        lines += ["", f"## {title}", "", "| property | what it says |", "|---|---|"]
        for name, about in properties.items():
            if "description" in about:
                inside = ", ".join(f"`{part}`" for part in about.get("properties", ()))
                also = f" Has {inside}." if inside else ""
                lines.append(f"| `{name}` | {about['description']}{also} |")
    lines += [
        "",
        "## What every package has",
        "",
        "These names are the engine's; every other table and column has the name that the package"
        " gives it.",
        "",
        *TABLES,
        "",
        "Any title, description or label may be given in another language as well, as `title_zh`"
        " and `label_zh` beside `title_en` and `label_en`.",
    ]
    return "\n".join(lines) + "\n"
