"""Engines that compare two tables: the same events from each, at different sizes.

base              what an engine is given and gives, and when it cannot be sure (unsure)
sqlite            the reference, exact at any size
duckdb            for many records (duckdb_files: what it reads and what must add up,
                  duckdb_lines: what both files have in another order is dropped as lines,
                  duckdb_events: what it writes of a pair)
fast_path         bytes that are the same are never parsed (csv_blocks, differing), or in
                  two_processes
spark             on a cluster
"""

# Those that can be asked for by name.
NAMES = ("sqlite", "duckdb", "spark")
