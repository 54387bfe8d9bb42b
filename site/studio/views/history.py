"""The timeline of a text: every revision, what each changed, and the way back to it."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from content import public_changes, publishing, revisions
from content.kinds import number as number_of
from content.models import Revision
from studio import viewed
from studio.differing import differences
from studio.door import Request, door, find
from studio.showing import see, show

SHOWN = 100

NAMES = {
    Revision.Kind.AUTOSAVE: "Autosaved",
    Revision.Kind.DRAFT: "Draft",
    Revision.Kind.PUBLISHED: "Published",
    Revision.Kind.RESTORED: "Brought back",
    Revision.Kind.IMPORTED: "Imported",
}


@door("GET")
def timeline(request: Request, kind: str, number: int) -> HttpResponse:
    """All revisions, newest first, and how the chosen one differs from the one it grew from."""
    thing = find(request, kind, number, "revise")
    everything = revisions.of(thing).select_related("author").defer("fields").order_by("-pk")
    before = request.GET.get("before", "")
    listed = list((everything.filter(pk__lt=_number(before)) if before else everything)[: SHOWN + 1])
    chosen = _chosen(request, thing) or revisions.newest(thing)
    against = _against(request, thing, chosen)
    context = {
        "thing": thing,
        "kind": kind,
        "here": f"{kind}s",
        "days": _days(listed[:SHOWN]),
        "names": NAMES,
        "older": listed[SHOWN - 1].pk if len(listed) > SHOWN else None,
        "newest": revisions.newest(thing),
        "chosen": chosen,
        "against": against,
        "changes": differences(against.fields if against else {}, chosen.fields) if chosen else [],
        "read": viewed.of_thing(thing),
        "told": public_changes.of(thing),
        "may_leave_out": request.user.may("publish", thing),
        "may_restore": request.user.may("restore", thing),
    }
    return show(request, "timeline", context)


def _chosen(request: Request, thing: Any) -> Revision | None:
    asked = request.GET.get("revision", "")
    return _revision(thing, asked) if asked else None


def _against(request: Request, thing: Any, chosen: Revision | None) -> Revision | None:
    """The revision asked for; else the last one before the chosen."""
    asked = request.GET.get("against", "")
    if asked:
        return _revision(thing, asked)
    return revisions.of(thing).filter(pk__lt=chosen.pk).last() if chosen else None


def _revision(thing: Any, asked: str) -> Revision:
    """A revision of this very thing; another's is not there. Raises Http404."""
    found: Revision | None = revisions.of(thing).filter(pk=_number(asked)).first()
    if found is None:
        raise Http404("This text has no such revision.")
    return found


def _number(asked: str) -> int:
    found = number_of(asked)
    if found is None:
        raise Http404("A revision is asked for by its number.")
    return found


def _days(listed: list[Revision]) -> list[tuple[Any, list[list[Revision]]]]:
    """The days, each with its runs: autosaves that follow each other stand together, all else alone."""
    days = groupby(listed, key=lambda revision: timezone.localtime(revision.made_at).date())
    return [(day, _runs(made)) for day, made in days]


def _runs(made: Iterable[Revision]) -> list[list[Revision]]:
    runs = groupby(made, key=lambda each: None if each.kind == Revision.Kind.AUTOSAVE else each.pk)
    return [list(run) for _, run in runs]


@door("POST")
def leave_out(request: Request, kind: str, number: int) -> HttpResponse:
    """Let readers be told of one change no more."""
    thing = find(request, kind, number, "publish")
    change = public_changes.of(thing).filter(pk=number_of(request.POST.get("change", "")) or 0).first()
    if change is not None:
        public_changes.leave_out(actor=request.user, thing=thing, change=change)
        messages.success(request, "Readers are told of that change no more.")
    return see(reverse("studio:timeline", args=[kind, number]))


@door("POST")
def restore(request: Request, kind: str, number: int) -> HttpResponse:
    """Make an older revision the newest draft. Nothing is replaced, and nothing published."""
    thing = find(request, kind, number, "restore")
    revision = _revision(thing, request.POST.get("revision", ""))
    publishing.restore(actor=request.user, thing=thing, revision=revision)
    messages.success(request, "The older text is your draft again. What stood here stays in the timeline.")
    return see(reverse("studio:edit", args=[kind, number]))
