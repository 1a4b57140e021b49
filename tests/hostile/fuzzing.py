"""What every fuzzed reader must satisfy."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, settings

from revisioned.core.errors import InputError, PackageError

LAX = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def only_ours(read: Callable[[], object]) -> None:
    """Read; only our own errors may be raised, with a message in printable lines."""
    try:
        read()
    except PackageError as error:
        assert str(error)
        if isinstance(error, InputError):
            assert all(str(finding).isprintable() for finding in error.findings)
