"""One's own account as far as it meets content: a copy of one's data, and going for good."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from accounts.entering import ask_again, leave
from content import people as verbs
from content.models import Person
from studio import own_data
from studio.door import Request, door
from studio.showing import see, show


@door("POST")
def data(request: Request) -> HttpResponse:
    """All that the site has of whoever asks, as one file."""
    ask_again(request)
    answer = JsonResponse(own_data.of(request.user), json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="{request.user.pk}-my-data.json"'
    return answer


@door("GET", "POST")
def close(request: Request) -> HttpResponse:
    """Close one's own account, once it has been said what that means."""
    if request.method != "POST":
        return _page(request)
    ask_again(request)
    try:
        verbs.leave(actor=request.user)
    except ValidationError as refusal:
        return _page(request, " ".join(refusal.messages), status=409)
    answer = leave(request, see(reverse("accounts:login")))
    messages.success(request, "Your account is closed. Thank you for what you wrote.")
    return answer


def _page(request: Request, refusal: str = "", status: int = 200) -> HttpResponse:
    person = Person.objects.filter(user=request.user).first()
    return show(request, "leave", {"person": person, "refusal": refusal}, status=status)
