"""A package with one release."""

from tests.release.conftest import once  # noqa: F401
