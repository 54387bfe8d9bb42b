"""The standing pages that search engines are told of."""

from collections.abc import Iterator
from datetime import datetime

from pages.models import Page


def entries(now: datetime) -> Iterator[tuple[str, datetime]]:
    """Path and last change of each live page that wants to be found."""
    pages = Page.objects.published(now).filter(noindex=False, canonical_url="")
    for path, changed, since in pages.values_list("path", "content_changed_at", "publish_at").iterator():
        yield f"/{path}/", max(filter(None, (changed, since)))
