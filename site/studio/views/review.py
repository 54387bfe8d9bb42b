"""The talk about a text: submit it, remark on it, send it back, approve it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from content import fields as fielding
from content import reviewing
from content.models import Remark, Revision
from content.revisions import newest
from studio.differing import differences
from studio.door import Request, door, find
from studio.reviewing import tell
from studio.showing import see, show
from studio.states import described

SAID = {
    "submit": "It waits for review. Whoever reads it hears of it by mail.",
    "note": "Your note is kept.",
    "return": "It is back with its author.",
    "approve": "Approved.",
    "publish": "Approved. One more step lets readers see it.",
}


class RemarkForm(forms.Form):
    """What is said, what it does, and of which revision."""

    do = forms.ChoiceField(choices=[(name, name) for name in SAID], initial="note")
    words = forms.CharField(
        label="Your words",
        required=False,
        max_length=reviewing.LONGEST,
        widget=forms.Textarea({"class": "input", "rows": "4"}),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput())


@door("GET", "POST")
def review(request: Request, kind: str, number: int) -> HttpResponse:
    """All remarks on a text, what changed in it, and what can be said and done next."""
    thing = find(request, kind, number, "comment")
    last = newest(thing)
    form = RemarkForm(
        request.POST if request.method == "POST" else None, initial={"revision": last and last.pk}
    )
    if request.method == "POST" and form.is_valid():
        answer = _do(request, thing, last, form)
        if answer is not None:
            return answer
    return _show(request, thing, last, form)


def _do(request: Request, thing: Any, last: Revision | None, form: RemarkForm) -> HttpResponse | None:
    """Say it, and send on; None where it was refused, which the form then says."""
    do = form.cleaned_data["do"]
    try:
        remark = _said(request, thing, do, form)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
    tell(thing, remark, last.fields["title"] if last else str(thing))
    messages.success(request, SAID[do])
    goes_on = do == "publish" and request.user.may("publish", thing)
    return see(reverse(f"studio:{'publish' if goes_on else 'review'}", args=[thing.kind, thing.pk]))


def _said(request: Request, thing: Any, do: str, form: RemarkForm) -> Remark:
    actor, words = request.user, form.cleaned_data["words"]
    if do == "submit":
        return reviewing.submit(actor=actor, thing=thing, words=words)
    if do == "return":
        return reviewing.give_back(actor=actor, thing=thing, words=words)
    if do == "note":
        return reviewing.remark(actor=actor, thing=thing, words=words)
    seen = Revision.objects.filter(of=thing.kind, thing_id=thing.pk, pk=form.cleaned_data["revision"]).first()
    if seen is None:
        raise ValidationError("Open this page once more: it does not say which text you read.")
    return reviewing.approve(actor=actor, thing=thing, revision=seen, words=words)


def _show(request: Request, thing: Any, last: Revision | None, form: RemarkForm) -> HttpResponse:
    now, user = timezone.now(), request.user
    newer = last.fields if last else fielding.snapshot(thing)
    state = reviewing.state(thing)
    is_waiting = state == Remark.Kind.SUBMITTED
    context = {
        "thing": thing,
        "kind": thing.kind,
        "here": f"{thing.kind}s",
        "title": newer["title"],
        "form": form,
        "remarks": reviewing.remarks(thing),
        "state": described(thing, last.kind if last else "", now),
        "stands": state,
        "changes": differences(fielding.snapshot(thing), newer),
        "may": {
            "submit": not is_waiting and user.may("submit", thing),
            "review": is_waiting and user.may("review", thing),
            "publish": user.may("publish", thing),
        },
    }
    return show(request, "review", context, status=422 if form.errors else 200)
