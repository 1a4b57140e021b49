"""The command line. A command's module is imported only when it is called: a difference of two
small files must not wait for pandas."""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from .core import atomic
from .core.errors import PackageError, UsageError, command
from .descriptor import offers
from .descriptor.parse import DESCRIPTOR

COMMANDS = {
    "init": "start a package from the versions of a list",
    "add": "add the next version of a list",
    "refresh": "bring every derived file up to date",
    "check": "check the package and list every problem",
    "build": "check, then build the SQLite database",
    "serve": "serve the database with Datasette",
    "static": "write the site as static files that any host serves, SQL included",
    "intake": "propose a printing from a published text, or accept one",
    "act": "add one act, or undo the last one",
    "contribute": "show what a filled-in form would change, or accept it",
    "comment": "explain a proposed change, as a comment on its pull request",
    "diff": "compare two revisions, releases or files",
    "apply": "apply a difference to a table",
    "merge": "merge three versions of a table, or list each conflict by key and column",
    "history": "show one record in every revision, or what each revision changed",
    "adopt": "import the changes of a CSV file from its git history",
    "watch": "check the watched pages for news",
    "release": "publish the committed package as a release that never changes",
    "verify": "verify a release against its manifest",
    "cite": "how to cite the package, a release, a revision, a record",
}
# What changes the package or what is served of it, one at a time: a command, or one with a word.
WRITING = (
    ("add",),
    ("refresh",),
    ("build",),
    ("act",),
    ("intake", "accept"),
    ("contribute", "accept"),
    ("watch", "accept"),
    ("release",),
)
READING = frozenset({"--check", "--dry-run"})
CUT_OFF = (
    "A change to this folder was interrupted, so some files are old and some are new;"
    " the next command that writes completes it (such as `refresh`)."
)
# Which extra in pyproject.toml brings which packages, by the names they are imported by.
EXTRAS = {
    "check": {
        *("frictionless", "great_expectations", "jsonschema", "lxml", "markdown_it"),
        *("mdit_py_plugins", "opencc", "rapidfuzz", "sqlalchemy", "sqlite_utils", "xlsxwriter"),
    },
    "site": {
        *("cachetools", "citeproc", "datasette", "font_source_sans_pro"),
        *("resvg_py", "uvicorn", "yaml"),
    },
    "watch": {"feedparser", "httpx", "protego", "trafilatura", "warcio"},
    "spark": {"pyspark"},
    # What it always brings.
    "": {"duckdb", "filelock", "openpyxl", "tqdm"},
}
# Packages that `make build` does not install.
RARE = {*EXTRAS["watch"], "altair", "scipy"}
PERMIT = "fix its permissions"
WAYS_OUT = {
    errno.ENOSPC: "free disk space",
    errno.EDQUOT: "free disk space",
    errno.EFBIG: "raise the limit of file sizes",
    errno.EROFS: PERMIT,
    errno.EACCES: PERMIT,
    errno.EPERM: PERMIT,
    errno.EMFILE: "raise the limit of open files",
}
SQLITE_WAYS_OUT = {
    sqlite3.SQLITE_FULL: "free disk space",
    sqlite3.SQLITE_IOERR: "free disk space or fix the permissions",
    sqlite3.SQLITE_CANTOPEN: "free disk space or fix the permissions",
    sqlite3.SQLITE_READONLY: "fix the permissions",
    sqlite3.SQLITE_PERM: "fix the permissions",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 for done, 1 for findings, 2 for a usage error."""
    words = list(sys.argv[1:] if argv is None else argv)
    root = Path.cwd()
    try:
        with ExitStack() as stack:
            # Where there is no package, nothing is left, not even the file of a lock.
            is_pending = atomic.has_pending_journal(root)
            if _writes(words) and ((root / DESCRIPTOR).is_file() or is_pending):
                stack.enter_context(atomic.lock(root / atomic.LOCK))
                if atomic.recover(root):
                    print("An interrupted change is now complete.", file=sys.stderr)
            elif words and is_pending:
                print(CUT_OFF, file=sys.stderr)
            return _run(words)
    except PackageError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except ModuleNotFoundError as error:
        if str(error.name).startswith("revisioned"):
            raise
        print(missing_extra(str(error.name), words[0]), file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (OSError, sqlite3.OperationalError) as error:
        written = root if _writes(words) else None
        print(_disk(error, atomic.has_pending_journal(root), written), file=sys.stderr)
        return 1


def stopped(words: Sequence[str]) -> str:
    """What to say after Ctrl-C."""
    if words[:1] == ["serve"]:
        return "Stopped."
    if atomic.has_pending_journal(Path.cwd()):
        return f"Stopped. {CUT_OFF}"
    if words[:1] == ["watch"] and not _writes(words):
        return "Stopped; the looks so far are in the log."
    return "Stopped; what was there before is unchanged."


def _writes(words: Sequence[str]) -> bool:
    """Whether a command changes the folder; only such a command completes a change."""
    if READING.intersection(words):
        return False
    return any({*words} >= {*command} and words[0] == command[0] for command in WRITING)


def missing_extra(module: str, command: str) -> str:
    """What to install where a package that a command needs is not there."""
    extra = next((extra for extra, names in EXTRAS.items() if module.split(".")[0] in names), None)
    if "scripts" in sys.modules or extra is None:
        target = "install" if module.split(".")[0] in RARE else "build"
        return (
            f"{module} is not installed for this Python: run `make {target}` once, then"
            f" `.venv/bin/python -m scripts {command} …`"
        )
    import json
    from importlib import metadata

    name = metadata.packages_distributions()["revisioned"][0]
    origin = json.loads(metadata.distribution(name).read_text("direct_url.json") or "{}").get("url")
    wanted = (f"{name}[{extra}]" if extra else name) + (f" @ {origin}" if origin else "")
    return f"`{command}` needs {module}: {sys.executable} -m pip install '{wanted}'"


def _disk(error: OSError | sqlite3.OperationalError, is_cut_off: bool, written: Path | None) -> str:
    """What to do where the machine does not let us read, or write in the folder `written`."""
    reason = getattr(error, "strerror", None) or str(error)
    file = getattr(error, "filename", None)
    if isinstance(error, OSError):
        way_out = WAYS_OUT.get(error.errno or 0)
        if way_out == PERMIT and written and file and Path(file).absolute().is_relative_to(written):
            way_out = f"allow this user to read and write all of {written}"
    else:
        # The last byte says what it is, those before it which kind of that.
        way_out = SQLITE_WAYS_OUT.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    said = f"{file}: {reason}" if file else reason
    if is_cut_off:
        said += f"; {way_out}" if way_out else ""
        return f"{said}. The next command that writes completes the change."
    said += f"; {way_out}, then run it again" if way_out else ""
    return f"{said}. What was there before is unchanged."


def _run(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog=command("").rstrip(),
        description="Check, build, serve and compare the package in this folder.",
    )
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    called = next(iter(words), "")
    lacking = offers.lacking(Path.cwd())
    if what := lacking.get(called):
        raise UsageError(
            f"`{called}` does not fit this package, which does not have {what};"
            f" `{command('--help')}` lists what fits"
        )
    # Listing every command takes longer than parsing the one that is called.
    fitting = [called] if called in COMMANDS else [name for name in COMMANDS if name not in lacking]
    for name in fitting:
        subparser = subparsers.add_parser(name, help=COMMANDS[name], description=COMMANDS[name])
        if name == called:
            module = importlib.import_module(f".commands.{name}", __package__)
            module.arguments(subparser)
            subparser.set_defaults(run=module.run)
    args = parser.parse_args(words)
    status: int = args.run(args)
    sys.stdout.flush()
    return status
