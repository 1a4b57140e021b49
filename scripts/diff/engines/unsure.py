"""The doubt of a fast path."""


class UnsureError(Exception):
    """A fast path met what it cannot vouch for; the exact path will read it and say what it is."""
