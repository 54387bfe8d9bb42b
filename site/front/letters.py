"""The feeds of the letters to standing pages, made like those of posts, of which pages know nothing."""

from typing import Any

from django.http import Http404, HttpRequest

from blog.feeds import letter_addresses
from content.site import for_request
from pagecache import clock
from pages import queries
from pages.shown import home_of, standing_at


def of_page(request: HttpRequest, path: str) -> tuple[Any, str]:
    """The page whose letters have feeds, and where it stands. Raises Http404."""
    page = queries.titled(clock.now(), path)
    if page is None:
        raise Http404
    return page, standing_at(page, home_of(for_request(request)))


app_name = "letters"

urlpatterns = letter_addresses("<path:path>/", "page_feed", of_page, room=app_name)
