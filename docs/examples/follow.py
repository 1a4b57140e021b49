"""Bring the CSV files of one release to the newest: follow.py ADDRESS FOLDER RELEASE."""

import csv
import json
import sys
from pathlib import Path
from urllib.request import urlopen

address, folder, since = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
with urlopen(f"{address}/changes.json?since={since}") as answer:
    told = json.load(answer)
events = iter(told["events"])
for step in told["tables"]:
    file, key, columns = folder / step["path"], step["key"], step["columns"]
    rows, renamed = {}, dict(columns["renamed"])
    if columns["old"]:
        with file.open(encoding="utf-8", newline="") as text:
            for cells in csv.DictReader(text):
                row = {renamed.get(name, name): cell for name, cell in cells.items()}
                rows[tuple(row[name] for name in key)] = row
    for _ in range(step["events"]):
        event = next(events)
        at = tuple(event["key"][name] for name in key)
        if event["op"] == "removed":
            del rows[at]
        elif event["op"] == "added":
            rows[at] = event["row"]
        else:  # changed, filled or emptied
            rows[at][event["field"]] = event.get("new", "")
    if not columns["new"]:
        file.unlink()
        continue
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as text:
        lines = csv.writer(text, lineterminator="\n")
        lines.writerow(columns["new"])
        lines.writerows([rows[at].get(name, "") for name in columns["new"]] for at in sorted(rows))
print(told["until"])
