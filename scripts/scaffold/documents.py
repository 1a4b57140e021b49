"""What people read and edit first in a new package: pages, README, metadata, workflow."""

from __future__ import annotations

from collections.abc import Sequence
from string import Template
from typing import Any

from .describe import CURRENT, RECORDS, List

HOME = """\
address: /
sections:
  - name: find
    title: {en: Find a record}
    show: search
  - name: how-many
    show: lede
    sql: |-
      SELECT (SELECT count(*) FROM current) || CASE (SELECT count(*) FROM current)
          WHEN 1 THEN ' record' ELSE ' records' END
        || ' in the newest version, ' || (
          SELECT title FROM revisions AS r WHERE series = '$series' ORDER BY $newest_r LIMIT 1
        ) || CASE count(*) WHEN 1 THEN '.' ELSE ', of ' || count(*) || ' versions.' END AS text_en
      FROM revisions WHERE series = '$series'
  - name: versions
    title: {en: Versions}
    show: table
    of: revisions
    sql: |-
      SELECT r.title AS version, '/revisions/$series/' || r.revision AS version_url,
        (SELECT count(*) FROM "$series" AS l WHERE l.revision = r.revision) AS records
      FROM revisions AS r WHERE r.series = '$series' ORDER BY $newest_r LIMIT 20
    more: {en: All versions, url: /revisions}
  - name: changed-last
    title: {en: What changed last}
    show: table
    of: changes
    sql: |-
      SELECT new_revision AS day,
        '/diff/$series/' || old_revision || '...' || new_revision AS day_url,
        sum(op = 'added') AS added, sum(op = 'removed') AS removed,
        count(DISTINCT CASE WHEN op NOT IN ('added', 'removed') THEN $joined END) AS changed
      FROM changes AS r WHERE series = '$series' GROUP BY new_revision, old_revision
      ORDER BY $newest_new LIMIT 10
  - name: downloads
    title: {en: Download}
    show: downloads
  - name: cite
    title: {en: Cite}
    show: cite
"""

# This many records on one page.
MAX_RECORDS = 1000
LISTED = """\
address: /records
menu: {place: 1, en: The list}
title: {en: $title}
lede: {en: Every record that a version has or had. Choose one to see its history.}
sections:
  - name: records
    show: table
    of: records
    empty: {en: No version has a record.}
    head: |-
      SELECT CASE WHEN count(*) > $most
        THEN 'The first $most of ' || count(*) || ' by name; search finds the others.' END
          AS note_en FROM records
    more: {en: As a table that can be filtered, url: /$name/records}
    sql: |-
      SELECT r.label AS record, '/records/' || $address AS record_url, $key,
        CASE WHEN c.$first IS NULL THEN 'in an earlier version' ELSE 'in the newest version' END
          AS standing
      FROM records AS r LEFT JOIN current AS c USING ($using)
      ORDER BY r.label, $key LIMIT $most
"""

RECORD = """\
address: /records/$parameters
machine: true
head: |-
  SELECT label AS title_en FROM records WHERE $where
known: |-
  SELECT $joined AS value, label AS label_en FROM records ORDER BY $key
sections:
  - name: versions
    title: {en: In each version}
    show: table
    of: $series
    sql: |-
      SELECT revision, '/revisions/$series/' || revision AS revision_url, $others
      FROM "$series" AS r WHERE $where ORDER BY $newest_r
  - name: changes
    title: {en: What changed}
    show: table
    of: changes
    sql: |-
      SELECT new_revision AS day,
        '/diff/$series/' || old_revision || '...' || new_revision AS day_url, op, field, old, new
      FROM changes AS r WHERE $where ORDER BY $newest_new, change_id
  - name: machine
    title: {en: Data and citation}
    show: machine
"""

SEARCH = """\
address: /search
asks: [q]
title: {en: Search}
sections:
  - name: found
    show: found
    of: records
    empty: {en: "No record by that name among the {count} here."}
    more: {en: See the whole list, url: /records}
    sql: |-
      SELECT $joined AS record, label AS text_en, '/records/' || $address AS text_url
      FROM records AS r
"""

# What the columns of these pages are called, as far as the list has none of that name.
WORDS = {
    "version": "Version",
    "revision": "Version",
    "records": "Records",
    "record": "Record",
    "standing": "Standing",
    "day": "Day",
    "added": "Added",
    "removed": "Removed",
    "changed": "Changed",
    "op": "What happened",
    "field": "Column",
    "old": "Before",
    "new": "After",
}

