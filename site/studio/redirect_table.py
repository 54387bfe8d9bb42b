"""Redirects as a table of three columns: path, target, status."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError

from content.forwarding import Forward
from content.models import Redirect

COLUMNS = ["path", "target", "status"]


def read(text: str) -> list[Forward]:
    """The rows of *text*; a status left out is 301.

    Raises ValidationError that names the row it cannot read.
    """
    rows = [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]
    if rows and [cell.strip().lower() for cell in rows[0]] == COLUMNS[: len(rows[0])]:
        del rows[0]
    if not rows:
        raise ValidationError("There is no redirect in the file.")
    return [_row(number, *(cell.strip() for cell in row)) for number, row in enumerate(rows, 1)]


def _row(number: int, path: str, target: str = "", status: str = "", *more: str) -> Forward:
    if more or (status and not (status.isascii() and status.isdigit())):
        raise ValidationError(
            f"Row {number}, {path}: it has the columns path, target and status, 301, 302 or 410."
        )
    return Forward(path, target, int(status) if status else Redirect.Status.MOVED)


def written(redirects: Iterable[Redirect]) -> Iterator[str]:
    """The lines of the table of *redirects*, which ``read`` takes back."""
    yield _line(COLUMNS)
    for each in redirects:
        yield _line([each.path, each.target, str(int(each.status))])


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
