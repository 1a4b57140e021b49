"""`python -m tools.intake_sources FOLDER`: what intake makes of the texts that our printings were
taken from, without the knowledge that came only from them.

For each printing whose source is a file in FOLDER (found by its hash in data/sources.csv), a copy
of the package loses the printing and every name that only this source gives. Then the file is
taken in, the review is answered as in the published printing, and accepted. Prints how much had to
be answered, and whether the printing is then the published one, byte for byte.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from revisioned.core import atomic
from revisioned.core.csv_table import dump, read
from revisioned.derive.refresh import refresh
from revisioned.descriptor.load import load
from revisioned.descriptor.model import Package, Resource
from revisioned.edit.records import by_key
from revisioned.intake import pipeline
from revisioned.intake.mapping import Form, form, names
from revisioned.intake.review import accept, request, review_file

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("datapackage.json", "data", "checks", "docs")


@dataclass(frozen=True)
class Trial:
    """The result for one text: removed names, items by outcome, exact items, answers that were
    needed, corrected cells, and whether the printing is the published one."""

    revision: str
    file: str
    forgotten: int
    outcomes: Counter[str]
    exact: int
    answers: int
    corrections: int
    same: bool

    def __str__(self) -> str:
        found = sum(self.outcomes.values())
        return (
            f"{self.revision} from {self.file}: {self.forgotten} names taken out; {found} items, "
            f"{self.outcomes['matched']} matched ({self.exact} exactly), "
            f"{self.outcomes['review']} to review, {self.outcomes['unknown']} unknown; "
            f"{self.answers} answers and {self.corrections} corrected cells were needed; "
            f"{'the published printing, byte for byte' if self.same else 'NOT THE SAME'}"
        )


def main() -> int:
    """Print a line for each printing; returns 1 if one differs from the published one, or if no
    text was found."""
    texts = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path
        for path in sorted(Path(sys.argv[1]).iterdir())
        if path.is_file()
    }
    package = load(ROOT)
    declared = form(package)
    hashes = {row["source_id"]: row["sha256"] for row in _rows(package, "sources")}
    sources = {
        row["revision"]: row["source_id"]
        for row in _rows(package, "revisions")
        if row["series"] == declared.series
    }
    trials = [
        attempt(ROOT, resource.revision or "", texts[found])
        for resource in package.revisions(declared.series)
        if (found := hashes[sources[resource.revision or ""]]) in texts
    ]
    for trial in trials:
        print(trial)
    return 0 if trials and all(trial.same for trial in trials) else 1


def attempt(root: Path, revision: str, text: Path) -> Trial:
    """Take the text in and accept it, in a copy without the printing."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "package"
        copy.mkdir()
        for part in PARTS:
            source = root / part
            (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / part)
        published = next(
            item
            for item in load(root).revisions(form(load(root)).series)
            if item.revision == revision
        )
        row = next(r for r in _rows(load(root), "revisions") if r["revision"] == revision)
        forgotten = forget(copy, published, row["source_id"])
        refresh(copy)
        package = load(copy)
        declared = form(package)
        taken = pipeline.take(text, package, declared)
        named = request.Wanted(revision, row["title"], row["source_id"], {})
        data = request.proposal(text, taken, named, package, declared)
        records = by_key(load(root), published)
        data, answers, corrections = answered(data, declared, records)
        work = Path(folder) / "trial"
        work.mkdir()
        changes = accept.attempt(
            copy, review_file.parse(data, "review.csv", declared), declared, work
        )
        atomic.commit(copy, changes)
        same = atomic.read(copy / published.path) == atomic.read(root / published.path)
    return Trial(
        revision,
        text.name,
        forgotten,
        Counter(outcome.result for outcome in taken.outcomes),
        sum(outcome.score >= 98 for outcome in taken.outcomes if outcome.body),
        answers,
        corrections,
        same,
    )


def forget(root: Path, published: Resource, source: str) -> int:
    """Remove from the package the printing and every name that only the source gives, also as the
    name of a body; returns how many names that were."""
    package = load(root)
    table = form(package).names
    given = {
        (name.body, name.text) for name in names(package, form(package)) if name.source != source
    }
    resource = next(r for r in package.resources if r.name == table.resource)
    read_names = read(root / resource.path, resource.path)
    kept = [row for row in read_names.dicts() if row[table.source] != source]
    only = {
        (row["org_id"], row[table.name])
        for row in read_names.dicts()
        if row[table.source] == source
    } - given
    _write(root / resource.path, read_names.columns, kept)
    bodies = next(r for r in package.resources if r.name == form(package).bodies.name)
    organizations = read(root / bodies.path, bodies.path)
    optional = [field.name for field in bodies.schema.fields if not field.required]
    _write(
        root / bodies.path,
        organizations.columns,
        [
            row | {c: "" for c in optional if (row["org_id"], row[c]) in only}
            for row in organizations.dicts()
        ],
    )
    revisions = next(r for r in package.resources if r.name == "revisions")
    listed = read(root / revisions.path, revisions.path)
    rows = [row for row in listed.dicts() if row["revision"] != published.revision]
    _write(root / revisions.path, listed.columns, rows)
    (root / published.path).unlink()
    descriptor = json.loads((root / "datapackage.json").read_bytes())
    descriptor["resources"] = [
        item for item in descriptor["resources"] if item["name"] != published.name
    ]
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return len(only)


def answered(
    data: bytes, declared: Form, records: dict[str, dict[str, str]]
) -> tuple[bytes, int, int]:
    """The review with the answers of the published printing, and how many answers and corrected
    cells that took."""
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    columns = [*declared.languages.values()]
    printed = {
        record[column]: body
        for body, record in records.items()
        for column in columns
        if record[column]
    }
    own = [c for role, c in declared.columns.items() if role != "position"] + columns
    answers = corrections = 0
    for row in rows:
        body = row["match"]
        if row["kind"] == "missing" and body not in records:
            row["answer"], answers = review_file.REMOVED, answers + 1
        if row["kind"] != "item":
            continue
        if row["outcome"] != "matched":
            body = next((printed[row[c]] for c in columns if row[c] in printed), review_file.DROP)
            row["answer"], answers = body, answers + 1
        for column in own:
            if body in records and row[column] != records[body][column]:
                row[column], corrections = records[body][column], corrections + 1
    return dump(list(rows[0]), [list(row.values()) for row in rows]), answers, corrections


def _rows(package: Package, name: str) -> list[dict[str, str]]:
    resource = next(item for item in package.resources if item.name == name)
    return list(read(package.root / resource.path, resource.path).dicts())


def _write(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    path.write_bytes(dump(columns, [[row[name] for name in columns] for row in rows]))


if __name__ == "__main__":
    sys.exit(main())
