"""Peers and this engine on the same work, in one run: `make bench`, or `python -m benchmarks
--help`.

cases      the work: tables to compare and histories to read
generate   generates the work, with the same bytes every time
peers      the tools, and how each is called
measure    runs a command in a separate process, and measures it
report     writes RESULTS.md
exactness  the cost of checking that DuckDB's result is exact
"""

import scripts  # noqa: F401 - in a clone this makes `revisioned` importable
