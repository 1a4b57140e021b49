"""What a record is called by its key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...descriptor.model import SOURCE
from ...descriptor.pages import one_text
from .cells import Cell
from .vocabulary import Vocabulary

Names = Mapping[str, Mapping[str, Cell]]
"""What records are called, by key columns with commas between, and by key as `one_text`."""


def record_name(
    columns: Sequence[str],
    key: Sequence[str],
    names: Names,
    vocabulary: Vocabulary,
    table: str = "",
) -> Cell:
    """What a record of the `table` is called, or else the parts of its key, by name where they have
    one. The source is left out: it is shown elsewhere."""
    if own := names.get(",".join(columns), {}).get(one_text(key)):
        return own
    parts = [
        names.get(column, {}).get(value) or Cell(vocabulary.word(column, value, table))
        for column, value in zip(columns, key, strict=True)
        if column != SOURCE or len(columns) == 1
    ]
    if len(parts) == 1:
        return parts[0]
    href = next((part.href for part in parts if part.href), "")
    say = vocabulary.language.say
    return Cell(say("list_separator").join(part.text for part in parts), href=href)
