"""Plain text, as it is read where no other reader claims a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import Given, Reader
from ._line import LINE_END, RULE, Line, Mark, indented, visible

# Ends a line for a person, but not for an editor that counts lines.
BREAK = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page|p\.|第)?\s*\d{1,4}\s*(?:(?:of|/)\s*\d{1,4})?\s*[頁页]?[-–—\s]*", re.IGNORECASE
)
NUMBER_ALONE = re.compile(r"\d{1,4}")


def lines(given: Given) -> Iterator[Line]:
    """The lines of plain text; a drawn rule counts as empty, a page number as outside of the
    text."""
    for number, line in enumerate(LINE_END.split(given.text), 1):
        for part in BREAK.split(line):
            seen = visible(part)
            mark: Mark = ""
            if RULE.fullmatch(seen):
                seen = ""
            elif PAGE_NUMBER.fullmatch(seen) and not NUMBER_ALONE.fullmatch(seen.strip()):
                mark = "aside"
            yield Line(f"{given.file}:{number}", seen.strip(), mark=mark, depth=indented(seen))


READER = Reader("plain text", (".txt", ".text"), lines)
