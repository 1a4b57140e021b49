"""What the answers to a form would put into the tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from ..core.csv_table import read
from ..core.diagnostics import Finding
from ..core.errors import InputError, UsageError
from ..descriptor.derived import is_derived
from ..descriptor.model import Package, Resource
from ..edit.act import ACTS
from ..edit.records import Cells, whole
from ..intake.mapping import form, names
from ..intake.match.index import index_of
from .answers import Answers, day, faults
from .forms import option

SOURCES = "sources"
ORGANIZATIONS = "organizations"


@dataclass(frozen=True)
class Changes:
    """Records to add and to take out, each as (table, cells), whole."""

    add: list[tuple[str, Cells]] = field(default_factory=list)
    remove: list[tuple[str, Cells]] = field(default_factory=list)


def changes(answers: Answers, package: Package, today: str) -> Changes:
    """What the answers would change; `today` is the day on which the source counts as read. Raises
    InputError with everything that has to be mended first."""
    found = list(faults(answers))
    if found:
        raise InputError(found)
    made = MAKERS[answers.form.kind](answers, package, today)
    added: list[tuple[str, Cells]] = [
        (table, whole(written(package, table), cells)) for table, cells in made.add
    ]
    for table, cells in added:
        _refuse_double(answers, package, table, cells, made)
    return Changes(added, made.remove)


def _refuse_double(
    answers: Answers, package: Package, table: str, cells: Cells, made: Changes
) -> None:
    """Raise InputError where the table has a record with this key that does not go."""
    key = _key(package, table, cells)
    gone = [row for name, row in made.remove if name == table]
    for row in _rows(package, table):
        if row not in gone and _key(package, table, row) == key:
            reason = f"entered already, as {key} in {table}"
            raise InputError([Finding(answers.file, None, None, reason, "duplicate")])


def _event(answers: Answers, package: Package, today: str) -> Changes:
    org_id = organization(answers, package)
    source_id, made = source(answers, package, today, level="secondary")
    columns = written(package, ACTS).schema.columns
    act = {name: said for name, said in _cells(answers).items() if name in columns}
    act |= {"org_id": org_id, "source_id": source_id}
    act.setdefault("actor", "United States")
    made.add.append((ACTS, act))
    for row in _rows(package, "coverage"):
        wanted = (row["org_id"], row["step"], row["result"])
        if (
            wanted == (org_id, act["step"], "none_found")
            and row["searched_until"] >= act["act_date"]
        ):
            made.remove.append(("coverage", row))
    return made


def _organization(answers: Answers, package: Package, today: str) -> Changes:
    org_id = organization(answers, package)
    source_id, made = source(answers, package, today, level="primary")
    cells = _cells(answers) | {"org_id": org_id, "source_id": source_id}
    kind = cells["kind"]
    if kind == "name":
        made.add.append(("names", _name(answers, cells)))
    if kind == "denial":
        made.add.append(("coverage", _denial(answers, cells)))
    if kind == "statement" or (kind == "denial" and cells.get("summary_en")):
        _require(answers, "speaker", "summary_en")
        statement = _statement(cells) | {"body": _by_id(package, org_id)["name_en"]}
        pair = {"statement_id": statement["statement_id"], "org_id": org_id}
        made.add.extend([("statements", statement), ("statement_organizations", pair)])
    return made


def _require(answers: Answers, *names: str) -> None:
    """Raise InputError for each question that this contribution needs answered."""
    missing = [answers.fault(name, "not answered") for name in names if not answers[name]]
    if missing:
        raise InputError(missing)


def _name(answers: Answers, cells: Cells) -> Cells:
    _require(answers, "name", "name_lang")
    given = {name: cells[name] for name in ("org_id", "name", "source_id")}
    return {**given, "lang": cells["name_lang"], "kind": "official"}


def _denial(answers: Answers, cells: Cells) -> Cells:
    """A denial as a search that ends on the day on which it was said."""
    _require(answers, "said_on")
    who = "; ".join(filter(None, (cells.get("speaker"), cells.get("role"))))
    return {
        "org_id": cells["org_id"],
        "step": "notified",
        "searched_until": cells["said_on"],
        "source_id": cells["source_id"],
        "result": "denied",
        "where": f"{who or 'The organization itself'}: no formal notice received",
    }


def _statement(cells: Cells) -> dict[str, str]:
    said_on = cells.get("said_on") or cells.get("published_on", "")
    columns = ("speaker", "role", "summary_en", "summary_zh", "said_on", "locator", "source_id")
    return {
        **{name: cells.get(name, "") for name in columns},
        "statement_id": f"{slug(cells['speaker'])}-{said_on}".strip("-"),
        "reported_on": cells.get("published_on", ""),
    }


def _error(answers: Answers, package: Package, today: str) -> Changes:
    """The one cell that says what is wrong, among those that the answers leave."""
    del today
    found = _saying(answers, package)
    if len(found) != 1:
        places = "; ".join(
            f"{table} {_key(package, table, row)} {name}" for table, row, name in found[:5]
        )
        reason = f"{len(found)} cells say so: {places}" if found else "no cell says exactly that"
        reason += "; name the table, the record and the column"
        raise InputError([answers.fault("says", reason)])
    table, row, name = found[0]
    right = _right(answers["should_say"])
    if right == row[name]:
        raise InputError([answers.fault("should_say", "says the same", "duplicate")])
    return Changes(add=[(table, {**row, name: right})], remove=[(table, row)])


def _right(text: str) -> str:
    return " ".join(text.split())


def _saying(answers: Answers, package: Package) -> list[tuple[str, dict[str, str], str]]:
    """Each cell that says what is wrong: table, record and column. Of several those in the table
    that is named: a page that fills it in may show cells of others too."""
    wanted = _right(answers["says"])
    record = answers["record"] or answers["page"].rstrip("/").rpartition("/")[2]
    found = [
        (table, row, name)
        for table in _written(package)
        for row in _rows(package, table)
        if not record or record in (*row.values(), _key(package, table, row))
        for name, cell in row.items()
        if _right(cell) == wanted and answers["column"] in ("", name)
    ]
    return [cell for cell in found if cell[0] == answers["table"]] or found


def _written(package: Package) -> list[str]:
    """The tables that people write, revisions of series among them."""
    items = package.descriptor["resources"]
    return [str(item["name"]) for item in items if not is_derived(package, item)]


def written(package: Package, table: str) -> Resource:
    """A table that people write. Raises UsageError for any other."""
    if table not in _written(package):
        raise UsageError(f"{table!r} is no table that people write")
    return next(resource for resource in package.resources if resource.name == table)


def organization(answers: Answers, package: Package) -> str:
    """The org_id that is meant, by identifier or by any name. Raises InputError with the likeliest
    ones where nothing is known by it."""
    said = answers["org_id"]
    if any(row["org_id"] == said for row in _rows(package, ORGANIZATIONS)):
        return said
    match = index_of(list(names(package, form(package)))).match(said)
    if match.sure and match.best:
        return match.best.body
    likely = ", ".join(item.body for item in match.candidates[:3])
    reason = f"{said!r} is no organization here" + (f"; did you mean {likely}?" if likely else "")
    raise InputError([answers.fault("org_id", reason)])


def source(answers: Answers, package: Package, today: str, level: str) -> tuple[str, Changes]:
    """The source_id, and the record of the source where it is new."""
    known = _rows(package, SOURCES)
    for row in known:
        if row["url"].rstrip("/") == answers["url"].rstrip("/"):
            return row["source_id"], Changes()
    cells = _cells(answers)
    columns = written(package, SOURCES).schema.columns
    record: dict[str, str] = {
        name: cells[name]
        for name in ("title", "publisher", "published_on", "url", "lang")
        if name in columns and cells.get(name)
    }
    name = slug(cells.get("publisher", "")) or slug(answers["url"].split("/")[2])
    dated = cells.get("published_on") or cells.get("act_date") or cells.get("said_on") or today
    source_id = _free(f"{name}-{dated}", {row["source_id"] for row in known})
    record |= {"source_id": source_id, "level": level, "captured_on": today}
    record.setdefault("lang", answers.form.lang)
    return source_id, Changes(add=[(SOURCES, record)])


def _free(wanted: str, taken: set[str]) -> str:
    names = [wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def slug(text: str) -> str:
    """The text as a part of an identifier: small letters and digits, hyphens between."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:4])


def _cells(answers: Answers) -> dict[str, str]:
    """The answers as cells: days in ISO form, options as their words, all in one line."""
    cells = {}
    for name, said in answers.texts.items():
        asked = answers.form.field(name)
        if name.endswith(("_on", "_date")):
            cells[name] = day(said) or said
        elif asked and asked.options:
            cells[name] = option(said)[0]
        else:
            cells[name] = " ".join(said.split())
    return cells


def _rows(package: Package, table: str) -> list[dict[str, str]]:
    resource = written(package, table)
    return list(read(package.root / resource.path, resource.path).dicts())


def _by_id(package: Package, org_id: str) -> dict[str, str]:
    return next(row for row in _rows(package, ORGANIZATIONS) if row["org_id"] == org_id)


def _key(package: Package, table: str, row: Cells) -> str:
    return "/".join(row[name] for name in written(package, table).schema.primary_key)


MAKERS: dict[str, Callable[[Answers, Package, str], Changes]] = {
    "event": _event,
    "error": _error,
    "organization": _organization,
}
