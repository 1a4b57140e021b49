"""`act`: enter one act, derive, check and show what it changes; or take the last one back."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from ..core import atomic
from ..core.diagnostics import Finding, amount
from ..core.errors import PackageError, UsageError, command
from ..derive.differences import differences
from ..descriptor.load import load
from ..edit import act
from ..edit.fit import Misfit, MisfitError, few
from ..edit.records import edited, with_defaults
from ..validate.check import CheckFailedError
from .cells import record_of

EPILOG = """A record of another table that the act needs is given with it, columns as NAME=VALUE:
  --add sources title="…" lang=en captured_on=2026-03-02 url=https://…
Columns that the act and the record share, such as source_id, are given once."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare one option a column of the table `acts`, by the descriptor."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EPILOG
    package = load(Path.cwd())
    acts = edited(package, act.ACTS)
    for field in acts.schema.fields:
        default = f" (otherwise: {field.default})" if field.default else ""
        choices = field.constraints.get("enum") or None
        # One that is not there yet may come with the act, by --add.
        known = ",".join(few(package, acts, field.name))
        parser.add_argument(
            _option(field.name),
            dest=f"column_{field.name}",
            choices=choices,
            metavar=None if choices else f"{{{known}}}" if known else field.name.upper(),
            help=f"{field.title}{default}".replace("%", "%%"),
        )
    for option, what in (("--add", "a record to add with it"), ("--remove", "one to remove")):
        parser.add_argument(
            option,
            nargs="+",
            action="append",
            default=[],
            metavar=("TABLE", "NAME=VALUE"),
            help=what,
        )
    parser.add_argument("--undo", action="store_true", help="undo the last act")


def run(args: argparse.Namespace) -> int:
    """Enter the act in the package of the current folder, or take the last one back."""
    root = Path.cwd()
    cells = {
        name.removeprefix("column_"): value
        for name, value in vars(args).items()
        if name.startswith("column_") and value
    }
    if args.undo:
        if cells or args.add or args.remove:
            raise UsageError(
                "--undo removes the last act; it cannot be combined with other options"
            )
        name, changes = act.undo(root)
        atomic.commit(root, changes)
        print(f"{name} is undone; {amount(len(changes) - 1, 'file')} put back.")
        return 0
    entry = act.Entry(cells, [*map(record_of, args.add)], [*map(record_of, args.remove)])
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        warnings: list[Finding] = []
        try:
            name, changes = act.attempt(root, entry, copy, warnings.append)
        except MisfitError as error:
            raise UsageError("\n".join(map(_given, error.misfits))) from None
        except CheckFailedError as error:
            raise PackageError(_refused(copy, cells, error)) from None
        shown = "".join(differences(load(root), load(copy)))
        act.enter(root, name, changes)
    print(shown)
    package = load(root)
    edited_files = {edited(package, table).path for table in (act.ACTS, *entry.tables)}
    for finding in warnings:
        # A warning without a line counts what is open in a whole table, no matter who entered it.
        if finding.file in edited_files and finding.line is not None:
            print(finding, file=sys.stderr)
    changed = amount(len(changes), "file")
    print(f"{name} is added; {changed} changed. Undo with: {command('act --undo')}")
    return 0


def _option(column: str) -> str:
    return "--" + column.replace("_", "-")


def _given(misfit: Misfit) -> str:
    """The misfit under the option with which its cell was given."""
    own = misfit.table == act.ACTS
    place = _option(misfit.column) if own else f"--add {misfit.table} {misfit.column}"
    return f"{place}: {misfit.reason}"


def _refused(copy: Path, cells: dict[str, str], error: CheckFailedError) -> str:
    """What the check refuses: of the act itself under its options, all else where it stands."""
    package = load(copy)
    acts = edited(package, act.ACTS)
    table = package.table(acts)
    own = with_defaults(acts, cells)
    lines = [line for line, row in table.numbered() if row == own]
    found = [
        f"{_option(finding.column)}: {finding.reason}"
        if finding.column and finding.file == acts.path and finding.line in lines
        else str(finding)
        for finding in error.report.findings
        if finding.severity == "error"
    ]
    return "\n".join([*found, "Nothing was added."])
