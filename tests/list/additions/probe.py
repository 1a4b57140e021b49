"""Runs in a copy of the package with the additions, and prints as JSON what commands and pages then
offer and draw."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import sys
from pathlib import Path

import scripts  # noqa: F401
from revisioned.build import database
from revisioned.cli import main
from revisioned.contribute import forms
from revisioned.derive.refresh import refresh
from revisioned.descriptor.load import load
from revisioned.edit.fit import misfits
from revisioned.edit.records import add, edited, with_defaults
from revisioned.site import app

ACT = {
    "org_id": "unesco",
    "act_date": "2026-02-11",
    "basis": "stated",
    "actor": "Nobody",
    "source_id": "carbonbrief-obura-2026-02-11",
}


def said(*words: str) -> str:
    """The output of a command."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        main([*words])
    out.flush()
    written: bytes = out.buffer.getvalue()  # type: ignore[attr-defined]
    return written.decode()


def facts() -> dict[str, str]:
    """What the commands and the pages say, by topic."""
    root = Path.cwd()
    Path("a.fixed").write_text("id  name\n1   one word\n")
    Path("b.csv").write_text("id,name\n1,two words\n")
    package = load(root)
    acts = edited(package, "acts")
    records = [with_defaults(acts, {**ACT, "step": step}) for step in ("left_talks", "suspended")]
    wrong = [str(misfit) for record in records for misfit in misfits(package, acts, record)]
    add(package, acts, *records)
    _, faults = refresh(root)
    package = load(root)
    found = {
        "wrong": "; ".join([*wrong, *map(str, faults)]),
        "act --help": said("act", "--help"),
        "cite --help": said("cite", "--help"),
        "diff --help": said("diff", "--help"),
        "cite": said("cite", "--format", "wikipedia"),
        "cite in French": said("cite", "--lang", "fr"),
        "diff": said("diff", "a.fixed", "b.csv", "--key", "id", "--format", "ndjson"),
        "form": str(next(form for form in forms.read(root) if form.kind == "event")),
    }
    found |= {
        path: (root / path).read_text(encoding="utf-8")
        for path in (
            "docs/data-dictionary.md",
            "data/register/2026-02-11.csv",
            "data/withdrawals.csv",
        )
    }
    database.build(package, database.path(package))
    site = app.application(package)

    async def pages() -> None:
        for path in (
            *("/cite", "/cite?format=wikipedia", "/fr/", "/fr/organizations/unesco"),
            *("/organizations/unesco", "/zh/organizations/unesco", "/openapi.json"),
            *("/", "/diff/register/2026-02-10...2026-02-11"),
            "/zh/diff/register/2026-02-10...2026-02-11",
            *("/diff/prints/2026-01-07-memorandum...2026-01-08-article", "/fr/cite"),
            "/diff/prints/2026-01-07-memorandum...2026-01-08-article.ndjson",
        ):
            answer = await site.client.get(path)
            found[path] = f"{answer.status_code}\n{answer.text}"

    asyncio.run(pages())
    return found


if __name__ == "__main__":
    json.dump(facts(), sys.stdout)
