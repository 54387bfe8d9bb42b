"""How the site fares: kept pages, what waits, backups, room."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.module_loading import import_string

from content.actors import allow
from studio.door import Request, door
from studio.showing import show


@door("GET")
def status(request: Request) -> HttpResponse:
    """The figures as they are now; those to look after are named first."""
    allow(request.user, "watch")
    sections = import_string(settings.STATUS)()
    look = [row for section in sections for row in section.rows if row.look]
    return show(request, "status", {"here": "status", "sections": sections, "look": look})
