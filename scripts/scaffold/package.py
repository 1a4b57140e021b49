"""A list that exists, written as a package into a new folder: complete, with nothing stale."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..core import atomic, csv_table
from ..core.errors import PackageError, UsageError
from ..core.strict_json import as_json
from ..derive import refresh
from ..descriptor.validate import is_free
from ..edit import cleaning, naming
from ..edit.cleaning import LEFT_OUT, Clean, KeyFaultError, Note
from ..edit.revision import name_fault
from ..edit.version import Skipped, Version
from . import describe, documents, measure
from .describe import List

CLEANED = "docs/cleaned.csv"
# A name is told from a comment or a code by how many records it tells apart.
MIN_DISTINCT_SHARE = 0.9


@dataclass(frozen=True)
class NewPackage:
    """What was written: the revisions, how many records the newest has, the header of the column
    that they are called by (empty: by their key), the versions that were left out, and what else
    was left out or changed on the way in."""

    series: str
    revisions: tuple[str, ...]
    records: int
    label: str
    skipped: tuple[Skipped, ...]
    notes: tuple[Note, ...]


def make(
    folder: Path,
    versions: Sequence[Version],
    key: Sequence[str],
    series: str,
    skipped: Sequence[Skipped],
) -> NewPackage:
    """Write the package of these versions, oldest first. `key` are headers; `skipped` says what
    was left out before. Raises UsageError where a version lacks a column of the key or has a name
    that a revision cannot have, PackageError where the folder has something in it that is not
    git's, or would be overwritten."""
    _require_new(folder)
    headers = tuple(dict.fromkeys(name for item in reversed(versions) for name in item.columns))
    _require(versions, key)
    names = naming.columns(headers, key)
    identity = tuple(names[name] for name in key)
    clean, cleaned, unfit = _clean(versions, names, identity)
    skipped = (*skipped, *unfit)
    notes = tuple(_notes(skipped, names, cleaned))
    held = {name for version in clean for name in version.columns}
    columns = tuple(name for name in names.values() if name in held)
    types = measure.types(clean, columns, identity)
    about = List(
        naming.series(series),
        columns,
        {name: header.strip() or name for header, name in names.items()},
        types,
        identity,
        _label(clean[-1], columns, identity, types),
    )
    name = naming.fit(folder.resolve().name, "-")
    files = _files(name if is_free(name) else f"{name}-list", about, clean, notes)
    if there := [path for path in files if (folder / path).exists()]:
        raise PackageError(f"{folder} has {', '.join(there)} already; move it elsewhere first")
    _write(folder, files)
    revisions = tuple(each.revision for each in clean)
    label = about.headers.get(about.label, "")
    return NewPackage(about.series, revisions, len(clean[-1].records), label, tuple(skipped), notes)


def _clean(
    versions: Sequence[Version], names: Mapping[str, str], key: Sequence[str]
) -> tuple[list[Clean], list[Note], list[Skipped]]:
    """The versions as they are published, what was changed, and what is left out: an old commit
    cannot be corrected where the key does not name each of its records."""
    found: list[Clean] = []
    notes: list[Note] = []
    skipped = []
    for version in versions:
        try:
            clean, changed = cleaning.clean(version, names, key, "name more columns")
        except KeyFaultError as error:
            if version is versions[-1] or not version.is_commit:
                raise
            reason = str(error).removeprefix(f"{version.origin}: ")
            skipped.append(Skipped(version.origin, reason))
        else:
            found.append(clean)
            notes += changed
    return found, notes, skipped


def _notes(
    skipped: Sequence[Skipped], names: Mapping[str, str], found: Sequence[Note]
) -> Iterator[Note]:
    """What was left out, what got another name, and what was cleaned."""
    yield from (Note(each.origin, 0, "", f"{LEFT_OUT}: {each.why}") for each in skipped)
    for header, name in names.items():
        if name != header:
            yield Note("", 0, header, f"called {name}")
    yield from found


