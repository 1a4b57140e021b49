"""A package that was released once."""

from tests.release.conftest import once  # noqa: F401
