"""What the answers of a review say: the printing that they make, or everything that is open."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from ...core.diagnostics import Finding
from ...descriptor.model import Package
from ...edit.records import by_key, edited
from ...edit.revision import name_fault
from ..mapping import Form
from .review_file import DROP, NEW, REMOVED, Line, Review, ReviewError

SETTINGS = ("series", "revision", "title", "against", "source")


@dataclass(frozen=True)
class Printing:
    """What a review says once it is answered: the records of the printing in order, short names
    by body, and the records of new bodies."""

    records: tuple[Mapping[str, str], ...]
    short: tuple[tuple[str, str], ...]
    bodies: tuple[Mapping[str, str], ...]


def read_answers(review: Review, declared: Form, package: Package) -> Printing:
    """The printing that the answers make. Raises ReviewError with everything that is open."""
    faults = [*_settings(review, declared, package)]
    bodies = by_key(package, edited(package, declared.bodies.name)).keys()
    records: list[dict[str, str]] = []
    short, new = [], []
    taken: dict[str, int] = {}
    for line in review.lines:
        if line.kind == "missing":
            continue
        body, fault = _body(line, bodies, declared)
        if fault:
            faults.append(Finding(review.file, line.line, "answer", fault, "review"))
        if body is None:
            continue
        if body in taken:
            reason = f"{body} is the answer on line {taken[body]}, too; each may appear only once"
            faults.append(Finding(review.file, line.line, "answer", reason, "review"))
            continue
        taken[body] = line.line
        if line.answer == NEW:
            new.append(_new(line, declared))
        records.append(_record(line, body, len(records) + 1, declared))
        short += [(body, name) for name in line.cells["short"].split("; ") if name]
    faults += _missing(review, taken)
    if faults:
        raise ReviewError(sorted(faults, key=lambda fault: fault.order))
    return Printing(tuple(records), tuple(short), tuple(new))


def _settings(review: Review, declared: Form, package: Package) -> Iterator[Finding]:
    """What is wrong with the settings of the review."""
    for name in SETTINGS:
        if not review.settings.get(name):
            yield Finding(review.file, None, None, f"no setting {name!r}", "review")
    known = {f"{declared.series}/{item.revision}" for item in package.revisions(declared.series)}
    revision = review.settings.get("revision", "")
    if revision and (fault := name_fault(revision, package)):
        yield Finding(review.file, None, None, f"`revision`: {fault}", "review")
    if (against := review.settings.get("against")) and against not in known:
        reason = f"`against`: there is no {against}; there are: {', '.join(sorted(known))}"
        yield Finding(review.file, None, None, reason, "review")


def _body(line: Line, bodies: Collection[str], declared: Form) -> tuple[str | None, str]:
    """(the body of an item, what is wrong with the answer)."""
    answer, outcome = line.answer, line.cells["outcome"]
    if (line.kind == "dropped" and not answer) or answer == DROP:
        return None, ""
    if answer == NEW:
        columns = [f"new_{name}" for name in declared.bodies.schema.primary_key]
        if not all(line.cells[name] for name in columns):
            needed = ", ".join(columns)
            return None, f"a new body needs its cells: {needed} and the others that begin so"
        return ",".join(line.cells[name] for name in columns), ""
    if answer:
        if answer not in bodies:
            known = f"write `{NEW}` and fill new_… for a new body, `{DROP}` if it is not an item"
            return None, f"{answer!r} is not in {declared.bodies.name}; {known}"
        return answer, ""
    if outcome == "matched":
        return line.cells["match"], ""
    ways = f"a body (see alternatives), `{NEW}`, or `{DROP}`"
    return None, f"open: {line.cells['text']!r} is {outcome or 'unknown'}; answer {ways}"


def _missing(review: Review, taken: Mapping[str, int]) -> Iterator[Finding]:
    for line in review.lines:
        if line.kind != "missing":
            continue
        body = line.cells["match"]
        if body in taken and line.answer:
            reason = f"{body} is answered to be {line.answer}, but is on line {taken[body]}"
        elif body in taken or line.answer == REMOVED:
            continue
        elif line.answer:
            reason = f"{line.answer!r}: answer `{REMOVED}`, or give the body to an item"
        else:
            reason = f"open: {body} is not found; answer `{REMOVED}`, or give it to an item"
        yield Finding(review.file, line.line, "answer", reason, "review")


def _record(line: Line, body: str, position: int, declared: Form) -> dict[str, str]:
    record = {**declared.cells(body), declared.columns.get("position", ""): str(position)}
    roles = ("number", "section", "acronym", "note")
    for column in (*declared.languages.values(), *(declared.columns.get(r, "") for r in roles)):
        record[column] = line.cells.get(column, "")
    note = declared.columns.get("note", "")
    record[note] = record.get(note) or "0"
    record.pop("", None)
    return record


def _new(line: Line, declared: Form) -> dict[str, str]:
    return {name: line.cells[f"new_{name}"] for name in declared.bodies.schema.columns}
