"""What readers get to see: publish, withdraw, now or at a time, and call off what is planned."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from content import fields as fielding
from content import freshness, planning, publishing
from content.comparing import Difference
from content.models import Revision
from content.revisions import newest
from studio import receipts
from studio.departing import AddressForm, leading_here
from studio.differing import differences
from studio.door import Request, door, find
from studio.forms import WhenForm
from studio.gate.passing import judge, pass_through
from studio.showing import see, show
from studio.states import described, moment

LATER = "Choose a time ahead, or now."
UNTOLD = (
    "Too few words are others for readers to be told of it, so nobody would read this. "
    "Move the date above and say why, and it is told; or leave this empty."
)


@door("GET", "POST")
def publish(request: Request, kind: str, number: int) -> HttpResponse:
    """Publish the newest revision, now or at a time. The page before it says what will change, and what the
    gate found; it is the dialog in the editor, too."""
    thing = find(request, kind, number, "publish")
    last = newest(thing)
    form = _when(request, last)
    if request.method != "POST" or not form.is_valid():
        return _ask_to_publish(request, thing, form)
    if last is None or form.cleaned_data["revision"] != last.pk:
        return _ask_to_publish(request, thing, _when_again(last, form), status=409, stale=True)
    try:
        if _is_said_to_nobody(thing, last, form):
            form.add_error("said", UNTOLD)
            return _ask_to_publish(request, thing, form)
        pass_through(
            request.user, thing, last, form.moment, all_the_same=bool(request.POST.get("all_the_same"))
        )
        return see(_let_out(request, thing, last, form))
    except ValidationError as refusal:
        return _ask_to_publish(request, thing, form, status=422, refusal=refusal.messages)


def _let_out(request: Request, thing: Any, revision: Revision, form: WhenForm) -> str:
    """Publish or plan *revision*; returns where it is said what came of it."""
    now, at = timezone.now(), form.moment
    if at is not None and at > now and thing.state(now) == "live":
        planning.plan(
            actor=request.user,
            thing=thing,
            revision=revision,
            at=at,
            overruled=form.overruled,
            said=form.cleaned_data["said"],
        )
        messages.success(request, f"The changes of “{thing}” go live {moment(at, now)}.")
        return _editor(thing)
    was_live = thing.state(now) == "live"
    changes = differences(fielding.snapshot(thing), revision.fields) if was_live else []
    with receipts.kept(request.user, "publish", thing) as slip:
        slip.title, slip.changes = str(revision.fields["title"])[:300], receipts.tally(changes)
        publishing.publish(
            actor=request.user,
            thing=thing,
            revision=revision,
            at=at,
            overruled=form.overruled,
            said=form.cleaned_data["said"],
        )
    return receipts.address(slip)


def _when(request: Request, last: Revision | None) -> WhenForm:
    data = request.POST if request.method == "POST" else None
    return WhenForm(data, initial={"revision": last and last.pk, "when": "now"})


def _when_again(last: Revision | None, sent: WhenForm) -> WhenForm:
    """The same question about another revision, with the words that were written already."""
    written = {name: sent.cleaned_data[name] for name in ("news", "why", "said")}
    return WhenForm(initial={"revision": last and last.pk, "when": "now"} | written)


def _is_said_to_nobody(thing: Any, revision: Revision, form: WhenForm) -> bool:
    """Whether a note for readers was written of a change that they are not told of."""
    if not form.cleaned_data["said"] or thing.state(timezone.now()) != "live":
        return False
    return not freshness.decided(fielding.snapshot(thing), revision.fields, form.overruled)


def _ask_to_publish(
    request: Request, thing: Any, form: WhenForm, status: int = 0, **more: Any
) -> HttpResponse:
    verdict = judge(request.user, thing, newest(thing))
    name = "publish#ask" if request.GET.get("part") == "ask" else "publish"
    return _ask(request, name, thing, form, status, verdict=verdict, **more)


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
    address = _address(request, thing)
    if request.method != "POST" or not (form.is_valid() and address.is_valid()):
        return _ask_before(request, "withdraw", thing, form, address)
    try:
        with receipts.kept(request.user, "withdraw", thing) as slip, transaction.atomic():
            publishing.withdraw(actor=request.user, thing=thing, at=form.moment)
            address.lead_on(request.user)
    except ValidationError as refusal:
        return _ask_before(request, "withdraw", thing, form, address, refusal)
    if form.moment is None:
        return see(receipts.address(slip))
    messages.success(request, f"“{thing}” leaves {moment(form.moment, now)}.")
    return see(_editor(thing))


@door("POST")
def let_stand(request: Request, kind: str, number: int) -> HttpResponse:
    """Call off that a text leaves at a time."""
    thing = publishing.let_stand(actor=request.user, thing=find(request, kind, number, "let_stand"))
    messages.success(request, f"“{thing}” stays.")
    return see(_editor(thing))


@door("GET", "POST")
def trash(request: Request, kind: str, number: int) -> HttpResponse:
    """Into the trash, where it stays for thirty days. The page before it asks about the address."""
    thing = find(request, kind, number, "trash")
    address = _address(request, thing)
    if request.method != "POST" or not address.is_valid():
        return _ask_before(request, "trash", thing, WhenForm(), address)
    was_live = thing.state(timezone.now()) == "live"
    try:
        with receipts.kept(request.user, "trash", thing) as slip, transaction.atomic():
            thing = publishing.trash(actor=request.user, thing=thing)
            address.lead_on(request.user)
    except ValidationError as refusal:
        return _ask_before(request, "trash", thing, WhenForm(), address, refusal)
    if was_live:
        return see(receipts.address(slip))
    messages.success(request, f"“{thing}” is in the trash. It can be taken back for thirty days.")
    return see(_editor(thing))


def _address(request: Request, thing: Any) -> AddressForm:
    may_lead = request.method == "POST" and request.user.may("arrange")
    return AddressForm(request.POST if may_lead else {}, path=thing.get_absolute_url())


def _ask_before(
    request: Request,
    name: str,
    thing: Any,
    form: WhenForm,
    address: AddressForm,
    refusal: ValidationError | None = None,
) -> HttpResponse:
    """The question before readers lose *thing*: what leads to it, and what becomes of its address."""
    if refusal is not None:
        address.add_error("target", " ".join(refusal.messages))
    status = 422 if form.errors or address.errors else 200
    leading = leading_here(thing, timezone.now())
    return _ask(request, name, thing, form, status, address=address, leading=leading)


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
    changes: list[Difference] = differences(fielding.snapshot(thing), newer)
    context = {
        "thing": thing,
        "kind": thing.kind,
        "here": f"{thing.kind}s",
        "form": form,
        "title": newer["title"],
        "state": described(thing, last.kind if last else "", now, planned),
        "is_live": thing.state(now) == "live",
        "planned": planned,
        "changes": changes,
        "shows_changes": newer.get("shows_changes", False),
        "is_news": freshness.is_news(fielding.snapshot(thing), newer),
        "refusal": [],
        "stale": False,
    }
    return show(request, name, context | more, status=status or (422 if form.errors else 200))


def _editor(thing: Any) -> str:
    return reverse("studio:edit", args=[thing.kind, thing.pk])
