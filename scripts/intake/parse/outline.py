"""The outline of a text: which pieces are headings, items of a list, or prose around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .blocks import Known, Piece, body_named
from .sentences import OPENS, is_sentence, is_title


def outlined(found: list[Piece], known: Known) -> list[Piece]:
    """The pieces, each as a heading or an item, by what follows it, a colon, or its words. Headings
    that name the bodies of the list are items."""
    _lead(found, known)
    for piece in found:
        opens = OPENS.search(piece.text) or is_title(piece.text)
        if opens and piece.kind in ("marked", "plain") and not body_named(piece.text, known):
            piece.kind = "heading"
    _listed(found, known)
    return found


def runs(found: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Neighbouring items of one list together, everything else alone."""
    run: list[Piece] = []
    for piece in found:
        if run and run[-1].kind == piece.kind == "marked" and run[-1].style == piece.style:
            run.append(piece)
            continue
        if run:
            yield run
        run = [piece]
    if run:
        yield run


def _listed(found: list[Piece], known: Known) -> None:
    """Headings of one level are items if they name bodies, and more of them than everything else
    does."""
    naming = [piece for piece in found if body_named(piece.text, known)]
    levels = Counter(piece.lines[0].depth for piece in naming if piece.kind == "heading")
    level, most = max(levels.items(), key=lambda item: item[1], default=(0, 0))
    if most > 1 and most > sum(piece.kind in ("marked", "plain", "table") for piece in naming):
        for piece in found:
            if piece.kind == "heading" and piece.lines[0].depth == level:
                piece.kind, piece.style = "marked", "heading"


def is_prose(run: list[Piece], elsewhere: bool) -> bool:
    """Whether a run without a known name is numbered text and not a list: it reads like sentences,
    and another list names bodies, or it has only sentences."""
    sentences = sum(is_sentence(piece.text) for piece in run)
    return sentences >= len(run) / 2 if elsewhere else sentences == len(run)


def is_title_of(piece: Piece, found: Sequence[Piece]) -> bool:
    """Whether a line is alone where others come in groups."""
    return (
        piece.kind == "plain"
        and len(piece.lines) == 1
        and any(other.kind == "plain" and len(other.lines) > 2 for other in found)
    )


def is_wrapped(piece: Piece) -> bool:
    """Whether the lines look like one paragraph set to a width: all but the last are long."""
    lengths = [len(line.text) for line in piece.lines]
    return len(lengths) > 1 and min(lengths[:-1]) > 50 and max(lengths) - min(lengths[:-1]) < 30


def _lead(found: list[Piece], known: Known) -> None:
    """Marked pieces are headings if none of their sort is known and each is followed by marked ones
    of another sort: `I. Some`, then `1. …` and `2. …`."""
    sorts: dict[tuple[str, int], list[bool]] = {}
    for piece, following in pairwise([*found, Piece("plain", [])]):
        if piece.kind == "marked":
            deeper = following.lines[:1] and following.lines[0].depth > piece.lines[0].depth
            opens = following.kind == "marked" and (deeper or following.style != piece.style)
            sorts.setdefault(_sort(piece), []).append(opens and not body_named(piece.text, known))
    for piece in found:
        if piece.kind == "marked" and all(sorts[_sort(piece)]):
            piece.kind = "heading"


def _sort(piece: Piece) -> tuple[str, int]:
    return piece.style, piece.lines[0].depth
