"""What the triggers of a table look at, the same for every database."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import UniqueConstraint

from pagecache.changes import fields_by_column
from pagecache.tracking import Tracked

PREFIX = "pc_"


@dataclass(frozen=True)
class Trigger:
    """One trigger: ``create`` makes it or puts it right, ``looks`` is what the database says of it."""

    name: str
    table: str
    create: tuple[str, ...]
    looks: str


@dataclass(frozen=True)
class Unique:
    """Columns of which no two rows have the same values; with a ``constraint``, among those it is for."""

    columns: tuple[str, ...]
    constraint: UniqueConstraint | None = None


def groups(tracked: Tracked) -> dict[str, tuple[str, ...]]:
    """The columns of each group. What decides a row's place is on its card as well."""
    named = {
        "card": (*tracked.card, *tracked.places),
        "places": tracked.places,
        "full": tracked.full,
    }
    return {name: tuple(dict.fromkeys(columns)) for name, columns in named.items() if columns}


def uniques(tracked: Tracked) -> Iterator[Unique]:
    """The key, and all else that two rows cannot share: an INSERT OR REPLACE removes the row that has it."""
    meta = tracked.model._meta
    columns = {field.name: name for name, field in fields_by_column(tracked).items()}
    for field in meta.concrete_fields:
        if field.unique:  # the key too
            yield Unique((columns[field.name],))
    for names in meta.unique_together:
        yield Unique(tuple(columns[name] for name in names))
    for constraint in meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.fields:
            yield Unique(
                tuple(columns[name] for name in constraint.fields),
                constraint if constraint.condition else None,
            )
