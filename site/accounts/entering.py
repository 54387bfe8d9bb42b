"""Coming in and going out: the session, and the cookie that lets an author see past the page cache."""

from allauth.account.internal.flows.login import perform_login
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.models import Login
from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse

from accounts import visits
from accounts.models import User
from accounts.throttling import remember_device
from pagecache.router import AUTHOR_COOKIE

BY_LINK = "by_link"  # in the session: whom a login link brought, so that no old password is asked for


def enter_by_link(request: HttpRequest, user: User, goal: str) -> HttpResponse:
    """Log *user* in without a password; the second factor is asked for as after one. Then to *goal*."""
    if request.user.is_authenticated:
        auth.logout(request)
    request.session[BY_LINK] = user.pk
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=goal))
    return response


def came_by_link(request: HttpRequest) -> bool:
    """Whether a login link brought the user, who has set no password since."""
    return bool(request.session.get(BY_LINK) == request.user.pk)


def ask_again(request: HttpRequest) -> None:
    """Go on only if the user has shown within the last minutes that it is really him.

    Otherwise ReauthenticationRequired: allauth's middleware asks for password, code or passkey, and then the
    form is taken as it was sent. Source: design/security.md §2.
    """
    raise_if_reauthentication_required(request, app="accounts")


def with_cookies(response: HttpResponse, user: User) -> HttpResponse:
    """*response* with the cookies of an author whose browser is known from now on."""
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
    visits.forget(request)
    auth.logout(request)
    response.delete_cookie(AUTHOR_COOKIE, samesite="Lax")
    return response
