"""What every fuzzed reader is held to."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, settings

from revisioned.core.errors import InputError, PackageError

LAX = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def only_ours(read: Callable[[], object]) -> None:
    """Read; an error of ours says something, and in lines that can be shown."""
    try:
        read()
    except PackageError as error:
        assert str(error)
        if isinstance(error, InputError):
            assert all(str(finding).isprintable() for finding in error.findings)
