"""intake FILE: what is found in a published text, and a review file for a person to answer;
intake accept REVIEW: the answered review put in place."""

from __future__ import annotations

import argparse
import shlex
import sys
import tempfile
from pathlib import Path

from ..core import atomic
from ..core.csv_table import read_bytes
from ..core.diagnostics import amount
from ..core.errors import UsageError, command
from ..descriptor.load import load
from ..descriptor.model import Package
from ..diff.revisions import revisions
from ..diff.revisions_text import between
from ..intake import pipeline, readers, report
from ..intake.mapping import form
from ..intake.review import accept, request, review_file
from .cells import cells_of, record_of

ACCEPT = "accept"
ENDING = ".review.csv"
EPILOG = """A source that the package does not know is given with its cells, as NAME=VALUE:
  --source example-2026-03 title="…" lang=en captured_on=2026-03-02 url=https://…"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.usage = (
        "%(prog)s FILE [--dry-run] [--format text|json]\n"
        "       %(prog)s FILE --revision R --title T --source S [NAME=VALUE …]\n"
        "       %(prog)s accept REVIEW [--add TABLE NAME=VALUE …]"
    )
    parser.epilog = EPILOG
    titles = ", ".join(reader.title for reader in readers.known().values())
    parser.add_argument("file", metavar="FILE", help=titles)
    parser.add_argument("answered", metavar="REVIEW", nargs="?", help="after the word `accept`")
    parser.add_argument(
        "--dry-run", action="store_true", help="only report what is found, write nothing"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--series", help="the series of the printing")
    parser.add_argument("--revision", help="its name there: a date and a word")
    parser.add_argument("--title", help="what it is, for people")
    parser.add_argument("--source", nargs="+", metavar=("SOURCE", "NAME=VALUE"), help="who printed")
    parser.add_argument(
        "--against", metavar="REVISION", help="compare with it instead of the newest"
    )
    parser.add_argument(
        "--add",
        nargs="+",
        action="append",
        default=[],
        metavar=("TABLE", "NAME=VALUE"),
        help="a record that a new body needs in addition to the review",
    )
    parser.add_argument("--review", type=Path, help="where to write (otherwise FILE.review.csv)")


def run(args: argparse.Namespace) -> int:
    """Take the file in, or accept a review, in the package of the current folder."""
    package = load(Path.cwd())
    if args.answered is not None:
        if args.file != ACCEPT:
            raise UsageError(f"one file at a time; to accept a review: intake {ACCEPT} REVIEW")
        return _accept(Path(args.answered), package, [*map(record_of, args.add)])
    if args.file == ACCEPT:
        raise UsageError(f"say which review: intake {ACCEPT} REVIEW")
    path, declared = Path(args.file), form(package, args.series)
    taken = pipeline.take(path, package, declared)
    if args.format == "json":
        print(report.as_json(taken.outcomes, taken.dropped, declared))
    elif args.dry_run:
        print("\n".join(report.as_text(taken.outcomes, taken.dropped)))
    if not args.dry_run:
        pipeline.recognise(taken, path, package, declared)
        data = request.proposal(path, taken, _wanted(args), package, declared)
        target = args.review or path.with_name(f"{path.name}{ENDING}")
        said = write_review(target, data, taken, "name another place with --review")
        print(said, file=sys.stderr)
    return 0


def _wanted(args: argparse.Namespace) -> request.Wanted:
    missing = [f"--{name}" for name in ("revision", "title", "source") if not getattr(args, name)]
    if missing:
        raise UsageError(
            f"a proposed printing needs {', '.join(missing)}; to see only what is found: --dry-run"
        )
    source, *pairs = args.source
    cells = cells_of(pairs, "the sources")
    return request.Wanted(args.revision, args.title, source, cells, args.against or "")


def write_review(target: Path, data: bytes, taken: pipeline.Taken, elsewhere: str) -> str:
    """Write the review, and say what is in it and what to do next; one that a person may have begun
    to answer is never overwritten. Raises UsageError, which says how to write it `elsewhere`."""
    try:
        if atomic.read(target) not in (None, data):
            raise UsageError(
                f"{target} already exists with other content: accept it, move it elsewhere, or"
                f" {elsewhere}"
            )
        atomic.replace(target, data)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written: {error.strerror}; {elsewhere}") from None
    then = command(shlex.join(["intake", ACCEPT, str(target)]))
    return (
        f"{report.summary(taken.outcomes, taken.dropped)}\n"
        f"To review: {target}. Answer what is open, then: {then}"
    )


def _accept(path: Path, package: Package, beside: accept.Added) -> int:
    """Put an answered review in place, and show the difference."""
    data = read_bytes(path, str(path))
    series = review_file.settings(data, path.name).get("series")
    declared = form(package, series)
    answered = review_file.parse(data, path.name, declared)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        changes = accept.attempt(package.root, answered, declared, copy, beside)
        name = f"{declared.series}/{answered.settings['revision']}"
        if not changes:
            print(f"{name} is already accepted; nothing has changed.")
            return 0
        known = revisions(copy)
        shown = between(known[answered.settings["against"]], known[name])
        atomic.commit(package.root, changes)
    print(shown)
    print(f"{name} is accepted; {amount(len(changes), 'file')} changed.")
    return 0
