"""`python -m benchmarks`: runs every case, or one, and writes what it finds into RESULTS.md."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks import peers, report
from benchmarks.cases import CASES, Case
from benchmarks.measure import Measured, run
from benchmarks.peers import Peer

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


def main() -> int:
    """Measure what the command line asks for; returns 0."""
    args = _arguments()
    # The generated files and the commands use a temporary folder, with our code on the path.
    os.environ["PYTHONPATH"] = str(ROOT)
    chosen = [case for case in CASES if args.case in (None, case.name)]
    parts = [report.head(args)]
    for case in chosen:
        load = os.getloadavg()[0]
        folder = _prepared(case, args.scale)
        found = _measured(case, folder, args)
        parts.append(report.section(case, folder, found, load))
        print(parts[-1], flush=True)
        if not args.keep:
            shutil.rmtree(folder)
    if args.case is None or not args.output.exists():
        args.output.write_text("\n".join([*parts, *_waiting(args.output)]))
    else:
        args.output.write_text(report.replaced(args.output.read_text(), parts[-1]))
    print(f"written: {args.output.name}")
    return 0


def _waiting(output: Path) -> list[str]:
    """The section that `python -m benchmarks.waiting` wrote, which stays."""
    text = output.read_text() if output.exists() else ""
    _, found, rest = text.partition(f"{report.WAITING}\n")
    return [found + rest] if found else []


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--case", choices=[case.name for case in CASES], help="run this one only")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the rows, to try it out")
    parser.add_argument("--runs", type=int, default=5, help="of what takes 2 to 10 seconds")
    parser.add_argument("--limit", type=float, default=900, help="seconds after which one is ended")
    parser.add_argument("--keep", action="store_true", help="leave the generated files")
    parser.add_argument("--output", type=Path, default=HERE / "RESULTS.md")
    return parser.parse_args()


def _prepared(case: Case, scale: float) -> Path:
    """A folder with the generated work of the case."""
    folder = ROOT / "build/benchmarks/work" / case.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if case.files:
        for name, source in zip(("old.csv", "new.csv"), case.files, strict=True):
            shutil.copy(ROOT / source, folder / name)
    else:
        rows = max(100, round(case.rows * scale))
        words = [sys.executable, "-m", "benchmarks.generate", case.name, str(rows), str(folder)]
        subprocess.run(words, check=True, cwd=ROOT)
    return folder


def _measured(case: Case, folder: Path, args: argparse.Namespace) -> dict[Peer, Measured]:
    """All runs of all peers, in turns, so that other load on the machine affects all of them alike.
    Every second turn runs backwards, so that no peer always follows one that fills the memory."""
    found = {
        peer: Measured([], peer.absent)
        for peer in (peers.histories() if case.commits else peers.pairs())
    }
    turn = 0
    while waiting := [
        peer
        for peer, measured in found.items()
        if not measured.fault and (turn == 0 or turn < _runs(measured.seconds, args.runs))
    ]:
        for peer in waiting if turn % 2 == 0 else reversed(waiting):
            for database in folder.glob("*.db"):
                database.unlink()
            result = run(peer.command(case, folder), folder / "out.txt", folder, args.limit)
            found[peer].fault = result.fault or _disagreement(peer, folder)
            if not result.fault:
                found[peer].runs.append(result)
            print(f"{case.name}: {peer.name}: {result.seconds:.2f} s", file=sys.stderr)
        turn += 1
    return found


def _runs(seconds: float, usual: int) -> int:
    """How often to run something that takes this long."""
    if seconds < 2:
        return usual * 3
    if seconds < 10:
        return usual
    return 3 if seconds < 60 else 1


def _disagreement(peer: Peer, folder: Path) -> str:
    """The message if a peer that prints a line for each event prints a different number of
    lines."""
    expected = folder / "events.txt"
    if not peer.lines or not expected.exists():
        return ""
    with (folder / "out.txt").open("rb") as file:
        number = sum(1 for _ in file) - 1
    right = int(expected.read_text())
    return "" if number == right else f"finds {number} events, there are {right}"


sys.exit(main())
