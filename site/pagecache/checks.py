"""Is the pages' Redis fit? Asked at start, and by every process before it trusts a page (keeper)."""

from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Remark

from pagecache import keeper, link


def pages_redis_is_fit(**kwargs: Any) -> list[CheckMessage]:
    """Refuse an eviction policy that could take more than pages."""
    if not link.is_configured():
        return []
    try:
        keeper.refuse_unfit_policy()
    except keeper.Unfit as error:
        return [Error(str(error), id="pagecache.E001")]
    except link.Away:
        sentence = "The pages' Redis does not answer; the site runs without kept pages until it does."
        return [
            Remark(sentence, hint="Is PAGES_REDIS_URL right, and is that Redis running?", id="pagecache.W001")
        ]
    return []
