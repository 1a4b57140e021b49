"""Makes items whole that are broken over lines, and separates an item from what follows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from .blocks import Known, Piece, body_named, body_of_both
from .sentences import ENDED, MAX_NAME_CHARS, OPENS, STOPPED, is_title, join

# An item is broken over this many lines at most.
MOST_LINES = 6


def unwrap(found: list[Piece], known: Known) -> list[Piece]:
    """The pieces, with broken items made whole, and items separated from what follows them."""
    texts = [piece.text for piece in found if piece.kind == "marked"]
    ended = [bool(ENDED.search(text) or STOPPED.search(text)) for text in texts]
    ends = sum(ended) > len(ended) / 2
    settled: list[Piece] = []
    pairs: Iterator[tuple[Piece, Piece | None]] = zip_longest(found, found[1:])
    for broken, following in pairs:
        for piece in _parted(broken, following, ends, known):
            last = settled[-1] if settled else None
            if (
                last
                and last.kind == "marked"
                and piece.kind == "plain"
                and _continues(last, piece, ends, known)
            ):
                last.lines += piece.lines
            else:
                settled.append(piece)
    return settled


def _parted(piece: Piece, following: Piece | None, ends: bool, known: Known) -> list[Piece]:
    """An item, and apart from it the lines after it that do not belong to it."""
    if piece.kind != "marked" or len(piece.lines) == 1:
        return [piece]
    texts = [line.text for line in piece.lines]
    number = _known_lines(texts, known)
    if not number and ends and any(ENDED.search(text) for text in texts[:-1]):
        number = next(i for i, text in enumerate(texts, 1) if ENDED.search(text))
    elif not number and _heads(piece, following, ends):
        number = len(texts) - 1
    elif not number and any(body_named(text, known) for text in texts[1:]):
        # A heading with a number, and the list below it.
        heading = replace(piece, kind="heading", lines=piece.lines[:1])
        return [heading, Piece("plain", piece.lines[1:])]
    item = replace(piece, lines=piece.lines[: number or len(texts)])
    rest = piece.lines[len(item.lines) :]
    return [item, *([Piece("plain", rest)] if rest else [])]


def _known_lines(texts: Sequence[str], known: Known) -> int:
    """How many of the lines together are a known name; 0 where none are."""
    for number in range(min(len(texts), MOST_LINES), 1, -1):
        if body_of_both(join(texts[: number - 1]), texts[number - 1], known):
            return number
    return 1 if body_named(texts[0], known) else 0


def _heads(piece: Piece, following: Piece | None, ends: bool) -> bool:
    """Whether the last line of an item is a heading: it opens something, is written in capitals, or
    the numbers start again after it."""
    first, last = piece.lines[0], piece.lines[-1]
    if not ends if OPENS.search(last.text) else is_title(last.text):
        return True
    if last.text.isupper() and not first.text.isupper() and len(last.text.split()) > 1:
        return True
    again = following is not None and following.style == piece.style and following.value == 1
    return again and piece.value > 0 and last.depth <= first.depth


def _continues(item: Piece, piece: Piece, ends: bool, known: Known) -> bool:
    """Whether a paragraph after an item is its rest: without it the item does not end like the
    others and with it it does, or only both together are a name."""
    joined = join([item.text, piece.text])
    if body_of_both(item.text, piece.text, known) and not OPENS.search(piece.text):
        return True
    if body_named(item.text, known) or OPENS.search(piece.text) or ENDED.search(item.text):
        return False
    if STOPPED.search(item.text) or OPENS.search(item.text):
        return False
    return (
        ends
        and len(joined) <= MAX_NAME_CHARS
        and bool(ENDED.search(joined) or STOPPED.search(joined))
    )
