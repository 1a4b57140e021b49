"""A reviewed printing put in place: the whole of it, or nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts import files, trial
from scripts.changes import REVISIONS
from scripts.declared import DESCRIPTOR
from scripts.errors import PackageError
from scripts.findings import Finding
from scripts.intake.asides import ACRONYM
from scripts.intake.form import Form, names
from scripts.intake.matching import DASH, index_of
from scripts.intake.normal import is_chinese
from scripts.intake.proposal import tag
from scripts.intake.review import DROP, NEW, REMOVED, Line, Review, ReviewError
from scripts.package import Package, Resource, load
from scripts.records import add, edited, whole
from scripts.refresh import as_json
from scripts.table import dump, read

SETTINGS = ("series", "revision", "title", "against", "source")
SOURCE = "source."
OUTSIDE = re.compile(r"\s*[()（）]\s*")


@dataclass(frozen=True)
class Printing:
    """What a review says once it is answered: the records of the printing in order, short names
    by body, and the records of new bodies."""

    records: tuple[Mapping[str, str], ...]
    short: tuple[tuple[str, str], ...]
    bodies: tuple[Mapping[str, str], ...]


def attempt(root: Path, review: Review, declared: Form, folder: Path) -> files.Changes:
    """Try the review on a copy of the package in `folder`: the files that it changes, none where
    it was accepted before. Raises ReviewError for what is open or wrong in the review,
    CheckFailedError for what a check would refuse, PackageError where the package has such a
    revision or source that says otherwise."""
    package = load(root)
    answered = read_answers(review, declared, package)

    def edit(copy: Package) -> None:
        _add_source(copy, declared, review)
        bodies = edited(copy, declared.bodies.name)
        known = _keys(copy, bodies)
        new = [whole(bodies, body) for body in answered.bodies]
        add(copy, bodies, *(row for row in new if row[bodies.schema.primary_key[0]] not in known))
        _add_names(copy, declared, review, answered)
        _add_revision(copy, declared, review, answered)

    return trial.attempt(root, folder, edit)


def read_answers(review: Review, declared: Form, package: Package) -> Printing:
    """The printing that the answers make. Raises ReviewError with everything that is open."""
    faults = [
        Finding(review.file, None, None, f"no setting {name!r}", "review")
        for name in SETTINGS
        if not review.settings.get(name)
    ]
    bodies = _keys(package, edited(package, declared.bodies.name))
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
            reason = f"{body} is the answer on line {taken[body]}, too; a body stands here once"
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


def _body(line: Line, bodies: set[str], declared: Form) -> tuple[str | None, str]:
    """(the body of an item, what is wrong with the answer)."""
    answer, outcome = line.answer, line.cells["outcome"]
    if (line.kind == "dropped" and not answer) or answer == DROP:
        return None, ""
    if answer == NEW:
        (key,) = declared.bodies.schema.primary_key
        body = line.cells[f"new_{key}"]
        if not body:
            return None, f"a new body needs its cells: new_{key} and the others that begin so"
        return body, ""
    if answer:
        if answer not in bodies:
            known = f"write `{NEW}` and fill new_… for a new body, `{DROP}` if it is no item"
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
    record = {declared.body: body, declared.columns.get("position", ""): str(position)}
    roles = ("number", "section", "acronym", "note")
    for column in (*declared.languages.values(), *(declared.columns.get(r, "") for r in roles)):
        record[column] = line.cells.get(column, "")
    note = declared.columns.get("note", "")
    record[note] = record.get(note) or "0"
    record.pop("", None)
    return record


def _new(line: Line, declared: Form) -> dict[str, str]:
    return {name: line.cells[f"new_{name}"] for name in declared.bodies.schema.columns}


def _keys(package: Package, resource: Resource) -> set[str]:
    (key,) = resource.schema.primary_key
    table = read(package.root / resource.path, resource.path)
    return {row[key] for row in table.dicts()}


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
    table = read(package.root / resource.path, resource.path)
    known = next((row for row in table.dicts() if row[key] == name), None)
    if known is None:
        add(package, resource, whole(resource, {**given, key: name}))
        return
    for column, value in given.items():
        if known.get(column) != value:
            raise PackageError(
                f"{resource.path}: {name} has {column} {known.get(column)!r}, not {value!r}; "
                "leave it out of the review, or give the source another name"
            )


def _add_names(package: Package, declared: Form, review: Review, answered: Printing) -> None:
    """Add every name that the printing gives, with its source, unless it is there."""
    table = declared.names
    resource = edited(package, table.resource)
    rows = [whole(resource, row) for row in _names(package, declared, review, answered)]
    key = resource.schema.primary_key
    there = {tuple(row[name] for name in key) for row in _rows(package, resource)}
    new = {cells: row for row in rows if (cells := tuple(row[name] for name in key)) not in there}
    add(package, resource, *new.values())


def _names(
    package: Package, declared: Form, review: Review, answered: Printing
) -> Iterator[dict[str, str]]:
    table, source = declared.names, review.settings["source"]
    (reference,) = (
        key
        for key in package.relation(table.resource).schema.foreign_keys
        if key.relation == declared.bodies.name
    )
    langs = _tags(package, declared, review, answered)
    latin = next((lang for lang in declared.languages if lang != "zh"), "")
    index = index_of(list(names(package, declared)))

    def row(body: str, name: str, kind: str, lang: str = "") -> dict[str, str]:
        lang = lang or ("zh" if is_chinese(name) else latin)
        cells = {table.lang: langs.get(lang, lang), table.name: name, table.kind: kind}
        return {reference.columns[0]: body, **cells, table.source: source}

    for record in answered.records:
        body = record[declared.body]
        for lang, column in declared.languages.items():
            if record[column]:
                yield row(body, record[column], table.printed, lang)
            # A line that prints a parent before the body names both by themselves, too.
            *above, own = DASH.split(record[column])
            parts = [part for parent in above for part in OUTSIDE.split(parent) if part]
            parents = [parent for part in parts if (parent := index.known(part))]
            if above and (index.known(own) == body or len(parents) == len(parts)):
                yield row(body, own, table.printed, lang)
            if len(parents) == len(parts):
                for parent, part in zip(parents, parts, strict=True):
                    short = ACRONYM.fullmatch(part) is not None
                    kind = table.acronym if short else table.printed
                    yield row(parent, part, kind, "" if short else lang)
        acronym = record.get(declared.columns.get("acronym", ""), "")
        if acronym:
            yield row(body, acronym, table.acronym)
    for body, name in answered.short:
        yield row(body, name, table.short)


def _tags(package: Package, declared: Form, review: Review, answered: Printing) -> dict[str, str]:
    """The full tag of each language of the series, in this printing."""
    resource = edited(package, declared.sources.name)
    (key,) = resource.schema.primary_key
    sources = {row[key]: row for row in _rows(package, resource)}
    lang = sources[review.settings["source"]].get(declared.names.lang, "")
    return {
        own: tag(own, lang, [record[column] for record in answered.records])
        for own, column in declared.languages.items()
    }


def _rows(package: Package, resource: Resource) -> list[dict[str, str]]:
    return list(read(package.root / resource.path, resource.path).dicts())


def _add_revision(package: Package, declared: Form, review: Review, answered: Printing) -> None:
    """Add the file, its resource in the descriptor and its row among the revisions, unless they
    are there and say the same."""
    revision, title = review.settings["revision"], review.settings["title"]
    last = package.revisions(declared.series)[-1]
    columns = last.schema.columns
    key = last.schema.primary_key
    records = sorted(answered.records, key=lambda record: [record[name] for name in key])
    data = dump(columns, [[record.get(name, "") for name in columns] for record in records])
    there = next((r for r in package.revisions(declared.series) if r.revision == revision), None)
    if there is not None:
        if files.read(package.root / there.path) != data:
            raise PackageError(
                f"{declared.series}/{revision} is in the package and says otherwise; a printing is "
                "not overwritten: give this one another revision, or correct the file by hand"
            )
        return
    path = f"{declared.folder}/{revision}.csv"
    files.replace(package.root / path, data)
    (package.root / DESCRIPTOR).write_bytes(
        as_json(_described(package, last, declared.series, revision, title, path))
    )
    revisions = edited(package, REVISIONS)
    (source,) = (
        key.columns[0]
        for key in revisions.schema.foreign_keys
        if key.relation == declared.sources.name
    )
    cells = {"series": declared.series, "revision": revision, "title": title}
    add(package, revisions, whole(revisions, {**cells, source: review.settings["source"]}))


def _described(
    package: Package, last: Resource, series: str, revision: str, title: str, path: str
) -> dict[str, object]:
    """The descriptor with the new revision behind the last one of its series."""
    descriptor = json.loads(json.dumps(package.descriptor))
    items = descriptor["resources"]
    place = next(i for i, item in enumerate(items) if item["name"] == last.name)
    new = {**items[place], "name": f"{series}-{revision}", "title": title, "description": title}
    new |= {"path": path, "revision": revision}
    items.insert(place + 1, new)
    return dict(descriptor)
