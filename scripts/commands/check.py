"""`check`: print the findings, one a line, and a summary; exit 1 where there is an error."""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections import Counter
from pathlib import Path

from ..core import bounded
from ..core.diagnostics import Finding, amount
from ..descriptor.parse import DESCRIPTOR
from ..release import store, verify_store
from ..validate import check_cache
from ..validate.check import Report


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    """Check the package in the current folder, and its releases, in a process that has an end."""
    root = Path.cwd()
    try:
        report = bounded.run(lambda: _report(root), bounded.size_of(root, "data", store.FOLDER))
    except bounded.EndedError as error:
        reason = (
            f"the check was stopped: {error}; look for a query or pattern that does not end, then"
            " run it again"
        )
        report = Report((Finding(DESCRIPTOR, None, None, reason, "ended"),), 0, 0, 0, str(error))
    print(as_json(report) if args.format == "json" else as_text(report))
    return 0 if report.passed else 1


def _report(root: Path) -> Report:
    """What is wrong with the package, and with its releases."""
    report = check_cache.report(root)
    released = [
        Finding(store.FOLDER, None, None, finding, "release")
        for finding in verify_store.findings(root)
    ]
    return dataclasses.replace(report, findings=(*report.findings, *released))


def as_text(report: Report) -> str:
    """The findings, then what they come to in a line that a person reads first."""
    looked = ", ".join(
        amount(count, what)
        for count, what in (
            (report.files, "file"),
            (report.records, "record"),
            (report.expectations, "expectation"),
        )
    )
    if not report.findings:
        return f"Nothing wrong: {looked}."
    kinds = Counter(finding.severity for finding in report.findings)
    files = Counter(finding.file for finding in report.findings)
    counted = ", ".join(amount(kinds[kind], kind) for kind in ("error", "warning") if kinds[kind])
    lines = [str(finding) for finding in report.findings]
    lines += ["", f"{counted} in {amount(len(files), 'file')} ({looked})."]
    if report.incomplete:
        lines.append(f"The check ended early: {report.incomplete}.")
    return "\n".join(lines)


def as_json(report: Report) -> str:
    """The report as one JSON object: passed, findings, and how much was looked at."""
    document = {"passed": report.passed, **dataclasses.asdict(report)}
    return json.dumps(document, ensure_ascii=False, indent=2)
