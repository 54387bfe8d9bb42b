"""The links to previews of a text: made, listed, ended."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from content.kinds import number as number_of
from content.revisions import newest
from pagecache.address import site as site_address
from studio import sharing
from studio.door import Request, door, find
from studio.forms import LinkForm
from studio.models import PreviewLink
from studio.showing import see, show


@door("GET", "POST")
def links(request: Request, kind: str, number: int) -> HttpResponse:
    """The links that open, and a form for another. A new one is shown in the answer that made it, and never
    again: only its hash is kept."""
    thing = find(request, kind, number, "share")
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _listed(request, thing, form)
    token = sharing.share(
        actor=request.user,
        thing=thing,
        lasts=form.cleaned_data["lasts"],
        at=form.cleaned_data["at"],
        revision=newest(thing) if form.cleaned_data["pinned"] else None,
    )
    made = site_address().geturl() + reverse("preview:text", args=[token])
    return _listed(request, thing, LinkForm(), made=made)


def _listed(request: Request, thing: Any, form: LinkForm, made: str = "") -> HttpResponse:
    last = newest(thing)
    context = {
        "thing": thing,
        "kind": thing.kind,
        "here": f"{thing.kind}s",
        "title": last.fields["title"] if last else thing.title,
        "form": form,
        "zone": timezone.get_current_timezone_name(),
        "made": made,
        "links": [(link, sharing.last_opened(link)) for link in sharing.of_thing(thing, timezone.now())],
    }
    return show(request, "links", context, status=422 if form.errors else 200)


@door("POST")
def revoke(request: Request, kind: str, number: int) -> HttpResponse:
    """End a link at once."""
    thing = find(request, kind, number, "share")
    asked = number_of(request.POST.get("link", "")) or 0
    found = PreviewLink.objects.filter(of=kind, thing_id=thing.pk, pk=asked).first()
    if found is not None:
        sharing.revoke(actor=request.user, thing=thing, link=found)
    messages.success(request, "The link opens nothing any more.")
    return see(reverse("studio:links", args=[kind, number]))
