"""`act`: enter one act, derive, check and show what it changes; or take the last one back."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from ..core import atomic
from ..core.errors import UsageError
from ..derive.differences import differences
from ..descriptor.load import load
from ..edit import act
from .cells import record_of

EPILOG = """A record of another table that the act needs is given with it, columns as NAME=VALUE:
  --add sources title="…" level=primary lang=en captured_on=2026-03-02 url=https://…
What the act and the record have in common (org_id, source_id) need not be said twice."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare one option a column of the table `acts`, by the descriptor."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EPILOG
    relation = load(Path.cwd()).relation(act.ACTS)
    for field in relation.schema.fields:
        default = f" (otherwise: {field.default})" if field.default else ""
        parser.add_argument(
            "--" + field.name.replace("_", "-"),
            dest=f"column_{field.name}",
            choices=field.constraints.get("enum"),
            metavar=None if "enum" in field.constraints else field.name.upper(),
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
    parser.add_argument("--undo", action="store_true", help="take back the last act entered")


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
            raise UsageError("--undo takes back the last act and goes with no other word")
        name, changes = act.undo(root)
        atomic.change(root, changes)
        print(f"{name} is taken back; {len(changes) - 1} files are as they were before it.")
        return 0
    entry = act.Entry(cells, [*map(record_of, args.add)], [*map(record_of, args.remove)])
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "package"
        copy.mkdir()
        name, changes = act.attempt(root, entry, copy)
        shown = "".join(differences(load(root), load(copy)))
        act.enter(root, name, changes)
    print(shown)
    print(f"{name} is entered; {len(changes)} files changed. To take it back: act --undo")
    return 0
