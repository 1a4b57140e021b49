"""The answers of somebody: a form filled in, as the host writes it or as it was sent.

    ### Organization

    IRENA

A heading is a question; everything up to the next heading is the answer. Comments in `<!-- -->` on
lines of their own are the form's help and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..core.diagnostics import Finding
from ..core.errors import InputError
from ..descriptor.dates import read_day
from .forms import Field, Form, option

HEADING = re.compile(r"#{2,4}\s+(?P<label>.+?)\s*#*")
HELP = re.compile(r"^\s*<!--.*?-->\s*$", re.MULTILINE | re.DOTALL)
# What the host writes for an empty answer.
NOTHING = ("_no response_", "_沒有回應_", "none", "n/a", "-")
MAX_FORM_BYTES = 400_000
# A text with fewer answers is not that form.
MIN_QUESTIONS = 2
ADDRESS = re.compile(r"https?://[^\s<>\"']+\.[^\s<>\"']+")
# HTML, links of Markdown, and what no reader can see.
MARKUP = re.compile(r"</?[A-Za-z!][^>]{0,40}>?|\]\([^)]{0,40}\)?|[\x00-\x08\x0b-\x1f\x7f]")
# Answers that a person or intake reads, and that go into no cell.
UNPUBLISHED = ("quotation", "text", "says", "page")


@dataclass(frozen=True)
class Answers:
    """The answers to a form by the names of its fields, empty ones left out, and the line of the
    file on which each begins."""

    form: Form
    file: str
    texts: dict[str, str]
    lines: dict[str, int]

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "")

    def fault(self, name: str, reason: str, rule: str = "answer") -> Finding:
        """A finding about the answer to a question."""
        field = self.form.field(name)
        label = field.label if field else name
        return Finding(self.file, self.lines.get(name), label, reason, rule)


def read(data: bytes, file: str, forms: tuple[Form, ...]) -> Answers:
    """The answers in a text to the form whose headings it has. Raises InputError where no form has
    its headings, or a question is answered twice."""
    if len(data) > MAX_FORM_BYTES:
        raise _refused(file, "too long for an answer")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(file, "not UTF-8; save it as UTF-8") from None
    text = HELP.sub(lambda found: "\n" * found[0].count("\n"), text.replace("\r\n", "\n"))
    headings = [found for line in text.split("\n") if (found := HEADING.fullmatch(line))]
    labels = {found["label"] for found in headings}
    answered = {form: sum(field.label in labels for field in form.fields) for form in forms}
    form = max(forms, key=answered.__getitem__, default=None)
    if form is None or answered[form] < MIN_QUESTIONS:
        kinds = ", ".join(sorted({form.kind for form in forms})) or "none here"
        raise _refused(file, f"not a filled-in form; the forms are: {kinds}")
    return _answers(form, file, text)


def _refused(file: str, reason: str) -> InputError:
    return InputError([Finding(file, None, None, reason, "answer")])


def _answers(form: Form, file: str, text: str) -> Answers:
    names = {field.label: field.name for field in form.fields}
    texts: dict[str, list[str]] = {}
    answers = Answers(form, file, {}, {})
    current: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        found = HEADING.fullmatch(line)
        name = names.get(found["label"]) if found else None
        if name is None:
            current.append(line)
        elif name in texts:
            answers.lines[name] = number
            raise InputError([answers.fault(name, "answered twice; give it once")])
        else:
            current = texts[name] = []
            answers.lines[name] = number
    for name, lines in texts.items():
        said = "\n".join(lines).strip()
        if said and said.lower() not in NOTHING:
            answers.texts[name] = said
    return answers


def faults(answers: Answers) -> Iterator[Finding]:
    """What is wrong with the answers by themselves: a missing answer, a word that is not an option,
    a day or an address that cannot be read, markup."""
    for field in answers.form.fields:
        said = answers[field.name]
        if not said:
            if field.required:
                yield answers.fault(field.name, "not answered")
            continue
        words = [word for word, _ in field.options]
        if words and option(said)[0] not in words:
            yield answers.fault(field.name, f"{said!r} is not one of: {', '.join(words)}")
        elif is_day(field) and read_day(said) is None:
            yield answers.fault(field.name, f"{said!r} is not a day; write it as 2026-03-02")
        elif field.name == "url" and not ADDRESS.fullmatch(said):
            yield answers.fault(field.name, f"{said!r} is not an address; it begins with https://")
        elif field.name not in UNPUBLISHED and (found := MARKUP.search(said)):
            yield answers.fault(
                field.name, f"contains markup, {found[0]!r}; write it as plain text"
            )


def is_day(field: Field) -> bool:
    """Whether the question asks for a day, by its name."""
    return field.name.endswith(("_on", "_date"))
