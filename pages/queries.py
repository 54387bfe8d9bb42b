"""The standing pages that an address shows."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from pages.models import Page, PageAuthor


def whole(now: datetime, **lookup: Any) -> Page | None:
    """The live page that *lookup* names (``path`` or ``pk``) with all that its address shows, or None."""
    pages = Page.objects.published(now).defer("body").select_related("lead_picture")
    signatures = PageAuthor.objects.select_related("person")
    return (
        pages.prefetch_related(Prefetch("pageauthor_set", signatures, to_attr="signatures"))
        .filter(**lookup)
        .first()
    )


def around(page: Page, now: datetime) -> tuple[list[Page], list[Page]]:
    """The live pages above *page*, the topmost first, and those right below it in their order."""
    steps = page.path.split("/")
    above = ["/".join(steps[:count]) for count in range(1, len(steps))]
    live = Page.objects.published(now).only("title", "path", "language", "parent_id", "position")
    found = live.filter(path__in=above) | live.filter(parent=page.pk)
    pages = list(found.order_by("path"))
    children = sorted((each for each in pages if each.parent_id == page.pk), key=lambda each: each.position)
    return [each for each in pages if each.parent_id != page.pk], children
