"""The standing pages that an address shows."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from content import letters
from pagecache import absent, note, reads
from pagecache.tags import related, within
from pages.models import Page, PageAuthor


def whole(now: datetime, **lookup: Any) -> Page | None:
    """The live page that *lookup* names (``path`` or ``pk``) with all that its address shows, or None."""
    pages = Page.objects.published(now).defer("body").select_related("lead_picture")
    signatures = PageAuthor.objects.select_related("person").only("page_id", "position", "person__name")
    prefetched = pages.prefetch_related(Prefetch("pageauthor_set", signatures, to_attr="signatures"))
    prefetched = prefetched.annotate(has_letters=letters.there_are("page"))
    with reads():
        found = prefetched.filter(**lookup).first()
    if found is None:
        absent(Page, **lookup)
    else:
        note(related("pageauthor", "page_id", found.pk))
    return found


def letters_to(page: Any) -> list[Any]:
    """The letters that stand under *page*, which ``whole`` found; where there are none, nothing is asked."""
    with reads(within("page", page.pk, "comments"), rows=False):
        return letters.standing("page", page.pk) if page.has_letters else []


def is_in_the_trash(path: str, now: datetime) -> bool:
    """Whether the page at *path* was seen by readers and lies in the trash; that none is live is noted."""
    with reads(rows=False):
        return Page.objects.filter(path=path, trashed_at__isnull=False, first_published_at__lte=now).exists()


def named(number: int, now: datetime) -> list[Page]:
    """The first *number* live pages that want to be found, with what names them; who asks notes which."""
    live = Page.objects.published(now).filter(noindex=False).only("title", "path", "summary")
    with reads(rows=False):
        return list(live.order_by("path")[:number])


def around(page: Page, now: datetime) -> tuple[list[Page], list[Page]]:
    """The live pages above *page*, the topmost first, and those right below it in their order."""
    steps = page.path.split("/")
    above = ["/".join(steps[:count]) for count in range(1, len(steps))]
    live = Page.objects.published(now).only("title", "path", "language", "parent_id", "position")
    found = live.filter(path__in=above) | live.filter(parent=page.pk)
    with reads(related("page", "parent_id", page.pk)):
        pages = list(found.order_by("path"))
    for path in set(above) - {each.path for each in pages}:
        absent(Page, path=path)
    children = sorted((each for each in pages if each.parent_id == page.pk), key=lambda each: each.position)
    return [each for each in pages if each.parent_id != page.pk], children
