"""How many examples Hypothesis tries for a law."""

from __future__ import annotations

from hypothesis import settings


def law(share: float = 1) -> settings:
    """The number of examples that the profile says, or a share of it for a law that takes long."""
    return settings(max_examples=round(settings.default.max_examples * share))
