"""`contribute FILE`: show what a filled-in form would change, or accept it, tried on a copy;
`contribute accept FILE`: put it in place."""

from __future__ import annotations

import argparse
import re
import shlex
import sys
import tempfile
from datetime import date
from pathlib import Path

from ..contribute import answers as filled_in
from ..contribute import forms
from ..contribute.answers import Answers
from ..contribute.dry_run import attempt, record_lines
from ..contribute.mapping import meaning
from ..contribute.records import publisher
from ..core import atomic
from ..core.diagnostics import Finding, amount, excerpt
from ..core.errors import InputError, UsageError, command
from ..derive.differences import differences
from ..descriptor.dates import read_day
from ..descriptor.load import load
from ..descriptor.model import Package
from ..edit import act
from ..intake import pipeline
from ..intake.mapping import form
from ..intake.review.request import Wanted, proposal
from .intake import ACCEPT, ENDING, write_review

TEXT = "text"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.usage = "%(prog)s FILE [--on DAY]\n       %(prog)s accept FILE [--on DAY]"
    parser.add_argument("file", nargs="+", metavar="FILE", help="a form filled in, or - for a pipe")
    parser.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="otherwise today")


def run(args: argparse.Namespace) -> int:
    """Try the contribution, or put it in place, in the package of the current folder."""
    accepted = args.file[0] == ACCEPT
    if len(args.file) != 1 + accepted:
        raise UsageError("one file at a time: contribute FILE, or contribute accept FILE")
    package = load(Path.cwd())
    data, name = _read(args.file[-1])
    given = filled_in.read(data, name, forms.read(package.root))
    today = (args.on or date.today()).isoformat()
    if given.form.kind == TEXT:
        path = Path("contribution" if args.file[-1] == "-" else args.file[-1])
        return _review(given, package, path.with_name(f"{path.name}{ENDING}"), today)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        tried = attempt(package.root, given, copy, today)
        print("\n".join(map(excerpt, record_lines(tried.records))))
        for text in differences(package, load(copy)):
            print(f"\n{text}", end="")
        for finding in tried.warnings:
            print(finding, file=sys.stderr)
        if accepted and tried.act:
            act.enter(package.root, tried.act, tried.files)
        elif accepted:
            atomic.commit(package.root, tried.files)
    if accepted:
        print(f"\nEntered; {amount(len(tried.files), 'file')} changed. Commit them together.")
    else:
        words = ["contribute", ACCEPT, args.file[-1], *(("--on", today) if args.on else ())]
        print(f"\nNothing was added. To enter it: {command(shlex.join(words))}")
    return 0


def _review(given: Answers, package: Package, target: Path, today: str) -> int:
    """A text of the list: write the review that a person answers."""
    if found := list(filled_in.faults(given)):
        raise InputError(found)
    published = read_day(given["published_on"]) or today
    named = publisher(given)
    cells = {name: given[name] for name in ("title", "publisher", "url")}
    cells |= {"lang": given["lang"] or given.form.lang, **meaning(package, TEXT).source}
    cells |= {"published_on": published, "captured_on": today}
    wanted = Wanted(f"{published}-{named}", given["title"], f"{named}-{published}", cells)
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "list.txt"
        text.write_text(given["text"] + "\n", encoding="utf-8")
        declared = form(package)
        taken = pipeline.take(text, package, declared)
        pipeline.recognise(taken, text, package, declared)
        data = proposal(text, taken, wanted, package, declared)
    print(write_review(target, data, taken, "put the form into another folder"))
    return 0


def _read(file: str) -> tuple[bytes, str]:
    if file == "-":
        return sys.stdin.buffer.read(filled_in.MAX_FORM_BYTES + 1), "standard input"
    try:
        with Path(file).open("rb") as opened:
            return opened.read(filled_in.MAX_FORM_BYTES + 1), re.sub(r".*/", "", file)
    except OSError as error:
        raise InputError([Finding(file, None, None, f"{error.strerror}", "unreadable")]) from None
