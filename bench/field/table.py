"""What was found, as a table; a cell that says no makes the command fail."""

from collections.abc import Mapping, Sequence

Cell = str | bool


class Table:
    """Rows under *columns*; a row whose thing cannot be had here says why instead."""

    def __init__(self, title: str, columns: Sequence[str]) -> None:
        self.title, self.columns = title, columns
        self.rows: list[list[str]] = []
        self.absent: list[str] = []
        self.missed: list[str] = []

    def row(self, name: str, cells: Mapping[str, Cell]) -> None:
        """What was found of *name*, by column; False is a miss, and so is a column that is not told."""
        told = [cells.get(column, False) for column in self.columns[1:]]
        self.rows.append([name, *map(_said, told)])
        self.missed += [
            f"{name}: {column}"
            for column, cell in zip(self.columns[1:], told, strict=True)
            if cell is False or str(cell).startswith("no")
        ]

    def without(self, name: str, why: str) -> None:
        """*name* cannot be had on this machine."""
        self.absent.append(f"{name} was not tried: {why}")

    def print(self) -> None:
        """The table with its title, then what was not tried."""
        widths = [max(map(len, column)) for column in zip(self.columns, *self.rows, strict=True)]
        print(f"\n{self.title}\n", flush=True)
        for line in (self.columns, *self.rows):
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            print("  " + "  ".join(cells).rstrip(), flush=True)
        for words in self.absent:
            print(f"  {words}", flush=True)


def _said(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ("yes" if cell else "no")
