"""The first page of the studio."""

from django.http import HttpResponse
from django.utils import timezone

from studio import viewed
from studio.desk import desk as laid
from studio.door import Request, door
from studio.reviewing import waiting_for
from studio.showing import show


@door("GET")
def desk(request: Request) -> HttpResponse:
    """What waits for whoever came in, and what happened lately."""
    context = {
        "here": "desk",
        "desk": laid(request.user, timezone.now()),
        "waiting": waiting_for(request.user),
        "read": viewed.of_all(),
        "most_read": viewed.most_read(),
        "may_begin": request.user.may("draft"),
    }
    return show(request, "desk", context)
