"""What stands nearest to an address at which nothing does."""

import re
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import unquote

from django.db.models import QuerySet, Value
from django.db.models.functions import Left, Length

from blog import tags
from blog.models import Post
from content.prepared import prepared
from pagecache import note, reads
from pagecache.tags import card, few
from pages.models import Page

HOW_MANY = 3
LOOKED_AT = 60  # titles of each kind: enough to find a transposed letter, few enough to be quick
LAST = "\U0010ffff"
ALIKE = 0.45


def near(begin: str) -> str:
    """The tag of what stands at addresses that begin so: none comes, none goes."""
    return few("near", begin)


def titles(path: str, now: datetime) -> list[Any]:
    """The three live posts and pages whose addresses are most like *path*, the nearest first."""
    wanted = _last_word(path)
    if not wanted:
        return []
    begin = wanted[:2]
    with reads(near(begin), rows=False):
        candidates = [*_posts(now, begin, begin + LAST), *_pages(now, begin, begin + LAST)]
    likeness = [(_alike(wanted, thing), thing) for thing in candidates]
    ranked = sorted(likeness, key=lambda pair: pair[0], reverse=True)
    found = [thing for alike, thing in ranked[:HOW_MANY] if alike >= ALIKE]
    note(*map(_shown, found))
    return found


def _last_word(path: str) -> str:
    steps = [step for step in unquote(path).lower().split("/") if step]
    return re.sub(r"\.\w{2,5}$", "", steps[-1])[:100] if steps else ""


@prepared
def _posts(now: datetime, begin: str, end: str) -> QuerySet[Any]:
    return _beginning(Post.objects.published(now), begin, end).only("title", "slug", "language")


@prepared
def _pages(now: datetime, begin: str, end: str) -> QuerySet[Any]:
    return _beginning(Page.objects.published(now), begin, end).only("title", "slug", "language", "path")


def _beginning(live: QuerySet[Any], begin: str, end: str) -> QuerySet[Any]:
    """Those whose slug has this beginning; the range is what an index answers, in most collations."""
    within = live.alias(beginning=Left("slug", Length(Value(begin)))).filter(slug__gte=begin, slug__lt=end)
    found: QuerySet[Any] = within.filter(beginning=begin).order_by("slug", "pk")
    return found[:LOOKED_AT]


def _shown(thing: Any) -> str:
    return tags.name(thing.pk) if isinstance(thing, Post) else card("page", thing.pk)


def _alike(wanted: str, thing: Any) -> float:
    return SequenceMatcher(None, wanted, thing.slug, autojunk=False).ratio()
