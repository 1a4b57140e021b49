"""`build`: check, then build; what was served before stays until all is well."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..build import database
from ..cite import identity
from ..core.diagnostics import amount
from ..core.progress import stage
from ..derive import refresh
from ..descriptor.load import load
from ..release import serve_store, verify_store
from ..validate import check_cache
from ..validate.check import CheckFailedError


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command takes no words."""


def run(args: argparse.Namespace) -> int:  # noqa: ARG001
    """Build the database of the package in the current folder."""
    build(Path.cwd())
    return 0


def build(root: Path) -> None:
    """Check the package in the folder and build its database, saying so. Raises PackageError where
    something is wrong with it."""
    with stage("Checking the data"):
        report = check_cache.report(root, is_fresh=refresh.require(root))
        if not report.passed:
            raise CheckFailedError(report, "what was served before is unchanged")
    with stage("Checking the releases"):
        verify_store.require(root)
    package = load(root)
    target = database.path(package)
    with stage(f"Building {target.relative_to(root)}"):
        database.build(package, target, identity.of_current(package))
    with stage("Building the databases of the releases"):
        releases = serve_store.fill(root, identity.of_release)
    also = f", and {amount(len(releases), 'release')}" if releases else ""
    print(f"Built {target.relative_to(root)}{also}.", flush=True)
