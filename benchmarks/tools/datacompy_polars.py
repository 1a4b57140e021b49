"""datacompy on polars: rows of one side, rows that differ, and its report."""

import sys

import datacompy
import polars as pl


def main(old: str, new: str, key: str) -> None:
    """Write the differences between two files to standard output."""
    sides = [
        pl.read_csv(path, infer_schema=False, empty_string_is_null=False) for path in (old, new)
    ]
    found = datacompy.PolarsCompare(*sides, join_columns=[key])
    for rows in (found.df1_unq_rows, found.df2_unq_rows, found.all_mismatch()):
        sys.stdout.write(rows.write_csv())
    print(found.report())


if __name__ == "__main__":
    main(*sys.argv[1:])
