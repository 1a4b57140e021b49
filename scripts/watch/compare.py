"""What differs between the current text and the text that a person has seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .looks import Look
from .passages import digest, sentinel
from .watches import Watch

# A page that keeps less than this share of its passages is another text at the same address.
MIN_SHARE_KEPT = 0.3

TextOf = Callable[[Look], tuple[str, ...] | None]
"""The passages of an earlier look, or None where its text is not kept here."""


@dataclass(frozen=True)
class Change:
    """What was added and what was removed. `is_known` is False where the text that was seen is not
    kept here: then `came` is the whole current text. `is_replaced`: hardly anything is left of the
    text that was seen."""

    came: tuple[str, ...]
    went: tuple[str, ...] = ()
    is_known: bool = True
    is_replaced: bool = False


@dataclass(frozen=True)
class Compared:
    """The hash of the text now, the passages of a stream never seen before, and the change: None
    where there is none; `is_first` where there was nothing to compare with."""

    sentinel: str
    seen: tuple[str, ...] = ()
    change: Change | None = None
    is_first: bool = False


def compare(watch: Watch, past: Sequence[Look], now: tuple[str, ...], text_of: TextOf) -> Compared:
    """Compare the passages `now` with what a person has accepted, or else with the first look;
    `past` are the earlier looks at this watch, the oldest first."""
    read = [look for look in past if look.has_text]
    accepted = watch.sentinel or next((look.sentinel for look in read), "")
    return (_stream if watch.is_stream else _page)(accepted, read, now, text_of)


def _page(accepted: str, read: Sequence[Look], now: tuple[str, ...], text_of: TextOf) -> Compared:
    """On a page every change counts, whenever it was made."""
    current = sentinel(now)
    if current == accepted or not accepted:
        return Compared(current, is_first=not accepted)
    texts = (text_of(look) for look in reversed(read) if look.sentinel == accepted)
    before = next((text for text in texts if text is not None), None)
    if before is None:
        return Compared(current, change=Change(now, is_known=False))
    came = tuple(text for text in now if text not in before)
    went = tuple(text for text in before if text not in now)
    if not came and not went:
        return Compared(current)
    left = len(before) - len(went)
    return Compared(
        current, change=Change(came, went, is_replaced=left < MIN_SHARE_KEPT * len(before))
    )


def _stream(accepted: str, read: Sequence[Look], now: tuple[str, ...], text_of: TextOf) -> Compared:
    """In a stream only what is new counts. It stays new until a person has accepted it, even if it
    falls off the end before that. So its sentinel is the hash of all that was ever seen."""
    ever = {name for look in read for name in look.seen}
    names = {digest(text): text for text in now}
    seen = tuple(name for name in names if name not in ever)
    current = sentinel(ever | {*seen})
    if current == accepted or not accepted:
        return Compared(current, seen, is_first=not accepted)
    last = next((at for at, look in enumerate(read) if look.sentinel == accepted), None)
    if last is None:
        return Compared(current, seen, Change(now, is_known=False) if now else None)
    came = [
        text
        for look in read[last + 1 :]
        if look.seen
        for text in text_of(look) or ()
        if digest(text) in look.seen
    ]
    came += [names[name] for name in seen]
    return Compared(current, seen, Change(tuple(dict.fromkeys(came))) if came else None)
