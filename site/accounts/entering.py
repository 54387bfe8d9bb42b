"""Coming in and going out: the session, and the cookie that lets an author see past the page cache."""

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User
from accounts.throttling import remember_device
from pagecache.router import AUTHOR_COOKIE

BY_LINK = "by_link"  # in the session: a login link brought this user, so no old password is asked for
BACKEND = "django.contrib.auth.backends.ModelBackend"


def enter(request: HttpRequest, response: HttpResponse, user: User, *, by_link: bool = False) -> HttpResponse:
    """Log *user* in with a new session id, and return *response* with the cookies of an author."""
    auth.login(request, user, backend=BACKEND)
    request.session[BY_LINK] = by_link
    remember_device(response, user)
    response.set_cookie(
        AUTHOR_COOKIE,
        "1",
        max_age=settings.SESSION_COOKIE_AGE,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def leave(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """End the session on the server, and return *response* without the author's cookie."""
    auth.logout(request)
    response.delete_cookie(AUTHOR_COOKIE, samesite="Lax")
    return response


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """Where the visitor was going, if that is an address of this site; else *otherwise*."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return otherwise
