"""Our own part of the door: one-time links, logout, one's own password. The rest is in ``doors``."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import links, mails, throttling, visits
from accounts.entering import BY_LINK, came_by_link, enter_by_link, leave
from accounts.forms import ForgottenForm, PasswordForm
from accounts.models import AskedLink, User


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def once(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link. Opening it shows a button: what looks at links in mails presses none."""
    now = timezone.now()
    if request.method != "POST":
        is_good = links.is_good(token, now)
        return _page(request, "once", {"is_good": is_good}, 200 if is_good else 410)
    user = links.redeem(token, now)
    if user is None:
        return _page(request, "once", {"is_good": False}, 410)
    goal = "studio:desk" if user.has_usable_password() else "accounts:password"
    return enter_by_link(request, user, reverse(goal))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Send a login link by mail. The answer is the same whether anybody has the address or not."""
    form = ForgottenForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "forgotten", {"form": form, "is_sent": False}, 422 if form.is_bound else 200)
    email = form.cleaned_data["email"]
    with throttling.guess(throttling.letter_buckets(request, email)) as attempt:
        if not attempt.is_refused:
            AskedLink.objects.create(email=email, at=timezone.now())  # the worker sees whose it is
    return _page(request, "forgotten", {"form": form, "is_sent": True}, 200)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session; a login that waits for its second factor too."""
    goal = "accounts:login" if "again" in request.POST else "front:home"
    return leave(request, _see(reverse(goal)))


@sensitive_post_parameters()
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Set one's own password. All other sessions end with the old one."""
    user = request.user
    assert isinstance(user, User)
    asks_old = user.has_usable_password() and not came_by_link(request)
    form = PasswordForm(request.POST or None, user=user, asks_old=asks_old)
    if request.method == "POST" and form.is_valid():
        user.set_password(form.cleaned_data["new"])
        user.save(update_fields=["password"])
        visits.end(visits.others(request))
        was = request.session.session_key
        update_session_auth_hash(request, user)
        visits.rename(request, was)
        request.session.pop(BY_LINK, None)
        mails.tell_of_change(user, "password_changed", user.email)
        messages.success(request, "Your password is set. Other sessions of yours have ended.")
        return _see(reverse("studio:desk"))
    return _page(request, "password", {"form": form}, 422 if form.is_bound else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is logged in: each can be ended, and all but this one at once."""
    user = request.user
    assert isinstance(user, User)
    if request.method == "POST":
        _end_sessions(request, request.POST.get("end", ""))
        return _see(reverse("accounts:sessions"))
    own = {"visits": visits.of(user), "here": request.session.session_key}
    return _page(request, "sessions", own, 200)


def _end_sessions(request: HttpRequest, which: str) -> None:
    others = visits.others(request)
    if which != "others":
        others = others.filter(pk=int(which)) if which.isdecimal() else others.none()
    count = visits.end(others)
    messages.success(
        request,
        {0: "There was none to end.", 1: "One session has ended."}.get(
            count, f"{count} sessions have ended."
        ),
    )


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int) -> HttpResponse:
    said = list(messages.get_messages(request))
    return render(request, f"accounts/{name}.html", {"said": said} | context, status=status, using="jinja2")


def _see(address: str) -> HttpResponse:
    """Sent on with 303, so that reloading repeats nothing."""
    return HttpResponseRedirect(address, status=303)
