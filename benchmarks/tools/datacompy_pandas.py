"""datacompy on pandas: rows of one side, rows that differ, and its report."""

import sys

import datacompy
import pandas as pd


def main(old: str, new: str, key: str) -> None:
    """Write the differences between two files to standard output."""
    sides = [pd.read_csv(path, dtype=str, keep_default_na=False) for path in (old, new)]
    found = datacompy.PandasCompare(*sides, join_columns=[key])
    for rows in (found.df1_unq_rows, found.df2_unq_rows, found.all_mismatch()):
        rows.to_csv(sys.stdout, index=False)
    print(found.report())


if __name__ == "__main__":
    main(*sys.argv[1:])
