"""Books what was counted at the edges: rows of views by text and day."""

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import unquote

from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone

from blog.models import Post
from content import kinds, site
from content.models import Views
from pagecache import link, viewing
from pagecache.viewing import Viewed
from pages.models import Page

# By which of its columns an address names a text: view, kind, column and argument.
NAMED_BY: dict[str, tuple[type[Post | Page], str]] = {
    "blog:post": (Post, "slug"),
    "pages:page": (Page, "path"),
}


def book() -> int:
    """Add what was counted since the last time to today's rows; returns of how many texts. Raises Away.

    Whoever is killed in between loses half a minute's views: they are taken before they are booked, so that
    none is booked twice.
    """
    if not link.is_configured():
        return 0
    seen = _by_text(viewing.take())
    for kind, views in seen.items():
        _add(kind, views, timezone.localdate())
    return sum(map(len, seen.values()))


def _by_text(taken: Iterable[Viewed]) -> dict[str, dict[int, Viewed]]:
    """The views of texts, by kind and number; a home page may have been seen at two addresses."""
    found: dict[str, dict[int, Viewed]] = {}
    for kind, pk, viewed in _texts(list(taken)):
        views = found.setdefault(kind, {})
        views[pk] = viewed.and_also(views[pk]) if pk in views else viewed
    return found


def _texts(taken: list[Viewed]) -> Iterator[tuple[str, int, Viewed]]:
    named = {_named(viewed.path): viewed for viewed in taken}
    for view, (model, column) in NAMED_BY.items():
        views = {name: viewed for (at, name), viewed in named.items() if at == view}
        rows = model._default_manager.filter(**{f"{column}__in": views}).values_list("pk", column)
        yield from ((model.kind, pk, views[name]) for pk, name in rows)
    if home := named.get(("front:home", "")):
        kind, _, said = site.current().home.partition(":")
        yield from ((kind, pk, home) for pk in [kinds.number(said)] if pk is not None)


def _named(path: str) -> tuple[str, str]:
    """The view that answers at *path*, and what it calls its text."""
    try:
        match = resolve(unquote(path))
    except Resolver404:
        return "", path
    _, column = NAMED_BY.get(match.view_name, (None, ""))
    return match.view_name, str(match.kwargs.get(column, ""))


@transaction.atomic
def _add(kind: str, views: dict[int, Viewed], day: date) -> None:
    rows = Views.objects.select_for_update().filter(of=kind, thing_id__in=views, day=day)
    there = {row.thing_id: row for row in rows}
    new = [Views(of=kind, thing_id=pk, day=day) for pk in views if pk not in there]
    for row in (*there.values(), *new):
        row.people += views[row.thing_id].people
        row.robots += views[row.thing_id].robots
    Views.objects.bulk_create(new)
    Views.objects.bulk_update(there.values(), ["people", "robots"])
