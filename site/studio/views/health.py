"""The health of the site: what is wrong with it, and the way to mend that."""

from django.http import HttpResponse
from django.utils import timezone

from content.actors import allow
from studio.door import Request, door
from studio.health import FEW, ailments
from studio.showing import show


@door("GET")
def health(request: Request) -> HttpResponse:
    """What is wrong with the site as a whole."""
    allow(request.user, "arrange")
    return show(request, "health", {"here": "health", "ailments": ailments(timezone.now()), "few": FEW})
