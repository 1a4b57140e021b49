"""What people run beside the tests."""

import scripts  # noqa: F401 - in a clone this makes `revisioned` importable
