"""The log of everything that was done, for whoever answers for it."""

from django.http import HttpResponse

from accounts.models import User
from content.actors import allow
from studio import auditing
from studio.door import Request, door
from studio.showing import show

CHOICES = 500


@door("GET")
def log(request: Request) -> HttpResponse:
    """Who did what, the last first, by person, verb, kind, thing and day."""
    allow(request.user, "audit")
    question = auditing.asked(request.GET)
    context = {
        "here": "log",
        "asked": question,
        "log": auditing.log(question),
        "verbs": [(verb, f"{verb.replace('_', ' ').capitalize()}") for verb in sorted(auditing.VERBS)],
        "kinds": list(auditing.KINDS.items()),
        "people": [
            (auditing.SITE, "The site itself"),
            *((str(user.pk), str(user)) for user in User.objects.order_by("username")[:CHOICES]),
        ],
    }
    part = request.GET.get("part")
    return show(request, f"log#{part}" if part in ("rows", "more") else "log", context)
