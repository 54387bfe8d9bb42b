"""The pictures that stand for the blog's pages where their addresses are shared: each says what it is of."""

from django.http import Http404, HttpRequest, HttpResponse

from blog import queries
from content.site import for_request
from language import voice
from media.cards import Card, byline, can_be_drawn, drawn
from pagecache import clock, public

PNG = "image/png"


@public(content_type=PNG)
def post_card(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.signed_title(clock.now(), slug)
    if found is None:
        raise Http404
    say = voice(found.language)
    names = say.joined([signature.person.name for signature in found.signatures])
    return card_of(request, found.title, byline(names, say.date(found.publish_at)))


@public(content_type=PNG)
def topic_card(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.topic(slug, whole=False)
    return card_of(request, found.name if found else "")


@public(content_type=PNG)
def series_card(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.series(slug, whole=False)
    return card_of(request, found.title if found else "")


@public(content_type=PNG)
def author_card(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.person(slug, whole=False)
    return card_of(request, found.name if found else "")


def card_of(request: HttpRequest, title: str, foot: str = "") -> HttpResponse:
    """The card of *title*. Raises Http404 where there is none, or none that can be drawn."""
    if not title or not can_be_drawn(title):
        raise Http404
    site = for_request(request)
    return HttpResponse(drawn(Card(title, site.name, foot, site.brand)), content_type=PNG)
