"""What stands nearest to an address at which nothing does."""

import re
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import unquote

from blog.models import Post
from pages.models import Page

HOW_MANY = 3
LOOKED_AT = 60  # titles of each kind: enough to find a transposed letter, few enough to be quick
LAST = "\U0010ffff"
ALIKE = 0.45


def titles(path: str, now: datetime) -> list[Any]:
    """The three live posts and pages whose addresses are most like *path*, the nearest first."""
    wanted = _last_word(path)
    if not wanted:
        return []
    candidates = [*_beginning_like(Post, wanted, now), *_newest(now), *_beginning_like(Page, wanted, now)]
    likeness = {thing.get_absolute_url(): (_alike(wanted, thing), thing) for thing in candidates}
    ranked = sorted(likeness.values(), key=lambda pair: pair[0], reverse=True)
    return [thing for alike, thing in ranked[:HOW_MANY] if alike >= ALIKE]


def _last_word(path: str) -> str:
    steps = [step for step in unquote(path).lower().split("/") if step]
    return re.sub(r"\.\w{2,5}$", "", steps[-1])[:100] if steps else ""


def _beginning_like(model: Any, wanted: str, now: datetime) -> Any:
    """Things whose slug begins as *wanted* does; a range, which an index answers."""
    begin = wanted[:2]
    live = model.objects.published(now).filter(slug__gte=begin, slug__lt=begin + LAST)
    return live.only("title", "slug", "language", *(("path",) if model is Page else ()))[:LOOKED_AT]


def _newest(now: datetime) -> Any:
    live = Post.objects.published(now).order_by("-publish_at", "-pk")
    return live.only("title", "slug", "language")[:LOOKED_AT]


def _alike(wanted: str, thing: Any) -> float:
    return SequenceMatcher(None, wanted, thing.slug, autojunk=False).ratio()
