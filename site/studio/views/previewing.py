"""The text as it was just typed, kept nowhere."""

from django.http import HttpResponse

from content.actors import allow
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
