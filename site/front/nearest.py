"""What stands nearest to an address at which nothing does."""

import re
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import quote, unquote

from blog import tags
from blog.models import Post
from pagecache import note, reads
from pagecache.tags import card
from pages.models import Page

HOW_MANY = 3
LOOKED_AT = 60  # titles of each kind: enough to find a transposed letter, few enough to be quick
LAST = "\U0010ffff"
ALIKE = 0.45


def near(begin: str) -> str:
    """The tag of what stands at addresses that begin so: none comes, none goes."""
    return f"near:{quote(begin, safe='')}"


def titles(path: str, now: datetime) -> list[Any]:
    """The three live posts and pages whose addresses are most like *path*, the nearest first."""
    wanted = _last_word(path)
    if not wanted:
        return []
    with reads(near(wanted[:2]), rows=False):
        candidates = [*_beginning_like(Post, wanted, now), *_beginning_like(Page, wanted, now)]
    likeness = [(_alike(wanted, thing), thing) for thing in candidates]
    ranked = sorted(likeness, key=lambda pair: pair[0], reverse=True)
    found = [thing for alike, thing in ranked[:HOW_MANY] if alike >= ALIKE]
    note(*map(_shown, found))
    return found


def _last_word(path: str) -> str:
    steps = [step for step in unquote(path).lower().split("/") if step]
    return re.sub(r"\.\w{2,5}$", "", steps[-1])[:100] if steps else ""


def _beginning_like(model: Any, wanted: str, now: datetime) -> Any:
    """Things whose slug begins as *wanted* does; the range is what an index answers, in most collations."""
    begin = wanted[:2]
    live = model.objects.published(now).filter(slug__gte=begin, slug__lt=begin + LAST, slug__startswith=begin)
    columns = ("title", "slug", "language", *(("path",) if model is Page else ()))
    return live.only(*columns).order_by("slug", "pk")[:LOOKED_AT]


def _shown(thing: Any) -> str:
    return tags.name(thing.pk) if isinstance(thing, Post) else card("page", thing.pk)


def _alike(wanted: str, thing: Any) -> float:
    return SequenceMatcher(None, wanted, thing.slug, autojunk=False).ratio()
