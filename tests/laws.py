"""How many examples a law is tried on."""

from __future__ import annotations

from hypothesis import settings


def law(share: float = 1) -> settings:
    """As many examples as the profile says, or a share of them where one takes long."""
    return settings(max_examples=round(settings.default.max_examples * share))
