"""CSV in its common dialects, and pasted columns; one line for each row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from . import Given, Reader
from ._line import MAX_COLUMNS, Line
from ._text import refuse

DELIMITERS = ",;\t|"
# A line that tells Excel the delimiter.
DECLARED = re.compile(r"\ufeff?sep=(.)\r?\n")
INNER_TAB = re.compile(r"(?<=\S)\t(?=\S)")


def lines(given: Given) -> Iterator[Line]:
    """The rows of CSV text; there is one column if no delimiter gives most lines the same number of
    cells."""
    text, file = given.text, given.file
    declared = DECLARED.match(text)
    sample = [line for line in text.splitlines() if line.strip()][:50]
    for delimiter in [declared[1]] if declared else DELIMITERS:
        widths = [len(row) for row in csv.reader(sample, delimiter=delimiter)]
        usual = max({*widths}, key=widths.count, default=1)
        if usual > 1 and widths.count(usual) > len(widths) / 2:
            break
    else:
        for number, line in enumerate(text.splitlines(), 1):
            cell = line.strip().strip('"').replace('""', '"')
            yield Line(f"{file}:{number}", "", cells=(cell,) if cell else ())
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    start = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                cells = tuple(" ".join(cell.split()) for cell in row[:MAX_COLUMNS])
                yield Line(f"{file}:{start}", "", cells=cells)
            start = reader.line_num + 1
    except csv.Error as error:
        raise refuse(file, f"not CSV: {error}", start) from None


def _is_tabbed(given: Given) -> bool:
    """Whether nearly all lines have the same number of tabs between words: a pasted table."""
    filled = [line for line in given.text.splitlines() if line.strip()]
    tabs = [len(INNER_TAB.findall(line)) for line in filled]
    usual = max({*tabs}, key=tabs.count, default=0)
    return usual > 0 and len(tabs) > 1 and tabs.count(usual) * 5 >= len(tabs) * 4


READER = Reader("CSV", (".csv", ".tsv", ".tab"), lines, is_like=_is_tabbed)
