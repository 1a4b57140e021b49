"""Peers and us on the same work, in one run: `make bench`, or `python -m benchmarks --help`.

cases      which work there is
generate   makes it, the same bytes every time
peers      who does it, and how each is called
measure    runs them, each in a process of its own
report     writes RESULTS.md
exactness  what it costs that DuckDB's result is exact
"""

import scripts  # noqa: F401 - in a clone this makes `revisioned` importable
