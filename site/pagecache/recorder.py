"""What a page is made of, recorded while it is rendered.

Rows leave a tag as they are loaded; look-ups and lists are named by those who make them (``reads``). Under
both lies the floor: the tables of every statement that nobody has accounted for.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

from django.apps import apps
from django.core.signals import setting_changed
from django.db.models import Model

from pagecache import hooks, tags
from pagecache.renders import Render, _current
from pagecache.tracking import Tracked

WORD = re.compile(r"\w+")
SOURCE = re.compile(r'(?<!DISTINCT )\b(?:FROM|JOIN)\s+\(*((?:"?\w+"?\.)*"?\w+"?)', re.IGNORECASE)
LITERAL = re.compile(r"'(?:[^']|'')*'")


def note(*names: str) -> None:
    """Let the page being rendered have the tags *names*."""
    render = _current.get()
    if render:
        render.tags.update(names)


class reads:  # noqa: N801 - read like a verb, and quicker to enter than a generator
    """Statements that run inside are accounted for by the tags *names*, and by the rows that they find.

    A lazy queryset must be evaluated inside. Without *rows* the rows leave no tags of their own: the list's
    tells of all that the page shows of them, or somebody notes them.
    """

    __slots__ = ("before", "names", "render", "rows")

    def __init__(self, *names: str, rows: bool = True) -> None:
        self.names, self.rows = names, rows

    def __enter__(self) -> None:
        self.render = render = _current.get()
        if render is not None:
            render.tags.update(self.names)
            self.before = render.is_accounted, render.leaves_rows
            render.is_accounted, render.leaves_rows = True, self.rows and render.leaves_rows

    def __exit__(self, *raised: object) -> None:
        if self.render is not None:
            self.render.is_accounted, self.render.leaves_rows = self.before


def absent(model: type[Model], **look_up: Any) -> None:
    """Note that no row that readers may see was found by *look_up*: unique columns, or ``pk``."""
    name = model._meta.model_name or ""
    for column, value in look_up.items():
        note(tags.card(name, value) if column == "pk" else tags.nothing_there(name, column, value))


def statement(sql: str) -> None:
    """The floor: note the tables of *sql*, unless somebody has accounted for it."""
    render = _current.get()
    if render is None:
        return
    render.statements += 1
    coarse, untracked = _sources(sql)
    if untracked:
        render.untracked = untracked
    if coarse and not render.is_accounted:
        render.tags.update(coarse)


@lru_cache(maxsize=1024)
def _sources(sql: str) -> tuple[frozenset[str], str]:
    """The coarse tags for *sql*, and a table in it that no tag stands for, or ""."""
    tracked = hooks.tracked_tables()
    plain = LITERAL.sub("''", sql)
    found = (_tables() & set(WORD.findall(plain))) - hooks.tables_aside()
    strange = [*sorted(found - tracked.keys()), *_strangers(SOURCE.findall(plain))]
    coarse = frozenset(tags.table(name) for name in found & tracked.keys() if not tracked[name].is_epoch)
    return coarse, strange[0] if strange else ""


def _strangers(sources: Iterable[str]) -> Iterator[str]:
    """What is read from and is no table of a model: a view, say, or a name made within the statement."""
    for source in sources:
        if not (_tables() | hooks.tables_aside()) & set(WORD.findall(source)):
            yield source


@cache
def _tables() -> frozenset[str]:
    models = apps.get_models(include_auto_created=True)
    return frozenset(model._meta.db_table for model in models)


_hooked: dict[type[Model], Any] = {}


def install() -> None:
    """Let every row of a tracked model that is loaded leave its tag."""
    for model, own in _hooked.items():
        if own is None:
            del model.from_db
        else:
            model.from_db = own  # type: ignore[method-assign]
    _hooked.clear()
    for each in hooks.tracked():
        if not each.is_epoch and not each.is_known_by_relation:
            _hook(each)


def _hook(tracked: Tracked) -> None:
    """Wrap the one place through which every instance comes that was loaded from the database."""
    model, name, pk = tracked.model, tracked.name, tracked.model._meta.pk.attname
    _hooked[model] = model.__dict__.get("from_db")
    load = model.from_db.__func__  # type: ignore[attr-defined]
    beyond_lists = _attributes(tracked)
    last: tuple[Sequence[str], str] = ((), "")

    def from_db(cls: type[Model], db: str | None, field_names: Sequence[str], values: Any) -> Model:
        nonlocal last
        made: Model = load(cls, db, field_names, values)
        render: Render | None = _current.get()
        if render is not None and render.leaves_rows:
            seen, group = last
            if seen is not field_names:  # one list for all rows of a query, so this is rarely so
                group = "card" if beyond_lists.isdisjoint(field_names) else "full"
                last = field_names, group
            render.tags.add(f"{name}:{getattr(made, pk)}#{group}")
        return made

    model.from_db = classmethod(from_db)  # type: ignore[assignment]


def _attributes(tracked: Tracked) -> frozenset[str]:
    """The columns beyond lists, by the names that a model's instances have for them."""
    fields = tracked.model._meta.concrete_fields
    return frozenset(field.attname for field in fields if field.column in tracked.beyond_lists)


def _begin_anew(*, setting: str, **kwargs: object) -> None:
    if setting == "PAGECACHE":
        _sources.cache_clear()
        install()


setting_changed.connect(_begin_anew)
