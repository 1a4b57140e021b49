"""Where two versions of a file differ: their records without those that are in both.

Texts are whole records, each with LF behind it.
"""

from __future__ import annotations

from ..diff.engines.differing import differing


def find(old: bytes, new: bytes) -> tuple[list[bytes], list[bytes]]:
    """The raw records that are left of each text, blank ones dropped.

    A record that only moved is dropped too. Raises FastPathUnsupportedError where a quote is left
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
        # One is dropped; were there another, its key would be double, which has to be seen.
        if record in moved:
            moved.remove(record)
        else:
            kept.append(record)
    return gone, kept