README = """\
# $title

A change-tracking data package: every version of the list as a CSV file, what changed between any
two, and rules that the next version is checked by.

```sh
make serve     # checks, builds, then serves http://127.0.0.1:8001/
```

It needs the program `revisioned`: `pip install '.[all]'` in a clone of the repository that it comes
from.

| to | do |
|---|---|
| add a version | `revisioned add FILE --series $series --revision DAY --source ID title="…"` |
| check it | `revisioned check`: rules that were measured warn until you confirm them in checks/ |
| compare two versions | `revisioned diff $series/$old $series/$new` |
| correct a cell | edit data/, then `revisioned refresh` |
| publish a release | commit everything, then `revisioned release 1.0.0` |
| have each change checked on a host | set the variable that .github/workflows/check.yml names |

What was changed or left out on the way in is in [docs/cleaned.csv](docs/cleaned.csv), a line each.
Still to be given in datapackage.json: `title`, `licenses`, `contributors` (with `email`, so that
readers can reach you). `revisioned check` asks for them.
"""

LICENSE = """\
Choose a licence for this data, put its text here, and name it as `licenses` in datapackage.json.
"""

IGNORE = "/build/\n__pycache__/\n.venv/\n"

MAKEFILE = """\
REVISIONED ?= revisioned
PORT ?= 8001

.PHONY: serve build check

serve: build
	@$(REVISIONED) serve --port $(PORT)

build:
	@command -v $(REVISIONED) >/dev/null || { \\
		echo 'Install the program that README.md names; make REVISIONED=PATH says where it is'; \\
		exit 1; }
	@$(REVISIONED) build

check:
	@$(REVISIONED) check
"""

WORKFLOW = """\
name: check
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      # What pip installs the program from is a variable of the repository, REVISIONED: a wheel, or
      # a repository as "us-international-withdrawals[check] @ git+https://HOST/OWNER/NAME@COMMIT".
      - run: |
          test -n "$REVISIONED" || { echo "Set the variable REVISIONED; see this file."; exit 1; }
          pip install "$REVISIONED"
        env:
          REVISIONED: ${{ vars.REVISIONED }}
      - run: revisioned refresh --check
      - run: revisioned check
"""

VIEW = """\
SELECT $columns
FROM "$series"
WHERE revision = (
  SELECT revision FROM revisions AS r WHERE series = '$series' ORDER BY $newest_r LIMIT 1
)
"""


def documents(name: str, about: List, revisions: Sequence[str]) -> dict[str, str]:
    """The text of each file by its path."""
    key = [_quoted(column) for column in about.key]
    values: dict[str, Any] = {
        "name": name,
        "most": MAX_RECORDS,
        "title": about.title,
        "series": about.series,
        "first": key[0],
        "old": revisions[0],
        "new": revisions[-1],
        "key": ", ".join(key),
        "using": ", ".join(key),
        "joined": " || ',' || ".join(key),
        "address": " || '/' || ".join(map(_in_address, key)),
        "newest_r": _newest("r.revision"),
        "newest_new": _newest("new_revision"),
        "parameters": "/".join(f"<{column}>" for column in about.key),
        "where": " AND ".join(f"{_quoted(column)} = :{column}" for column in about.key),
        "columns": ", ".join(map(_quoted, about.columns)),
        "others": ", ".join(_quoted(item) for item in about.columns if item not in about.key)
        or "'listed' AS standing",
    }
    written = {
        "data/views/current.sql": VIEW,
        "data/pages/home.yml": HOME,
        "data/pages/records.yml": LISTED,
        "data/pages/record.yml": RECORD,
        "data/pages/search.yml": SEARCH,
        "README.md": README,
    }
    filled = {path: Template(text).substitute(values) for path, text in written.items()}
    return filled | {
        "data/pages/words.yml": _words(about),
        "metadata.yml": _metadata(name, about),
        "LICENSE": LICENSE,
        ".gitignore": IGNORE,
        "Makefile": MAKEFILE,
        ".github/workflows/check.yml": WORKFLOW,
    }


def _metadata(name: str, about: List) -> str:
    import yaml

    tables = {RECORDS: {"label_column": "label"}, CURRENT: {}, about.series: {}}
    document = {
        "title": about.title,
        "databases": {name: {"tables": {key: value for key, value in tables.items() if value}}},
    }
    text: str = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
    return text


def _words(about: List) -> str:
    lines = [
        f"  {name}: {{en: {word}}}" for name, word in WORDS.items() if name not in about.columns
    ]
    return "\n".join(["columns:", *lines]) + "\n"


def _newest(column: str) -> str:
    """The order of revisions, the newest first: by day, then the second of a day."""
    return f"substr({column}, 1, 10) DESC, length({column}) DESC, {column} DESC"


def _in_address(column: str) -> str:
    """SQL for the column as one part of an address."""
    text = f"r.{column}"
    for sign in "%/?#":
        text = f"replace({text}, '{sign}', '%{ord(sign):02X}')"
    return text


def _quoted(column: str) -> str:
    return f'"{column}"'
