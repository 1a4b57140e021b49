"""The forms that readers fill in, as the host shows them: .github/ISSUE_TEMPLATE/<kind>.<lang>.yml.

A field whose answer goes into a column has the name of that column, so the form is the only list of
questions, in each language. Format:
https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..core import atomic
from ..core.diagnostics import Finding
from ..core.errors import InputError
from ..descriptor import yaml_text

FOLDER = atomic.FORMS
FILE = re.compile(r"(?P<kind>[a-z_]+)\.(?P<lang>[A-Za-z-]+)\.yml")


@dataclass(frozen=True)
class Field:
    """One question; `options` are the possible answers in the order shown, each with its
    meaning."""

    name: str
    label: str
    help: str
    options: tuple[tuple[str, str], ...]
    required: bool


@dataclass(frozen=True)
class Form:
    """The questions of one kind of contribution in one language."""

    kind: str
    lang: str
    title: str
    introduction: str
    fields: tuple[Field, ...]

    @property
    def file(self) -> str:
        """The name of the form's file, by which the host knows it."""
        return f"{self.kind}.{self.lang}.yml"

    def field(self, name: str) -> Field | None:
        """The question of that name, or None."""
        return next((field for field in self.fields if field.name == name), None)


@lru_cache(maxsize=64)
def read(root: Path) -> tuple[Form, ...]:
    """Every form of the package, by file name, read once a process; none where it has no such
    folder. Raises InputError where a file is not a form."""
    return tuple(
        _form(path, name)
        for path in sorted((root / FOLDER).glob("*.yml"))
        if (name := FILE.fullmatch(path.name))
    )


def find(forms: tuple[Form, ...], kind: str, lang: str) -> Form | None:
    """The form of the kind in the language, or in the first that there is."""
    of_kind = [form for form in forms if form.kind == kind]
    return next((form for form in of_kind if form.lang == lang), next(iter(of_kind), None))


def option(text: str) -> tuple[str, str]:
    """The word before the colon, and what it means."""
    word, _, meaning = text.replace("：", ":", 1).partition(":")
    return word.strip(), meaning.strip()


def _form(path: Path, name: re.Match[str]) -> Form:
    file = f"{FOLDER}/{path.name}"
    try:
        document = yaml_text.parse(path.read_bytes(), file)
        parts = document["body"]
        return Form(
            kind=name["kind"],
            lang=name["lang"],
            title=str(document["name"]),
            introduction=" ".join(
                str(part["attributes"]["value"]).strip()
                for part in parts
                if part["type"] == "markdown"
            ),
            fields=tuple(_field(part) for part in parts if part["type"] != "markdown"),
        )
    except (KeyError, TypeError) as error:
        reason = f"no form: {error!r}; it needs name and body, as the host documents them"
        raise InputError([Finding(file, None, None, reason, "form")]) from None


def _field(part: dict[str, Any]) -> Field:
    attributes = part["attributes"]
    return Field(
        name=str(part["id"]),
        label=str(attributes["label"]),
        help=str(attributes.get("description", "")),
        options=tuple(option(str(text)) for text in attributes.get("options", [])),
        required=bool(part.get("validations", {}).get("required")),
    )
