"""The standing pages that search engines are told of."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from content import told, tongues
from pages.models import Page
from pages.shown import standing_at
from seo.sitemaps import Told

FIRST = 1  # the file that tells of the home page, where that is no page of the tree


def shards(home: int, now: datetime) -> dict[int, datetime | None]:
    """The files that tell of pages, each with when it last changed; *home* is the number of the home page."""
    found: dict[int, datetime | None] = {} if is_live(home, now) else {FIRST: None}
    return found | told.shards(Page, now)


def entries(home: int, shard: int, now: datetime, language: str) -> Iterator[Told]:
    """The live pages in one file that want to be found; the one that is the home page stands at the root.

    *language* is the site's.
    """
    translated = told.translations(Page, shard, "path", now)
    if shard == FIRST and not is_live(home, now):
        yield Told("/")
    for pk, path, changed, picture in told.rows(Page, shard, "path", now):
        languages = tongues.of_one(pk, translated.get(pk, []), language, partial(standing_at, home=home))
        yield Told("/" if pk == home else f"/{path}/", changed, picture, languages)


def is_live(home: int, now: datetime) -> bool:
    """Whether readers see the page with this number at the root."""
    return Page.objects.published(now).filter(pk=home).exists()
