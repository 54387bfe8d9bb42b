"""Who reads by mail: how many, what was sent to them lately, the switch, and the list as a file."""

import csv
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts import mails
from content import delivering, site
from content.actors import allow
from content.configuring import configure
from content.models import Delivery, Subscriber
from studio import receipts
from studio.door import Request, door
from studio.showing import see, show
from studio.subscribers import lately

EXPORTED = ("address", "language", "rhythm", "topics", "confirmed_at")


@door("GET", "POST")
def subscribers(request: Request) -> HttpResponse:
    """The page; a button on it switches letters on or off, or settles what is unknown."""
    allow(request.user, "settings")
    if request.method == "POST":
        _do(request, request.POST.get("do", ""))
        return see(reverse("studio:subscribers"))
    confirmed = Subscriber.objects.exclude(confirmed_at=None)
    context = {
        "here": "subscribers",
        "is_on": site.current().by_mail,
        "has_mail": mails.go_anywhere(),
        "each": confirmed.filter(rhythm="each").count(),
        "weekly": confirmed.filter(rhythm="weekly").count(),
        "asked": Subscriber.objects.filter(confirmed_at=None).count(),
        "unknown": Delivery.objects.filter(state="unknown").count(),
        "letters": lately(),
        "may_export": request.user.may("people"),
    }
    return show(request, "subscribers", context)


def _do(request: Request, do: str) -> None:
    if do in {"on", "off"}:
        _switch(request, is_on=do == "on")
    elif do in {"again", "leave"}:
        count = delivering.settle_unknown(actor=request.user, again=do == "again", now=timezone.now())
        done = "sent again" if do == "again" else "left as they are"
        messages.success(request, f"{count} letters are {done}." if count != 1 else f"One letter is {done}.")


def _switch(request: Request, *, is_on: bool) -> None:
    if is_on and not mails.go_anywhere():
        messages.warning(request, "No mail server is set up: letters would go nowhere.")
        return
    try:
        with receipts.kept(request.user, "settings", title="Reading by mail") as slip:
            configure(actor=request.user, settings={"by_mail": is_on}, menus={})
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
        return
    said = "Readers can subscribe now." if is_on else "Nothing is sent any more; nobody was forgotten."
    messages.success(request, said, extra_tags=receipts.tag(slip))


@door("POST")
def export(request: Request) -> HttpResponse:
    """Everybody who has confirmed, as a table that other programs can read."""
    allow(request.user, "people")
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="subscribers.csv"'
    table = csv.writer(answer)
    table.writerow(EXPORTED)
    confirmed = Subscriber.objects.exclude(confirmed_at=None).prefetch_related("topics").order_by("pk")
    table.writerows(_row(each) for each in confirmed)
    return answer


def _row(subscriber: Any) -> list[str]:
    topics = "all"
    if subscriber.only_topics:
        topics = ", ".join(sorted(topic.slug for topic in subscriber.topics.all()))
    row = (subscriber.address, subscriber.language, subscriber.rhythm, topics)
    return [*map(_as_words, row), subscriber.confirmed_at.isoformat()]


def _as_words(said: str) -> str:
    """*said* so that no program takes it for a formula (OWASP, "CSV Injection")."""
    return f"'{said}" if said[:1] in {"=", "+", "-", "@", "\t", "\r"} else said
