"""Engines that compare two tables: the same events from each, at different sizes.

base              what all engines share
sqlite            the reference, exact at any size
duckdb            for many records (duckdb_files: how it reads a file and what must add up,
                  duckdb_lines: lines that both files have are dropped, in any order,
                  duckdb_events: the events that it writes for a pair)
fast_path         equal bytes are never parsed (csv_blocks, differing; two_processes)
spark             on a cluster
"""

# The engines that can be asked for by name.
NAMES = ("sqlite", "duckdb", "spark")
