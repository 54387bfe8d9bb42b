"""The editor: begin a text, change it."""

from copy import copy
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from content import library, planning, reviewing, revisions
from content.actors import allow
from content.kinds import number
from content.models import Planned, Revision
from content.revisions import newest
from media import pictures
from media.models import LONGEST_ALT, Picture
from studio import keeping
from studio.asking import word
from studio.door import Request, door, find
from studio.forms import TextForm
from studio.keeping import Overlapping, form_of
from studio.preview import whole
from studio.showing import see, show
from studio.states import described, moment
from studio.views.settling import ask


@door("GET", "POST")
def new(request: Request, kind: str) -> HttpResponse:
    """Begin a text; nothing is kept before the first save."""
    allow(request.user, "draft")
    form = form_of(request, kind, None, sent=request.method == "POST")
    if request.method != "POST" or not _is_to_be_kept(request, form):
        return _editor(request, form)
    return _saved(request, form)


@door("GET", "POST")
def edit(request: Request, kind: str, number: int) -> HttpResponse:
    """Change a text. The live row stays as it is until the change is published."""
    thing = find(request, kind, number, "revise")
    form = form_of(request, kind, thing, sent=request.method == "POST")
    if request.method != "POST" or not _is_to_be_kept(request, form):
        return _editor(request, form)
    return _saved(request, form)


def _saved(request: Request, form: TextForm) -> HttpResponse:
    """Kept, and sent on; what overlaps with another's text is asked about first."""
    try:
        kept = keeping.save(request.user, form)
    except Overlapping as overlapping:
        return ask(request, form, overlapping)
    if kept.theirs:
        messages.info(request, f"{kept.theirs.author or 'Somebody'} wrote here too. Both fitted together.")
    return see(_next(request, kept.thing))


def _is_to_be_kept(request: Request, form: TextForm) -> bool:
    """Whether the form stands, with its new lead picture, and asks for more than a picture in its text."""
    is_whole = form.is_valid()
    _take_lead_picture(request, form)
    if request.POST.get("do") == "picture":
        _take_picture(request, form)
        return False
    return is_whole and form.is_valid()


def _take_lead_picture(request: Request, form: TextForm) -> None:
    file = request.FILES.get("lead_file")
    if request.POST.get("lead_gone"):
        form.cleaned_data["lead_picture"] = None
    if file is not None:
        alt = word(request.POST, "lead_alt", LONGEST_ALT)
        picture = _kept(request, form, "lead_file", file, alt)
        form.cleaned_data["lead_picture"] = picture
        # Kept in the form too, if that has to be shown again for another reason.
        if picture is not None:
            form.data = request.POST.copy()
            form.data["lead_picture"] = str(picture.pk)


def _take_picture(request: Request, form: TextForm) -> None:
    """Keep the picture for the text, and show how the text names it."""
    file, alt = request.FILES.get("picture"), word(request.POST, "picture_alt", LONGEST_ALT)
    if file is None:
        form.add_error(None, "Choose the picture's file first.")
        return
    is_decorative = "picture_decorative" in request.POST
    picture = _kept(request, form, None, file, alt, is_decorative=is_decorative)
    if picture is not None:
        form.picture_markdown = markdown_of(picture, alt)


def _kept(
    request: Request, form: TextForm, field: str | None, file: Any, alt: str, *, is_decorative: bool = False
) -> Picture | None:
    said = "" if is_decorative else alt
    kept = {"data": file, "name": file.name}
    try:
        return library.keep(actor=request.user, **kept, alt=said, is_decorative=is_decorative)[0]
    except pictures.Refused as refusal:
        form.add_error(field, str(refusal))
        return None


def markdown_of(picture: Picture, alt: str = "") -> str:
    """How a text shows *picture*."""
    described = (alt or picture.alt).replace("[", "\\[").replace("]", "\\]")
    return f"![{' '.join(described.split())}](picture:{picture.pk})"


def _next(request: Request, thing: Any) -> str:
    do = request.POST.get("do", "")
    goes_on = do == "review" or (do == "publish" and request.user.may("publish", thing))
    return reverse(f"studio:{do if goes_on else 'edit'}", args=[thing.kind, thing.pk])


def _editor(request: Request, form: TextForm) -> HttpResponse:
    thing, now = form.thing, timezone.now()
    last = newest(thing) if thing is not None else None
    planned = planning.of_thing(thing) if thing is not None else None
    context = {
        "form": form,
        "kind": form.kind,
        "thing": thing,
        "here": f"{form.kind}s",
        "last": last,
        "state": _state(thing, last, now, planned) if thing is not None else None,
        "saved": moment(last.made_at, now) if last else "",
        "stands_at": _stands_at(thing, last) if thing is not None else "",
        "kept_keys": revisions.last_keys(thing) if thing is not None else [],
        "address": _address(form),
        "preview": whole(form, request),
        "may": _may(request, thing, now, planned),
        "lead": _lead(form),
    }
    return show(request, "editor", context, status=422 if form.errors else 200)


def _state(thing: Any, last: Revision | None, now: datetime, planned: Planned | None) -> dict[str, str]:
    is_submitted = reviewing.is_waiting(thing)
    return described(thing, last.kind if last else "", now, planned, is_submitted=is_submitted)


def _stands_at(thing: Any, last: Revision | None) -> str:
    """The address at which readers find the text, or will: before it is published, the newest draft's."""
    coming = copy(thing)
    if last is not None and thing.first_published_at is None:
        coming.slug = last.fields["slug"]
        if "parent" in last.fields:
            coming.parent_id = last.fields["parent"]
            coming.path = coming.own_path()
    return str(coming.get_absolute_url())


def _address(form: TextForm) -> str:
    return reverse("studio:preview", args=[form.kind, form.thing.pk if form.thing else 0])


def _may(request: Request, thing: Any, now: datetime, planned: Planned | None) -> dict[str, bool]:
    """What can be done next with *thing* by this user."""
    state, user = thing.state(now) if thing else "", request.user
    is_to_end = state == "live" and thing.unpublish_at is not None
    return {
        "publish": state != "trashed" and user.may("publish", thing),
        "submit": state not in {"trashed"} and user.may("submit", thing),
        "comment": thing is not None and user.may("comment", thing),
        "share": state not in {"", "trashed"} and user.may("share", thing),
        "translate": state not in {"", "trashed"} and user.may("translate", thing),
        "unplan": planned is not None and user.may("unplan", thing),
        "let_stand": is_to_end and user.may("let_stand", thing),
        "withdraw": state in {"live", "scheduled"} and user.may("withdraw", thing),
        "trash": state not in {"", "trashed"} and user.may("trash", thing),
        "untrash": state == "trashed" and user.may("untrash", thing),
    }


def _lead(form: TextForm) -> Picture | None:
    pk = number(str(form["lead_picture"].value() or ""))
    return Picture.objects.filter(pk=pk).first() if pk else None
