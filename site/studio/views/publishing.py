"""What readers get to see: publish, withdraw, now or at a time, and call off what is planned."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from content import fields as fielding
from content import planning, publishing
from content.models import Revision
from content.revisions import newest
from studio.differing import differences
from studio.door import Request, door, find
from studio.forms import WhenForm
from studio.showing import see, show
from studio.states import described, moment

LATER = "Choose a time ahead, or now."


@door("GET", "POST")
def publish(request: Request, kind: str, number: int) -> HttpResponse:
    """Publish the newest revision, now or at a time. The page before it says what will change."""
    thing = find(request, kind, number, "publish")
    last = newest(thing)
    form = _when(request, last)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, "publish", thing, form)
    if last is None or form.cleaned_data["revision"] != last.pk:
        return _ask(request, "publish", thing, _when_again(last), status=409, stale=True)
    try:
        said = _let_out(request, thing, last, form.moment)
    except ValidationError as refusal:
        return _ask(request, "publish", thing, form, status=422, refusal=refusal.messages)
    messages.success(request, said)
    return see(_editor(thing))


def _let_out(request: Request, thing: Any, revision: Revision, at: datetime | None) -> str:
    """Publish or plan *revision*, and say what came of it."""
    now = timezone.now()
    if at is not None and at > now and thing.state(now) == "live":
        planning.plan(actor=request.user, thing=thing, revision=revision, at=at)
        return f"The changes of “{thing}” go live {moment(at, now)}."
    thing = publishing.publish(actor=request.user, thing=thing, revision=revision, at=at)
    return _published(thing, now)


def _when(request: Request, last: Revision | None) -> WhenForm:
    data = request.POST if request.method == "POST" else None
    return WhenForm(data, initial={"revision": last and last.pk, "when": "now"})


def _when_again(last: Revision | None) -> WhenForm:
    return WhenForm(initial={"revision": last and last.pk, "when": "now"})


def _published(thing: Any, now: datetime) -> str:
    if thing.publish_at > timezone.now():
        return f"“{thing}” goes live {moment(thing.publish_at, now)}."
    return f"It stands. “{thing}” is live."


@door("POST")
def unplan(request: Request, kind: str, number: int) -> HttpResponse:
    """Call a planned change off."""
    thing = find(request, kind, number, "unplan")
    planning.unplan(actor=request.user, thing=thing)
    messages.success(request, f"Nothing is planned for “{thing}” now. What was written is kept.")
    return see(_editor(thing))


@door("GET", "POST")
def withdraw(request: Request, kind: str, number: int) -> HttpResponse:
    """Take a text out of readers' sight, now or at a time."""
    thing = find(request, kind, number, "withdraw")
    now = timezone.now()
    if thing.state(now) not in {"live", "scheduled"}:
        messages.info(request, f"“{thing}” is not live, so there is nothing to withdraw.")
        return see(_editor(thing))
    form = WhenForm(request.POST if request.method == "POST" else None, only_later=LATER)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, "withdraw", thing, form)
    publishing.withdraw(actor=request.user, thing=thing, at=form.moment)
    told = f"leaves {moment(form.moment, now)}" if form.moment else "is withdrawn; its text and history stay"
    messages.success(request, f"“{thing}” {told}.")
    return see(_editor(thing))


@door("POST")
def let_stand(request: Request, kind: str, number: int) -> HttpResponse:
    """Call off that a text leaves at a time."""
    thing = publishing.let_stand(actor=request.user, thing=find(request, kind, number, "let_stand"))
    messages.success(request, f"“{thing}” stays.")
    return see(_editor(thing))


@door("POST")
def trash(request: Request, kind: str, number: int) -> HttpResponse:
    """Into the trash, where it stays for thirty days."""
    thing = publishing.trash(actor=request.user, thing=find(request, kind, number, "trash"))
    messages.success(request, f"“{thing}” is in the trash. It can be taken back for thirty days.")
    return see(_editor(thing))


@door("POST")
def untrash(request: Request, kind: str, number: int) -> HttpResponse:
    """Out of the trash, as it was."""
    thing = publishing.untrash(actor=request.user, thing=find(request, kind, number, "untrash"))
    messages.success(request, f"“{thing}” is back.")
    return see(_editor(thing))


def _ask(
    request: Request, name: str, thing: Any, form: WhenForm, status: int = 0, **more: Any
) -> HttpResponse:
    now, last, planned = timezone.now(), newest(thing), planning.of_thing(thing)
    newer = last.fields if last else fielding.snapshot(thing)
    context = {
        "thing": thing,
        "kind": thing.kind,
        "here": f"{thing.kind}s",
        "form": form,
        "title": newer["title"],
        "state": described(thing, last.kind if last else "", now, planned),
        "is_live": thing.state(now) == "live",
        "planned": planned,
        "changes": differences(fielding.snapshot(thing), newer),
        "refusal": [],
        "stale": False,
    }
    return show(request, name, context | more, status=status or (422 if form.errors else 200))


def _editor(thing: Any) -> str:
    return reverse("studio:edit", args=[thing.kind, thing.pk])
