"""What the site tells the cache of a table: which of its columns readers see, and where."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Model

if TYPE_CHECKING:
    from pagecache.changes import Change


@dataclass(frozen=True, eq=False)
class Tracked:
    """A model whose rows public pages are made of. All columns are named as the database names them.

    ``card`` are the columns that lists show; ``places`` those that decide whether and where a row stands in
    lists, and count as card too; a change of ``silent`` ones alone is seen by no reader. All others are
    ``full``: only a row's own page shows them. One row is looked up by a ``unique`` column, many by a
    ``related`` one; ``logged`` are further ones that ``tags`` wants to see. Lists may load a ``judged``
    column too: ``tags`` says when its change shows there. ``aside`` are tables that are written together with
    this one and never alone, so they are seen through it. A row of a model that ``is_epoch`` stands on every
    page. ``tags`` gives the lists that a change touches; it runs inside the transaction and may query.
    """

    model: type[Model]
    card: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    logged: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    is_epoch: bool = False
    tags: "Callable[[Change], Iterable[str]] | None" = None

    @cached_property
    def table(self) -> str:
        return self.model._meta.db_table

    @cached_property
    def name(self) -> str:
        """What the rows are called in tags: ``post``."""
        return self.model._meta.model_name or ""

    @cached_property
    def pk(self) -> str:
        """The primary key's column."""
        return str(self.model._meta.pk.column)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """All columns of the table."""
        return tuple(str(field.column) for field in self.model._meta.concrete_fields)

    @cached_property
    def full(self) -> tuple[str, ...]:
        """The columns whose change only a row's own page shows, as far as the database can tell."""
        others = {self.pk, *self.card, *self.places, *self.silent}
        return tuple(name for name in self.columns if name not in others)

    @cached_property
    def beyond_lists(self) -> frozenset[str]:
        """The columns that no list loads: whoever does shows the whole row."""
        return frozenset(self.full) - set(self.judged)

    @cached_property
    def is_known_by_relation(self) -> bool:
        """Whether every change tells of the rows beside it (a many-to-many table), so that rows need not."""
        return bool(self.related) and set(self.columns) <= {self.pk, *self.places, *self.silent}
