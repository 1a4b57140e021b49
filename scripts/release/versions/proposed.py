"""What a proposed change means: tried on a copy, derived, checked, compared.

Only data is taken from the proposal: CSV files, and the descriptor if it only adds revisions of
existing series. Code, SQL, rules and pages come from the base; whatever else the proposal changes
is named and not judged.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ...core.errors import PackageError, UsageError
from ...derive.differences import differences
from ...derive.refresh import refresh
from ...descriptor.derived import as_declared
from ...descriptor.load import load
from ...descriptor.parse import DESCRIPTOR
from ...history import tree
from ...history.git import Repository
from ...validate import check_cache
from ...validate.check import Report
from .. import manifest_files, publish, store
from .bump import reasons
from .difference import Difference, compare
from .versioning import Level, Reason, following

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Proposed:
    """The effect of a proposal: the `version` that the next release would have, and the one with
    this change `alone` (both empty where nothing that a release holds has changed), and why; the
    tables that differ; what follows for derived series; what `check` finds; derived files that are
    `stale` in the proposal; and changed paths that were not judged. Where the two cannot be
    compared, `difference` is None and `error` says why."""

    version: str
    alone: str
    reasons: tuple[Reason, ...]
    difference: Difference | None
    follows: tuple[str, ...]
    report: Report
    stale: tuple[str, ...]
    unjudged: tuple[str, ...]
    error: str = ""


def judge(root: Path, repository: Repository, base: str, head: str, folder: Path) -> Proposed:
    """Judge what `head` changes since it left `base`, on copies in `folder`; releases are those in
    `root`. Raises InputError where the descriptor cannot be used, UsageError where no common commit
    has one."""
    base, head = (tree.commit(repository, name) for name in (base, head))
    start = tree.common(repository, base, head)
    before = tree.files(repository, start, _is_needed)
    if DESCRIPTOR not in before:
        place = f"{repository.prefix}{DESCRIPTOR}"
        raise UsageError(f"{start} has no {place}; name a BASE whose history has the package")
    offered = tree.files(repository, head, _is_data)
    taken = {path: data for path, data in offered.items() if path != DESCRIPTOR}
    if _adds_revisions_alone(before[DESCRIPTOR], offered.get(DESCRIPTOR, b"")):
        taken[DESCRIPTOR] = offered[DESCRIPTOR]
    kept = {path: data for path, data in before.items() if path == DESCRIPTOR or not _is_data(path)}
    old, new = folder / "base", folder / "head"
    store.unpack(before, old)
    store.unpack({**kept, **taken}, new)
    stale, _ = refresh(new)
    report = check_cache.report(new, is_fresh=True)
    unjudged = _unjudged(repository, start, head, taken)
    try:
        package, original = load(new), load(old)
        difference = compare(original, _held(old), package, _held(new))
        why = tuple(reasons(difference))
        version, alone = _next(root, new, why)
        follows = tuple(differences(original, package))
    except PackageError as error:
        return Proposed("", "", (), None, (), report, tuple(stale), unjudged, str(error))
    return Proposed(version, alone, why, difference, follows, report, tuple(stale), unjudged)


def _is_needed(path: str) -> bool:
    """Whether a release or a check may need the file: all but code and what is in releases/."""
    first = PurePosixPath(path).parts[0]
    return first not in ("releases", "scripts", "tests", "tools", "benchmarks", ".github", ".ci")


def _is_data(path: str) -> bool:
    """Whether the file is taken from a proposal."""
    parts = PurePosixPath(path)
    return path == DESCRIPTOR or (parts.parts[0] == "data" and parts.suffix == ".csv")


def _adds_revisions_alone(base: bytes, head: bytes) -> bool:
    """Whether a descriptor differs from another only in hashes and in revisions of series."""
    try:
        before, after = json.loads(base), json.loads(head)
        expected = {item["name"]: as_declared(item) for item in before["resources"]}
        schemas = {(item.get("series"), json.dumps(item["schema"])) for item in before["resources"]}
        for item in after["resources"]:
            own = expected.pop(item["name"], None)
            is_revision = (
                item.get("series") and (item["series"], json.dumps(item["schema"])) in schemas
            )
            is_new = own is None and is_revision and _is_data(item["path"])
            if own != as_declared(item) and not is_new:
                return False
        before.pop("resources"), after.pop("resources")
        return not expected and before == after
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False


def _held(root: Path) -> dict[str, bytes]:
    return manifest_files.files(load(root))


def _next(root: Path, new: Path, why: Sequence[Reason]) -> tuple[str, str]:
    """The version of the next release of the copy, and the one that only `why` demands."""
    if not why:
        return "", ""
    released = store.versions(root)
    if not released:
        return "1.0.0", "1.0.0"
    last, package = released[-1], load(new)
    with publish.since_release(root, last, package, _held(new)) as difference:
        level = reasons(difference)[0].level
    return following(last, Level(level)), following(last, Level(why[0].level))


def _unjudged(repository: Repository, start: str, head: str, taken: Files) -> tuple[str, ...]:
    before, after = tree.paths(repository, start), tree.paths(repository, head)
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    derived = {"docs/data-dictionary.md"}
    return tuple(
        sorted(path for path in changed - {*taken} - derived if path in after or not _is_data(path))
    )
