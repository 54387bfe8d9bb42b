"""The door: login with a password or a one-time link, logout, one's own password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import links, throttling
from accounts.entering import BY_LINK, enter, leave, safe_next
from accounts.forms import LoginForm, PasswordForm
from accounts.models import User

WRONG = "Name and password do not belong together."
TOO_MANY = "Too many wrong passwords. Wait a quarter of an hour, or use a login link."


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Log in with name and password; unknown names get the same answer as wrong passwords."""
    goal = safe_next(request, reverse("studio:desk"))
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(goal)
        return _show_login(request, LoginForm(), goal)
    form = LoginForm(request.POST)
    if not form.is_valid():
        return _show_login(request, form, goal, status=422)
    return _try(request, form, goal)


def _try(request: HttpRequest, form: LoginForm, goal: str) -> HttpResponse:
    now = timezone.now()
    buckets = throttling.buckets(request, form.cleaned_data["username"])
    if throttling.is_full(buckets, now):
        form.add_error(None, TOO_MANY)
        return _show_login(request, form, goal, status=429)
    throttling.count(buckets, now)
    user = authenticate(request, **form.cleaned_data)
    if not isinstance(user, User):
        form.add_error(None, WRONG)
        return _show_login(request, form, goal, status=422)
    throttling.forgive(buckets, now)
    return enter(request, _see(goal), user)


def _show_login(request: HttpRequest, form: LoginForm, goal: str, status: int = 200) -> HttpResponse:
    return _page(request, "login", {"form": form, "next": goal}, status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def once(request: HttpRequest, token: str) -> HttpResponse:
    """Log in with a one-time link. Opening it shows a button: what looks at links in mails presses none."""
    now = timezone.now()
    if request.method != "POST":
        is_good = links.is_good(token, now)
        return _page(request, "once", {"is_good": is_good}, 200 if is_good else 410)
    user = links.redeem(token, now)
    if user is None:
        return _page(request, "once", {"is_good": False}, 410)
    goal = "studio:desk" if user.has_usable_password() else "accounts:password"
    return enter(request, _see(reverse(goal)), user, by_link=True)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session."""
    return leave(request, _see(reverse("front:home")))


@sensitive_post_parameters()
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Set one's own password. All other sessions end with the old one."""
    user = request.user
    assert isinstance(user, User)
    asks_old = user.has_usable_password() and not request.session.get(BY_LINK)
    form = PasswordForm(request.POST or None, user=user, asks_old=asks_old)
    if request.method == "POST" and form.is_valid():
        user.set_password(form.cleaned_data["new"])
        user.save(update_fields=["password"])
        update_session_auth_hash(request, user)
        request.session[BY_LINK] = False
        messages.success(request, "Your password is set. Other sessions of yours have ended.")
        return _see(reverse("studio:desk"))
    return _page(request, "password", {"form": form}, 422 if form.is_bound else 200)


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int) -> HttpResponse:
    return render(request, f"accounts/{name}.html", context, status=status, using="jinja2")


def _see(address: str) -> HttpResponse:
    """Sent on with 303, so that reloading repeats nothing."""
    return HttpResponseRedirect(address, status=303)