def _require_new(folder: Path) -> None:
    """Raise PackageError for a folder that cannot be made, or has something in it."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not there.is_dir():
        raise PackageError(f"{there} is a file; name a new folder")
    if there == folder and any(folder.iterdir()) and not (folder / ".git").exists():
        raise PackageError(f"{folder} is not empty; name a new folder")


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files and what is derived from them, all or none: elsewhere first, on the same disk
    if the folder is new. Raises PackageError for what cannot be derived."""
    above = next(place for place in folder.absolute().parents if place.exists())
    beside = None if folder.exists() else above
    with tempfile.TemporaryDirectory(prefix=".init-", dir=beside) as place:
        made = Path(place) / "package"
        for path, data in files.items():
            atomic.replace(made / path, data)
        if faults := refresh.refresh(made)[1]:
            raise PackageError("\n".join(map(str, faults)))
        if not folder.exists():
            folder.parent.mkdir(parents=True, exist_ok=True)
            made.rename(folder)
            return
        for file in sorted(path for path in made.rglob("*") if path.is_file()):
            target = folder / file.relative_to(made)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(file, target)


def _require(versions: Sequence[Version], key: Sequence[str]) -> None:
    for version in versions:
        if fault := name_fault(version.revision):
            raise UsageError(fault)
        for name in key:
            if name not in version.columns:
                known = ", ".join(version.columns)
                raise UsageError(
                    f"{version.origin} has no column {name!r} for the key; it has: {known}; if it"
                    " is called otherwise in other versions: --rename OLD=NEW"
                )


def _label(
    newest: Clean, columns: Sequence[str], key: Sequence[str], types: Mapping[str, str]
) -> str:
    """The first column of text that tells most records apart. Where the key is of several columns,
    several records may have one name: else the column that tells most of them apart, if it tells
    more than some column of the key. Empty: a record is called by its key."""
    records = newest.records.values()
    counts = {
        name: len({cell for record in records if (cell := record.get(name))}) for name in columns
    }
    texts = [name for name in columns if name not in key and types[name] == "string"]
    for name in texts:
        if counts[name] >= MIN_DISTINCT_SHARE * len(records):
            return name
    most = max(texts, key=lambda name: counts[name], default="")
    is_name = len(key) > 1 and most and counts[most] > min(counts[part] for part in key)
    return most if is_name else ""


def _files(
    name: str, about: List, versions: Sequence[Clean], notes: Sequence[Note]
) -> dict[str, bytes]:
    revisions = [version.revision for version in versions]
    document = describe.descriptor(name, about, revisions)
    texts = documents.documents(name, about, revisions)
    rules = measure.rules(versions, about.columns, about.key, about.types)
    return {
        "datapackage.json": as_json(document),
        about.schema_path: as_json(describe.schema(about)),
        f"checks/{about.series}.json": as_json({"name": about.series, "expectations": rules}),
        **{f"data/{about.series}/{item.revision}.csv": _table(item, about) for item in versions},
        **_tables(about, versions, document["resources"]),
        CLEANED: csv_table.dump(
            ["origin", "line", "column", "what"], [note.cells() for note in notes]
        ),
        **{path: text.encode() for path, text in texts.items()},
    }


def _table(version: Clean, about: List) -> bytes:
    """The file of one revision: the columns that the version has, in the order of the schema."""
    columns = [name for name in about.columns if name in version.columns]
    rows = ([record[name] for name in columns] for record in version.records.values())
    return csv_table.dump(columns, rows)


def _tables(
    about: List, versions: Sequence[Clean], resources: Sequence[describe.Json]
) -> dict[str, bytes]:
    labels: dict[tuple[str, ...], str] = {}
    for version in versions:
        for identity, record in version.records.items():
            labels[identity] = record.get(about.label) or labels.get(identity) or " ".join(identity)
    series = about.series
    ids = {item.revision: naming.fit(f"{series}-{item.revision}", "-") for item in versions}
    rows = {
        "records": sorted([*identity, label] for identity, label in labels.items()),
        "sources": sorted(
            [ids[item.revision], cleaning.tidy(item.origin)[0], "", "", ""] for item in versions
        ),
        "revisions": sorted([series, name, name, source] for name, source in ids.items()),
    }
    return {
        item["path"]: csv_table.dump(
            [field["name"] for field in item["schema"]["fields"]], rows.get(item["name"], [])
        )
        for item in resources
        if "series" not in item
    }
