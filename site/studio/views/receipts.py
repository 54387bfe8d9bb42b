"""The receipt of a verb, at an address of its own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from content import kinds
from studio import receipts
from studio.door import Request, door
from studio.models import Receipt
from studio.showing import show


@door("GET")
def receipt(request: Request, number: int) -> HttpResponse:
    """What a verb changed for readers, for whoever did it or may write the text."""
    slip = get_object_or_404(Receipt.objects.select_related("by"), pk=number)
    thing = kinds.thing(f"{slip.of}:{slip.thing_id}") if slip.of else None
    if slip.by_id != request.user.pk and not _may_see(request, thing):
        raise PermissionDenied("This receipt is of somebody else’s text. Ask an editor of the site.")
    now = timezone.now()
    context = {
        "slip": slip,
        "thing": thing,
        "here": f"{slip.of or 'post'}s",
        "is_live": thing is not None and thing.state(now) == "live",
        "comes": thing.publish_at if thing is not None and thing.state(now) == "scheduled" else None,
        "lines": receipts.lines(slip, thing.get_absolute_url() if thing is not None else ""),
        "spread": receipts.spread(slip),
    }
    return show(request, "receipt", context)


def _may_see(request: Request, thing: Any) -> bool:
    return request.user.may("revise", thing) if thing is not None else request.user.may("settings")
