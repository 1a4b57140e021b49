"""What the answers to a form would put into the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..core.csv_table import read
from ..core.diagnostics import Finding
from ..core.errors import InputError
from ..descriptor.dates import read_day
from ..descriptor.model import SOURCES, Package
from ..edit.records import Cells, by_key, correctable, corrected, key_of, with_defaults
from ..intake.mapping import form, names
from ..intake.match.index import index_of
from .answers import Answers, faults, is_day
from .forms import option
from .mapping import Records, holds, meaning, query_rows, slug

# The form about one cell of any table; the descriptor says what all others mean.
ERROR = "error"


@dataclass(frozen=True)
class Changes:
    """Records to add and to take out, each as (table, cells), whole."""

    add: list[tuple[str, Cells]] = field(default_factory=list)
    remove: list[tuple[str, Cells]] = field(default_factory=list)


def changes(answers: Answers, package: Package, today: str) -> Changes:
    """What the answers would change; `today` is the day on which the source is said to be read.
    Raises InputError with everything that has to be corrected first."""
    found = list(faults(answers))
    if found:
        raise InputError(found)
    is_error = answers.form.kind == ERROR
    made = _error(answers, package) if is_error else _meant(answers, package, today)
    added: list[tuple[str, Cells]] = []
    for table, cells in made.add:
        whole = with_defaults(corrected(package, table), cells)
        key = _key(package, table, whole)
        others = [row for row in _rows(package, table) if (table, row) not in made.remove]
        if key in [_key(package, table, row) for row in others]:
            reason = f"already in the data, as {key} in {table}"
            raise InputError([Finding(answers.file, None, None, reason, "duplicate")])
        added.append((table, whole))
    return Changes(added, made.remove)


def _meant(answers: Answers, package: Package, today: str) -> Changes:
    """The records that the descriptor says the form means, with its source."""
    meant = meaning(package, answers.form.kind)
    key = record(answers, package)
    cells = dict.fromkeys((field.name for field in answers.form.fields), "") | _cells(answers)
    cells |= key
    for condition, needed in meant.needs:
        missing = [answers.fault(name, "not answered") for name in needed if not answers[name]]
        if holds(package, condition, cells) and missing:
            raise InputError(missing)
    source_id, made = source(answers, package, today, meant.source)
    cells["source_id"] = source_id
    for records in meant.add:
        made.add.extend((records.table, row) for row in _records(package, records, cells))
    for records in meant.remove:
        made.remove.extend((records.table, row) for row in _records(package, records, cells))
    return made


def _records(package: Package, records: Records, cells: dict[str, str]) -> Iterator[dict[str, str]]:
    if records.query:
        yield from query_rows(package, records, cells)
    else:
        columns = corrected(package, records.table).schema.columns
        given = {name: said for name, said in cells.items() if name in columns and said}
        yield {**records.cells, **given}


def _error(answers: Answers, package: Package) -> Changes:
    """The one cell that has the wrong text, among those that the answers leave."""
    found = _saying(answers, package)
    if len(found) != 1:
        places = "; ".join(
            f"{table} {_key(package, table, row)} {name}" for table, row, name in found[:5]
        )
        reason = f"{len(found)} cells say so: {places}" if found else "no cell says exactly that"
        reason += "; name the table, the record and the column"
        raise InputError([answers.fault("says", reason)])
    table, row, name = found[0]
    right = _one_line(answers["should_say"])
    if right == row[name]:
        raise InputError([answers.fault("should_say", "says the same", "duplicate")])
    return Changes(add=[(table, {**row, name: right})], remove=[(table, row)])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _saying(answers: Answers, package: Package) -> list[tuple[str, dict[str, str], str]]:
    """Each cell that has the wrong text: table, record and column. If there are several, those in
    the named table: a page that fills in the table may show cells of other tables too."""
    wanted = _one_line(answers["says"])
    record = answers["record"] or answers["page"].rstrip("/").rpartition("/")[2]
    found = [
        (table, row, name)
        for table in (resource.name for resource in correctable(package))
        for row in _rows(package, table)
        if not record or record in (*row.values(), _key(package, table, row))
        for name, cell in row.items()
        if _one_line(cell) == wanted and answers["column"] in ("", name)
    ]
    return [cell for cell in found if cell[0] == answers["table"]] or found


def record(answers: Answers, package: Package) -> dict[str, str]:
    """The cells of the key of the record that is meant: the question of its first column is
    answered with the key or any name. Raises InputError with the likeliest records where none has
    that name."""
    declared = form(package)
    question = declared.key[0]
    said = answers[question]
    if said in by_key(package, corrected(package, declared.bodies.name)):
        return declared.cells(said)
    match = index_of(list(names(package, declared))).match(said)
    if match.sure and match.best:
        return declared.cells(match.best.body)
    likely = ", ".join(item.body for item in match.candidates[:3])
    reason = f"{said!r} is unknown here"
    reason += f"; did you mean {likely}?" if likely else ""
    raise InputError([answers.fault(question, reason)])


def source(answers: Answers, package: Package, today: str, given: Cells) -> tuple[str, Changes]:
    """The source_id, and the record of the source where it is new, with the cells `given`."""
    known = _rows(package, SOURCES)
    for row in known:
        if row["url"].rstrip("/") == answers["url"].rstrip("/"):
            return row["source_id"], Changes()
    cells = _cells(answers)
    columns = corrected(package, SOURCES).schema.columns
    made: dict[str, str] = {
        name: cells[name]
        for name in ("title", "publisher", "published_on", "url", "lang")
        if name in columns and cells.get(name)
    }
    name = publisher(answers)
    days = [cells[item.name] for item in answers.form.fields if is_day(item) and item.name in cells]
    dated = cells.get("published_on") or next(iter(days), today)
    source_id = _free(f"{name}-{dated}", {row["source_id"] for row in known})
    made |= {"source_id": source_id, "captured_on": today, **given}
    made.setdefault("lang", answers.form.lang)
    return source_id, Changes(add=[(SOURCES, made)])


def publisher(answers: Answers) -> str:
    """The publisher as a part of an identifier, else the host of the address: a Chinese name has no
    Latin letters."""
    host = answers["url"].partition("://")[2].partition("/")[0]
    return slug(answers["publisher"]) or slug(host) or "source"


def _free(wanted: str, taken: set[str]) -> str:
    names = [wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def _cells(answers: Answers) -> dict[str, str]:
    """The answers as cells: days in ISO form, options as their words, each in one line."""
    cells = {}
    for name, said in answers.texts.items():
        asked = answers.form.field(name)
        if asked and is_day(asked):
            cells[name] = read_day(said) or said
        elif asked and asked.options:
            cells[name] = option(said)[0]
        else:
            cells[name] = _one_line(said)
    return cells


def _rows(package: Package, table: str) -> list[dict[str, str]]:
    resource = corrected(package, table)
    return list(read(package.root / resource.path, resource.path).dicts())


def _key(package: Package, table: str, row: Cells) -> str:
    return key_of(corrected(package, table), row)
