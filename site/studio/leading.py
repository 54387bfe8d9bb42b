"""Where addresses of the site lead: whether something stands there now, asked for many at once."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from urllib.parse import unquote

from django.urls import Resolver404, ResolverMatch, resolve

from blog.models import Post
from content.models import Person, Topic
from pages.models import Page

THERE, MISSING, ELSEWHERE = "there", "missing", "elsewhere"


def leads(targets: Iterable[str], now: datetime) -> dict[str, str]:
    """For each target whether it is ``there``, ``missing``, or ``elsewhere`` and not ours to know.

    One query for each kind of address, however many targets there are.
    """
    found: dict[str, str] = {}
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    for target in targets:
        if not target.startswith("/"):
            found[target] = ELSEWHERE
            continue
        meant = _meant(unquote(target.partition("#")[0].partition("?")[0]))
        if meant and meant.view_name in _LOOK_UPS:
            wanted[meant.view_name][target] = str(next(iter(meant.kwargs.values())))
        else:
            found[target] = THERE if meant else MISSING
    for name, keys in wanted.items():
        there = _LOOK_UPS[name](set(keys.values()), now)
        found |= {target: THERE if key in there else MISSING for target, key in keys.items()}
    return found


def _meant(path: str) -> ResolverMatch | None:
    """The address that *path* means; a missing slash at its end is forgiven, as readers are."""
    for spelling in (path, f"{path}/"):
        with suppress(Resolver404):
            return resolve(spelling)
    return None


def _posts(slugs: set[str], now: datetime) -> set[str]:
    return set(Post.objects.published(now).filter(slug__in=slugs).values_list("slug", flat=True))


def _pages(paths: set[str], now: datetime) -> set[str]:
    wanted = {path.strip("/") for path in paths}
    there = set(Page.objects.published(now).filter(path__in=wanted).values_list("path", flat=True))
    return {path for path in paths if path.strip("/") in there}


def _topics(slugs: set[str], now: datetime) -> set[str]:
    return set(Topic.objects.filter(slug__in=slugs).values_list("slug", flat=True))


def _people(slugs: set[str], now: datetime) -> set[str]:
    return set(Person.objects.filter(slug__in=slugs).values_list("slug", flat=True))


_LOOK_UPS = {"blog:post": _posts, "pages:page": _pages, "blog:topic": _topics, "blog:author": _people}
