"""The editor: begin a text, change it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from content import fields as fielding
from content import kinds, library, planning, publishing, site
from content.actors import allow
from content.fields import Fields
from content.models import Person, Planned, Revision
from content.publishing import Conflict
from content.revisions import newest
from media import pictures
from media.models import Picture
from studio.conflict import clashes, together
from studio.door import Request, door, find
from studio.forms import TextForm, initial
from studio.preview import whole
from studio.showing import see, show
from studio.states import described, moment


@door("GET", "POST")
def new(request: Request, kind: str) -> HttpResponse:
    """Begin a text; nothing is kept before the first save."""
    allow(request.user, "draft")
    form = _form(request, kind, None, _blank(request, kind))
    if request.method != "POST" or not _is_to_be_kept(request, form):
        return _editor(request, form)
    with transaction.atomic():
        # One author's first saves wait for each other, so a double click finds what the first one made.
        User.objects.select_for_update().get(pk=request.user.pk)
        fields = _blank(request, kind) | form.fields_of_text()
        key = f"{request.user.pk}.{form.cleaned_data['key']}"
        thing = publishing.draft(actor=request.user, kind=kind, fields=fields, key=key)
    return see(_next(request, thing))


@door("GET", "POST")
def edit(request: Request, kind: str, number: int) -> HttpResponse:
    """Change a text. The live row stays as it is until the change is published."""
    thing = find(request, kind, number, "revise")
    last = newest(thing)
    form = _form(request, kind, thing, _current(thing, last), base=last.pk if last else None)
    if request.method != "POST" or not _is_to_be_kept(request, form):
        return _editor(request, form)
    try:
        with transaction.atomic():
            _revise(request, thing, form)
    except Conflict as conflict:
        return _both(request, form, conflict)
    return see(_next(request, thing))


def _blank(request: Request, kind: str) -> Fields:
    """A new text: in the site's language, signed by whoever begins it."""
    person = Person.objects.filter(user=request.user).first()
    blank = fielding.complete(kinds.model(kind), {"slug": "-", "authors": [person.pk] if person else []})
    return blank | {"title": "", "slug": "", "language": site.current().language}


def _current(thing: Any, last: Revision | None) -> Fields:
    """What its author goes on from."""
    return fielding.snapshot(thing) | (last.fields if last else {})


def _form(request: Request, kind: str, thing: Any, fields: Fields, base: int | None = None) -> TextForm:
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return TextForm(*posted, initial=initial(fields, base), **_rights(request, kind, thing))


def _rights(request: Request, kind: str, thing: Any) -> dict[str, Any]:
    user = request.user
    return {"kind": kind, "thing": thing, "signs": user.may("sign", thing), "moves": user.may("move", thing)}


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
        alt = request.POST.get("lead_alt", "")
        picture = _kept(request, form, "lead_file", file, alt)
        form.cleaned_data["lead_picture"] = picture
        # Kept in the form too, if that has to be shown again for another reason.
        if picture is not None:
            form.data = request.POST.copy()
            form.data["lead_picture"] = str(picture.pk)


def _take_picture(request: Request, form: TextForm) -> None:
    """Keep the picture for the text, and show how the text names it."""
    file, alt = request.FILES.get("picture"), request.POST.get("picture_alt", "")
    if file is None:
        form.add_error(None, "Choose the picture's file first.")
        return
    picture = _kept(request, form, None, file, alt)
    if picture is not None:
        form.picture_markdown = markdown_of(picture, alt)


def _kept(request: Request, form: TextForm, field: str | None, file: Any, alt: str) -> Picture | None:
    try:
        return library.keep(actor=request.user, data=file, name=file.name, alt=alt)[0]
    except pictures.Refused as refusal:
        form.add_error(field, str(refusal))
        return None


def markdown_of(picture: Picture, alt: str = "") -> str:
    """How a text shows *picture*."""
    described = (alt or picture.alt).replace("[", "\\[").replace("]", "\\]")
    return f"![{' '.join(described.split())}](picture:{picture.pk})"


def _revise(request: Request, thing: Any, form: TextForm) -> Revision:
    """Keep the edit; one that changes nothing makes no revision. Raises Conflict."""
    fields = form.fields_of_text()
    last = newest(thing)
    if last and all(last.fields.get(name) == value for name, value in fields.items()):
        return last
    base = Revision.objects.filter(of=thing.kind, thing_id=thing.pk, pk=form.cleaned_data["base"]).first()
    key = form.cleaned_data["key"]
    return publishing.revise(actor=request.user, thing=thing, fields=fields, base=base, key=key)


def _next(request: Request, thing: Any) -> str:
    goes_on = request.POST.get("do") == "publish" and request.user.may("publish", thing)
    return reverse(f"studio:{'publish' if goes_on else 'edit'}", args=[thing.kind, thing.pk])


def _both(request: Request, form: TextForm, conflict: Conflict) -> HttpResponse:
    """Both texts are shown, and the form goes on from theirs with what was changed here."""
    theirs = _current(form.thing, conflict.theirs)
    base = conflict.base.fields if conflict.base else theirs
    whole = together(base, conflict.mine, theirs)
    again = TextForm(
        initial=initial(whole, conflict.theirs.pk if conflict.theirs else None),
        **_rights(request, form.kind, form.thing),
    )
    context = {"clashes": clashes(base, conflict.mine, theirs), "theirs": conflict.theirs}
    return _editor(request, again, context, name="conflict", status=409)


def _editor(
    request: Request,
    form: TextForm,
    more: dict[str, Any] | None = None,
    name: str = "editor",
    status: int = 0,
) -> HttpResponse:
    thing, now = form.thing, timezone.now()
    last = newest(thing) if thing is not None else None
    planned = planning.of_thing(thing) if thing is not None else None
    context = {
        "form": form,
        "kind": form.kind,
        "thing": thing,
        "here": f"{form.kind}s",
        "last": last,
        "state": described(thing, last.kind if last else "", now, planned) if thing else None,
        "saved": moment(last.made_at, now) if last else "",
        "address": _address(form),
        "preview": whole(form, request),
        "may": _may(request, thing, now, planned),
        "lead": _lead(form),
    }
    return show(request, name, context | (more or {}), status=status or (422 if form.errors else 200))


def _address(form: TextForm) -> str:
    return reverse("studio:preview", args=[form.kind, form.thing.pk if form.thing else 0])


def _may(request: Request, thing: Any, now: datetime, planned: Planned | None) -> dict[str, bool]:
    """What can be done next with *thing* by this user."""
    state, user = thing.state(now) if thing else "", request.user
    is_to_end = state == "live" and thing.unpublish_at is not None
    return {
        "publish": state != "trashed" and user.may("publish", thing),
        "unplan": planned is not None and user.may("unplan", thing),
        "let_stand": is_to_end and user.may("let_stand", thing),
        "withdraw": state in {"live", "scheduled"} and user.may("withdraw", thing),
        "trash": state not in {"", "trashed"} and user.may("trash", thing),
        "untrash": state == "trashed" and user.may("untrash", thing),
    }


def _lead(form: TextForm) -> Picture | None:
    number = str(form["lead_picture"].value() or "")
    return Picture.objects.filter(pk=int(number)).first() if number.isdecimal() else None
