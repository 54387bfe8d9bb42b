"""The site's own pages, asked of its views as nobody in particular would, and neither looked up nor kept."""

from datetime import datetime
from urllib.parse import unquote

from django.http import HttpResponse

from pagecache import routes
from pagecache.address import Malformed
from pagecache.asking import asked_at
from pagecache.calling import call_view, mark_part
from pagecache.renders import Render


def said(address: str, now: datetime) -> HttpResponse | None:
    """What the public view at *address* (a path, with its query) says at *now*; None where there is none."""
    path, _, query = address.partition("?")
    found = routes.find(unquote(path))
    if found is None:
        return None
    try:
        asked = asked_at(unquote(path), query, found)
    except Malformed:
        return None
    response = call_view(asked, Render(now))
    if not isinstance(response, HttpResponse):
        return None
    mark_part(response, asked.address)
    return response
