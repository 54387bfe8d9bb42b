"""Where that went which stands no more where somebody asks for it."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from blog import intersections
from blog import queries as blog
from content import redirects
from content.models import Redirect
from pagecache import absent, reads
from pagecache.address import SAFE, tidy
from pagecache.elsewhere import stands_at

# What stands beside a text, or a list, at an address of its own, and goes where that goes.
BESIDE = re.compile(r"(?:\.md|\.png|/changes/|/feed\.(?:atom|rss|json)|/archive/[1-9][0-9]*(?:/|\.atom))$")
CARDS = {f"blog:{name}_card": f"blog:{name}" for name in ("topic", "author", "series")}
ENTRIES = {f"api:{name}": f"blog:{name}" for name in ("post", "topic", "author", "series")}
# Views that show of a text or a list what its page shows, and that page: they go where it goes.
SHOWN_BY = CARDS | ENTRIES | {"api:page": "pages:page"}


def whereto(request: HttpRequest) -> Redirect | None:
    """Where that stands now which stood at the address of *request*, or that it is gone; None if unknown."""
    path, match = request.path, request.resolver_match
    return _moved(path) or _with_its_text(path) or (match and _renamed(request, match)) or _in_small(path)


def entry(request: HttpRequest) -> Redirect | None:
    """The same of an entry of the API, or of a list of posts that is asked for by an old name."""
    match = request.resolver_match
    return _renamed(request, match) if match else None


def _renamed(request: HttpRequest, match: ResolverMatch) -> Redirect | None:
    """Where that stands now whose address has another's name in it, which was renamed."""
    view = match.view_name
    if view in SHOWN_BY:
        return _asked_as(request, _as_shown(view, SHOWN_BY[view], match.kwargs))
    if view == "blog:both":
        return _both(match.kwargs["slugs"])
    return _narrowed(request) if view == "api:posts" else None


def _moved(path: str) -> Redirect | None:
    with reads():
        found = redirects.find(path)
    if found is None:
        absent(Redirect, path=redirects.plain(path))
    return found


def _with_its_text(path: str) -> Redirect | None:
    """Where that stands now which stood beside what has moved: its Markdown, changes, a feed, an archive."""
    beside = BESIDE.search(path)
    moved = _moved(path[: beside.start()]) if beside else None
    if beside and moved and re.fullmatch(r"/.+/", moved.target):
        moved.target = f"{moved.target[:-1]}{beside[0]}"
    return moved


def _as_shown(view: str, page: str, named: dict[str, Any]) -> Redirect | None:
    """Where *view* stands now, which shows what the *page* of this name shows, where that has moved."""
    moved = _moved(reverse(page, kwargs=named))
    if moved is None or not moved.target:
        return moved
    there = _resolved(moved.target)
    if there is None or there.view_name != page:
        return None
    moved.target = reverse(view, kwargs=there.kwargs)
    return moved


def _resolved(address: str) -> ResolverMatch | None:
    try:
        return resolve(unquote(address))
    except Resolver404:
        return None


def _asked_as(request: HttpRequest, moved: Redirect | None) -> Redirect | None:
    """The same with what this request asks of it."""
    if moved and moved.target and request.GET:
        moved.target = f"{moved.target}?{request.GET.urlencode()}"
    return moved


def _both(slugs: list[str]) -> Redirect | None:
    """The list of these topics, where one of them at least was renamed."""
    now = [_name_now("blog:topic", slug, blog.topic) for slug in slugs]
    return None if now == slugs else _for_good(intersections.address(now))


def _narrowed(request: HttpRequest) -> Redirect | None:
    """The list of posts for which *request* asks, where what it names was renamed."""
    asked = request.GET.copy()
    finds: dict[str, Callable[..., Any]] = {"topic": blog.topic, "author": blog.person, "series": blog.series}
    for name in finds.keys() & asked.keys():
        asked[name] = _name_now(f"blog:{name}", str(asked[name]), finds[name])
    return None if asked == request.GET else _for_good(f"{request.path}?{asked.urlencode()}")


def _name_now(page: str, slug: str, find: Callable[..., Any]) -> str:
    """The slug that a list at *slug* has now; the same where it stands there, and where nobody knows."""
    if find(slug, whole=False):
        return slug
    moved = _moved(reverse(page, args=[slug]))
    there = _resolved(moved.target) if moved else None
    return str(there.kwargs["slug"]) if there and there.view_name == page else slug


def _for_good(address: str) -> Redirect:
    return Redirect(target=address, status=Redirect.Status.MOVED)


def _in_small(path: str) -> Redirect | None:
    """Where the page stands whose address was written with capitals, or where it has moved from there."""
    small = path.lower()
    if small == path:
        return None
    for at in (small, tidy(small), small.rstrip("/")):
        if stands_at(at):
            return _for_good(quote(at, safe=SAFE))
    return _moved(small)
