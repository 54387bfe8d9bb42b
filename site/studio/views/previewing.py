"""The text as it was just typed, kept nowhere."""

from django.http import HttpResponse

from blog.sharing import card_of
from content.actors import allow
from content.site import for_request
from media.cards import can_be_drawn
from studio.asking import word
from studio.door import Request, door, find
from studio.forms import TextForm
from studio.keeping import rights
from studio.preview import changing, whole
from studio.showing import show


@door("POST")
def preview(request: Request, kind: str, number: int) -> HttpResponse:
    """What readers would get: what changed of it for the frames beside the editor, or a page of its own."""
    thing = find(request, kind, number, "preview") if number else None
    allow(request.user, "preview", thing)
    form = TextForm(request.POST, **rights(request.user, kind, thing))
    if request.GET.get("part") == "sheet":
        return show(request, "sheet", {"preview": changing(form, request)})
    return show(request, "preview", {"preview": whole(form, request)})


@door("GET")
def card(request: Request) -> HttpResponse:
    """The picture that will stand for a text where it is shared: of its title, or the site's own."""
    allow(request.user, "preview")
    title, site = word(request.GET, "title", 300), for_request(request)
    if not title or not can_be_drawn(title):
        return card_of(request, site.name, site.description)
    return card_of(request, title, word(request.GET, "foot", 300))
