"""The studio's door: who comes in, and what is said to whoever may not. Everything behind it is no-store."""

import functools
from collections.abc import Callable
from typing import Any, Protocol, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from content import kinds
from studio.showing import show


class Request(HttpRequest):
    """A request of somebody who is logged in."""

    user: User


class View(Protocol):
    """A view behind the door."""

    def __call__(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse: ...


def door(*methods: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """Let only the logged in pass, and only with these *methods*; refusals get a calm page."""

    def around(view: View) -> Callable[..., HttpResponse]:
        @never_cache
        @require_http_methods([*methods, "HEAD"] if "GET" in methods else methods)
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not isinstance(request.user, User):
                return _send_away(request)
            try:
                return view(cast(Request, request), *args, **kwargs)
            except PermissionDenied as refusal:
                return show(request, "forbidden", {"why": str(refusal)}, status=403)

        return guarded

    return around


def _send_away(request: HttpRequest) -> HttpResponse:
    """To the login; but what was typed stays in sight when the session ended meanwhile."""
    if request.method in {"GET", "HEAD"}:
        return redirect(f"{reverse('accounts:login')}?{urlencode({'next': request.get_full_path()})}")
    return _keep_in_sight(request, "ended", status=401)


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer to a form without a good token: a login elsewhere made it too old, so it may be sent again."""
    return _keep_in_sight(request, "too_old", status=403)


def _keep_in_sight(request: HttpRequest, name: str, status: int) -> HttpResponse:
    typed = {name: request.POST[name] for name in ("title", "summary", "body") if request.POST.get(name)}
    again = _to_send_again(request) if _comes_from_the_studio(request) else []
    return show(request, name, {"typed": typed, "again": again}, status=status)


def _comes_from_the_studio(request: HttpRequest) -> bool:
    """Whether our own page sent this; what another site sent is never offered to be sent again."""
    ours = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") == ours and request.path.startswith(reverse("studio:desk"))


def _to_send_again(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]


def find(request: Request, kind: str, number: int, verb: str) -> Any:
    """The thing *number* of *kind*, for whoever may do *verb* to it.

    Raises Http404 where there is none, PermissionDenied where it is not theirs to touch.
    """
    thing = kinds.thing(f"{kind}:{number}")
    if thing is None:
        raise Http404(f"There is no {kind} {number}.")
    if not request.user.may(verb, thing):
        raise PermissionDenied(f"“{thing}” is not yours to change. Ask an editor of the site.")
    return thing
