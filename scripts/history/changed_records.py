"""Where two versions of a file differ: the records that are in one of them only.

A text is whole records, each followed by LF.
"""

from __future__ import annotations

from ..diff.engines.differing import differing


def find(old: bytes, new: bytes) -> tuple[list[bytes], list[bytes]]:
    """The raw records that are left of each text, without blank ones.

    Records that only moved are dropped too. Raises FastPathUnsupportedError where a quote is left
    open.
    """
    gone: list[bytes] = []
    come: list[bytes] = []
    for old_run, new_run in differing(iter([old]), iter([new])):
        gone += filter(None, old_run)
        come += filter(None, new_run)
    moved = {*gone} & {*come}
    if not moved:
        return gone, come
    gone = [record for record in gone if record not in moved]
    kept = []
    for record in come:
        # Only one is dropped: a second one has a double key, which must be found.
        if record in moved:
            moved.remove(record)
        else:
            kept.append(record)
    return gone, kept
