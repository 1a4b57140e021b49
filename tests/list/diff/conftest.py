"""Fixtures for the tests of diff."""

from tests.diff.conftest import file, run  # noqa: F401
