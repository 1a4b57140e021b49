"""A table on a web page as rows of cells; a cell may span several rows or columns."""

from __future__ import annotations

from ._line import MAX_COLUMNS


class Grid:
    """The rows of one table, one at a time: `cells` are those of the latest row."""

    def __init__(self) -> None:
        self.cells: list[str] = []
        # By column: how many more rows a cell spans, and its text.
        self._reaching: dict[int, tuple[int, str]] = {}

    def begin(self) -> None:
        """Begin a row."""
        self.cells = []
        self._fill()

    def add(self, text: str, columns: int, rows: int) -> None:
        """Add a cell to the row that is this many columns wide and this many rows high."""
        room = MAX_COLUMNS - len(self.cells)
        for place in range(min(max(columns, 1), room)):
            if rows > 1:
                self._reaching[len(self.cells)] = (rows - 1, text)
            self.cells.append("" if place else text)
        self._fill()

    def _fill(self) -> None:
        """Add the cells of rows above that span this row."""
        while len(self.cells) in self._reaching and len(self.cells) < MAX_COLUMNS:
            rows, text = self._reaching.pop(len(self.cells))
            if rows > 1:
                self._reaching[len(self.cells)] = (rows - 1, text)
            self.cells.append(text)
