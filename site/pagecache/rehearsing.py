"""What a public page would say at another moment: rendered like any other, and neither looked up nor kept."""

from datetime import datetime

from django.http.response import HttpResponseBase

from pagecache import routes
from pagecache.address import Malformed
from pagecache.asking import asked_at
from pagecache.calling import call_view
from pagecache.renders import Render


def rehearse(path: str, query: str, now: datetime) -> HttpResponseBase | None:
    """The answer of the public view at *path* (decoded) for the time *now*; None where there is no such view.

    Of *query* the view sees what it has declared. The page cache never learns of it.
    """
    found = routes.find(path)
    if found is None:
        return None
    try:
        asked = asked_at(path, query, found)
    except Malformed:
        return None
    return call_view(asked, Render(now))
