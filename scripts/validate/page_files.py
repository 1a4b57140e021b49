"""Check the files in data/pages/ by the JSON Schema of a page, scripts/descriptor/page.schema.json,
which editors can use too."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .. import descriptor
from ..core.diagnostics import Finding
from ..descriptor import yaml_text
from ..descriptor.model import Package
from ..descriptor.pages import FOLDER, FRAME, WORDS

SCHEMA = Path(descriptor.__file__).with_name("page.schema.json")


def schema() -> Mapping[str, Any]:
    """The JSON Schema (draft 7) of a page."""
    found: Mapping[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return found


def findings(package: Package) -> Iterator[Finding]:
    """A finding for each part of a page that does not fit the schema, with its place."""
    from jsonschema import Draft7Validator

    validator = Draft7Validator(schema())
    for file in sorted((package.root / FOLDER).glob("*.yml")):
        if file.name in (WORDS, FRAME):
            continue
        page = yaml_text.parse(file.read_bytes(), str(FOLDER / file.name))
        for fault in sorted(validator.iter_errors(page), key=lambda each: str(each.absolute_path)):
            place = ".".join(_named(page, [*fault.absolute_path]))
            where = f"{place}: " if place else ""
            reason = f"{where}{fault.message[:200]}"
            yield Finding(str(FOLDER / file.name), None, None, reason, "page")


def _named(node: Any, path: list[str | int]) -> Iterator[str]:
    """The path, with the name of a section instead of its number."""
    for part in path:
        node = node[part]
        name = node.get("name") if isinstance(part, int) and isinstance(node, Mapping) else None
        yield str(name if name is not None else part)


def document() -> str:
    """The parts of a page as a page of Markdown."""
    whole = schema()
    section = whole["properties"]["sections"]["items"]
    lines = [
        "# How a page is written",
        "",
        "Each file in `data/pages/` is a page of the site, except `words.yml`, the words of the"
        " list, and `frame.yml`, the foot of every page. Its parts follow; their JSON Schema is"
        " [page.schema.json](../scripts/descriptor/page.schema.json), which `check` uses, and"
        " editors with `# yaml-language-server: $schema=` and its address in the first line."
        " `check` runs every SQL as well.",
    ]
    for title, part in (("Of a page", whole), ("Of a section", section)):
        lines += ["", f"## {title}", "", "| part | what it says |", "|---|---|"]
        for name, about in part["properties"].items():
            given = ", ".join(f"`{value}`" for value in about.get("enum", ()))
            one_of = f" One of {given}." if given else ""
            needed = " Needed." if name in part["required"] else ""
            lines.append(f"| `{name}` | {about['description']}{one_of}{needed} |")
    lines += [
        "",
        "A text is one for all languages, or one for each: `{en: The list, fr: La liste}`. Any SQL"
        " may name `:version` and `:released_on`, of the release that is served.",
    ]
    return "\n".join(lines) + "\n"
