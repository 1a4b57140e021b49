"""`watch`: check the watched pages for news, and propose what is new there;
`watch accept`: count what they say now as seen."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

from ..contribute.contact import contact
from ..core import atomic
from ..core.errors import UsageError
from ..derive.refresh import refresh
from ..descriptor.load import load
from ..descriptor.model import Package
from ..watch import capture, looks, proposal, rounds, watches
from ..watch.fetch import Fetcher
from ..watch.look import Looker

ACCEPT = "accept"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.usage = (
        "%(prog)s [WATCH_ID]… [--on DAY] [--log FILE] [--captures FOLDER]\n"
        "       %(prog)s accept WATCH_ID… [--log FILE]"
    )
    parser.add_argument("watch", nargs="*", metavar="WATCH_ID", help="otherwise all of them")
    parser.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="otherwise today")
    parser.add_argument("--log", type=Path, default=Path(looks.LOG), help="the log of looks")
    parser.add_argument(
        "--captures", type=Path, default=Path(capture.FOLDER), help="the folder for captures"
    )


def run(args: argparse.Namespace) -> int:
    """Look at the watches of the package in the current folder, or accept what they say."""
    package = load(Path.cwd())
    if args.watch[:1] == [ACCEPT]:
        return _accept(package, args.watch[1:], args.log)
    wanted = watches.load(package, args.watch)
    if not contact(package).is_given:
        print(
            "datapackage.json names no one whom the hosts of the pages can contact; give"
            " `bugs`, or an email of a contributor.",
            file=sys.stderr,
        )
    now = datetime.now(UTC).replace(microsecond=0)
    day = args.on.isoformat() if args.on else now.date().isoformat()
    moment = f"{day}T00:00:00Z" if args.on else now.strftime("%Y-%m-%dT%H:%M:%SZ")
    results: Counter[str] = Counter()
    with Fetcher(rounds.agent(package)) as fetcher:
        looker = Looker(fetcher, args.captures, day, moment)
        places = rounds.Places(args.log, Path(proposal.FOLDER))
        for look in rounds.look_at_all(package, wanted, looker, places):
            results[look.result] += 1
            print(": ".join(filter(None, (look.watch_id, look.result, look.detail))), flush=True)
    counted = ", ".join(f"{count} {result}" for result, count in sorted(results.items()))
    print(f"\n{len(wanted)} looked at: {counted or 'none'}.", file=sys.stderr)
    if results["changed"]:
        print(f"New proposals are in {proposal.FOLDER}, for a person to decide.", file=sys.stderr)
    return 0


def _accept(package: Package, wanted: list[str], log: Path) -> int:
    """Put the newest text of the watches into the table as seen, and take away the proposals."""
    if not wanted:
        raise UsageError("say which watches are accepted: watch accept WATCH_ID…")
    accepted = watches.load(package, wanted)
    path = watches.table(package).path
    atomic.commit(package.root, {path: watches.accept(package, accepted, log)})
    refresh(package.root)
    for watch in accepted:
        proposal.withdraw(Path(proposal.FOLDER), watch)
    print(f"{path}: {', '.join(wanted)} accepted; their text of today counts as seen.")
    return 0
