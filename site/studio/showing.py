"""How the studio answers: its templates with what all of them need, and sent on after each change."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from accounts.models import User
from studio import letters
from studio.states import moment


def show(
    request: HttpRequest, name: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Answer with the studio's template *name*; ``name#block`` is one block of it."""
    template, _, block = name.partition("#")
    path = f"studio/{template}.html" + (f"#{block}" if block else "")
    said = [] if block else list(messages.get_messages(request))
    now = timezone.now()
    around = {
        "user": request.user,
        "said": said,
        "here": "",
        "moment": lambda at: moment(at, now),
        "letters_wait": lambda: letters.waiting(request.user) if isinstance(request.user, User) else 0,
    }
    return render(request, path, around | dict(context or {}), status=status, using="jinja2")


def see(address: str) -> HttpResponse:
    """Sent on with 303, so that reloading repeats nothing."""
    return HttpResponseRedirect(address, status=303)
