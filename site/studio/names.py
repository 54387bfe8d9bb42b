"""Names in one line, parted by commas; one with a comma in it stands in quotes: Ink, "Life, and letters"."""

import csv
import io
from collections.abc import Iterable


def split(line: str) -> list[str]:
    """The names in *line*, each once, in their order."""
    rows = csv.reader(io.StringIO(" ".join(line.split())), skipinitialspace=True)
    return list(dict.fromkeys(name.strip() for row in rows for name in row if name.strip()))


def join(names: Iterable[str]) -> str:
    """The line that ``split`` takes apart into *names*."""
    return ", ".join(
        f'"{name.replace(chr(34), chr(34) * 2)}"' if _needs_quotes(name) else name for name in names
    )


def _needs_quotes(name: str) -> bool:
    return "," in name or name.startswith('"')
