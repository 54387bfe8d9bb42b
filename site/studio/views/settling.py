"""Two wrote from one revision and changed the same words: their author settles it, on a plain page."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from content.actors import allow
from content.models import Revision
from content.publishing import Conflict
from content.revisions import newest
from studio import keeping
from studio.conflict import hunks, owner, ways
from studio.differing import differences
from studio.door import Request, door, find
from studio.forms import TextForm
from studio.keeping import Overlapping, form_of
from studio.showing import see, show


def ask(request: Request, form: TextForm, overlapping: Overlapping) -> HttpResponse:
    """The page that asks, with all that was typed in it."""
    theirs, both = overlapping.conflict.theirs, overlapping.together
    whose = owner(theirs, request.user)
    context = {
        "form": form,
        "kind": form.kind,
        "thing": form.thing,
        "here": f"{form.kind}s",
        "theirs": theirs,
        "whose": whose,
        "hunks": hunks(both, whose, request.POST.dict()),
    }
    return show(request, "conflict", context, status=409)


@door("POST")
def settle(request: Request, kind: str, number: int) -> HttpResponse:
    """Keep what was settled. If yet another text came meanwhile, it is asked about too."""
    thing = find(request, kind, number, "revise")
    form = form_of(request, kind, thing)
    theirs = newest(thing)
    if not form.is_valid() or theirs is None:
        return see(reverse("studio:edit", args=[kind, number]))
    conflict, both = keeping.compare(form, theirs)
    if request.POST.get("theirs") != str(theirs.pk) and both.questions:
        return ask(request, form, Overlapping(conflict, both))
    return _settled(request, form, theirs, Overlapping(conflict, both))


def _settled(request: Request, form: TextForm, theirs: Revision, asked: Overlapping) -> HttpResponse:
    whole = asked.together.fields(ways(asked.together, request.POST.dict()))
    try:
        keeping.settle(request.user, form, theirs, whole)
    except Conflict:
        return ask(request, form, asked)
    messages.success(request, "Settled. Both texts stay in the timeline.")
    return see(reverse("studio:edit", args=[form.kind, form.thing.pk]))


@door("POST")
def compare(request: Request, kind: str, number: int) -> HttpResponse:
    """How what a browser kept differs from what is saved; 0 is a text that is new. Nothing is kept."""
    thing = find(request, kind, number, "revise") if number else None
    allow(request.user, "revise" if thing else "draft", thing)
    form = form_of(request, kind, thing)
    now = keeping.current(thing, newest(thing)) if thing else keeping.blank(request.user, kind)
    with transaction.atomic():
        form.is_valid()
        typed = form.with_as_before(form.errors)
        changes = differences(now, now | typed.fields_of_text()) if typed.is_valid() else []
        transaction.set_rollback(True)  # a name that is new would have founded a topic
    return show(request, "compare", {"changes": changes, "here": f"{kind}s"})
