"""Tools that people run by hand."""

import scripts  # noqa: F401 - in a clone this makes `revisioned` importable
