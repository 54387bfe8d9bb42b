"""Is the pages' Redis fit, and does the database write down what changes? Asked at start."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Remark
from django.db import connections

from pagecache import cdn, link, starting, triggers


def pages_redis_is_fit(**kwargs: Any) -> list[CheckMessage]:
    """Refuse an eviction policy that could take more than pages."""
    if not link.is_configured():
        return []
    try:
        starting.refuse_unfit_policy()
    except starting.Unfit as error:
        return [Error(str(error), id="pagecache.E001")]
    except link.Away:
        sentence = "The pages' Redis does not answer; the site runs without kept pages until it does."
        return [
            Remark(sentence, hint="Is PAGES_REDIS_URL right, and is that Redis running?", id="pagecache.W001")
        ]
    return []


def cdn_can_be_told(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a CDN that nobody could tell what changed."""
    if cdn.in_front() is None:
        return []
    needed = ("CDN_URL",) if settings.CDN == "varnish" else ("CDN_SERVICE", "CDN_TOKEN")
    missing = [name for name in needed if not getattr(settings, name)]
    missing += [] if link.is_configured() else ["PAGES_REDIS_URL"]
    return [
        Error(f"CDN is {settings.CDN}, and {name} is not set.", hint="docs/cdn.md", id="pagecache.E002")
        for name in missing
    ]


def triggers_are_in_place(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Say which triggers of the change log are missing or different; a migrate and the keeper mend them."""
    return [
        Remark(
            f"Changes are not all seen by the page cache: {'; '.join(wrong)}.",
            hint="manage.py migrate puts the triggers back; so does the keeper of a running site.",
            obj=alias,
            id="pagecache.W002",
        )
        for alias in databases or ()
        if triggers.are_known_for(connections[alias]) and (wrong := triggers.verify(connections[alias]))
    ]
