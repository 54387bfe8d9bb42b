"""Books what was counted at the edges: rows of views by post and day."""

from datetime import date
from urllib.parse import unquote

from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone

from blog.models import Post
from content.models import Views
from pagecache import link, viewing
from pagecache.viewing import Viewed


def book() -> int:
    """Add what was counted since the last time to today's rows; returns of how many posts. Raises Away.

    Whoever is killed in between loses half a minute's views: they are taken before they are booked, so that
    none is booked twice.
    """
    if not link.is_configured():
        return 0
    slugs = {slug: viewed for viewed in viewing.take() if (slug := _slug(viewed.path))}
    posts = Post.objects.filter(slug__in=slugs).values_list("pk", "slug")
    return _add({pk: slugs[slug] for pk, slug in posts}, timezone.localdate())


def _slug(path: str) -> str:
    try:
        match = resolve(unquote(path))
    except Resolver404:
        return ""
    return str(match.kwargs["slug"]) if match.view_name == "blog:post" else ""


@transaction.atomic
def _add(views: dict[int, Viewed], day: date) -> int:
    rows = Views.objects.select_for_update().filter(of=Post.kind, thing_id__in=views, day=day)
    there = {row.thing_id: row for row in rows}
    new = [Views(of=Post.kind, thing_id=pk, day=day) for pk in views if pk not in there]
    for row in (*there.values(), *new):
        row.people += views[row.thing_id].people
        row.robots += views[row.thing_id].robots
    Views.objects.bulk_create(new)
    Views.objects.bulk_update(there.values(), ["people", "robots"])
    return len(views)
