"""What the tests of a diff use."""

from tests.diff.conftest import file, run  # noqa: F401
