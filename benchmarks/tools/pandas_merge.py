"""pandas: an outer merge on the key, a line for each added and removed row and each changed
cell, written as CSV."""

import sys

import pandas as pd


def main(old: str, new: str, key: str) -> None:
    """Write the events between two files to standard output."""
    sides = [pd.read_csv(path, dtype=str, keep_default_na=False) for path in (old, new)]
    columns = [name for name in sides[0].columns if name != key]
    both = sides[0].merge(
        sides[1], on=key, how="outer", suffixes=("_old", "_new"), indicator="side"
    )
    parts = []
    for op, side, suffix in (("added", "right_only", "_new"), ("removed", "left_only", "_old")):
        rows = both[both["side"] == side]
        whole = rows[[key, *(name + suffix for name in columns)]]
        texts = [whole.iloc[place].to_json(force_ascii=False) for place in range(len(whole))]
        parts.append(pd.DataFrame({"key": rows[key], "op": op, "row": texts}))
    kept = both[both["side"] == "both"]
    for name in columns:
        cells = kept[kept[f"{name}_old"] != kept[f"{name}_new"]]
        parts.append(
            pd.DataFrame(
                {
                    "key": cells[key],
                    "op": "changed",
                    "field": name,
                    "old": cells[f"{name}_old"],
                    "new": cells[f"{name}_new"],
                }
            )
        )
    events = pd.concat(parts).sort_values(["key", "field"])
    events.to_csv(sys.stdout, index=False, columns=["key", "op", "field", "old", "new", "row"])


if __name__ == "__main__":
    main(*sys.argv[1:])
