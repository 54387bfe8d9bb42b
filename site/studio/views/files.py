"""Files that are no pictures: brought, named, thrown away."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from content import brought
from content.actors import allow
from content.files import keep_file, name_file
from media.cleaning import Refused
from media.models import File
from studio import receipts
from studio.arranging_forms import BringForm, NameForm
from studio.door import Request, door
from studio.library import asked_for, file_places, file_shelf
from studio.showing import see, show


@door("GET", "POST")
def files(request: Request) -> HttpResponse:
    """All files, newest first, and a form for another."""
    form = BringForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST":
        allow(request.user, "upload")
        kept = _keep(request, form) if form.is_valid() else None
        if kept:
            return see(_of(kept))
    asked = asked_for(request.GET)
    may_upload = request.user.may("upload")
    context = {
        "here": "media",
        "form": form,
        "asked": asked,
        "shelf": file_shelf(asked),
        "may_upload": may_upload,
    }
    name = "files#found" if request.GET.get("part") == "found" else "files"
    return show(request, name, context, status=422 if form.errors else 200)


def _keep(request: Request, form: BringForm) -> File | None:
    sent = form.cleaned_data["file"]
    try:
        kept, is_new = keep_file(actor=request.user, opened=sent, name=sent.name)
    except Refused as refusal:
        form.add_error("file", f"{sent.name}: {refusal}")
        return None
    words = "is kept." if is_new else "was here already. It is kept once."
    messages.success(request, f"“{kept}” {words}")
    return kept


def _of(kept: File) -> str:
    return reverse("studio:file", args=[kept.pk])


@door("GET", "POST")
def one_file(request: Request, number: int) -> HttpResponse:
    """One file: what it is called, how a text shows it, where it stands."""
    found = get_object_or_404(File, pk=number)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        with receipts.kept(request.user, "describe", title=str(found)) as slip:
            name_file(actor=request.user, kept=found, name=form.cleaned_data["name"])
        messages.success(request, "Saved.", extra_tags=receipts.tag(slip))
        return see(_of(found))
    return _file(request, found, form)


def _file(request: Request, found: File, form: NameForm | None = None, refusal: str = "") -> HttpResponse:
    places, number = file_places(found)
    context: dict[str, Any] = {
        "here": "media",
        "file": found,
        "line": f"![](file:{found.pk})",
        "form": form or NameForm(initial={"name": found.name}),
        "places": places,
        "others": number - len(places),
        "may": {verb: request.user.may(verb, found) for verb in ("replace", "trash", "untrash")},
        "refusal": refusal,
    }
    return show(request, "file", context, status=422 if refusal or (form and form.errors) else 200)


@door("POST")
def trash(request: Request, number: int) -> HttpResponse:
    """Into the trash, unless a text names it."""
    found = get_object_or_404(File, pk=number)
    try:
        brought.trash(actor=request.user, thing=found)
    except ValidationError as refusal:
        return _file(request, found, refusal=" ".join(refusal.messages))
    messages.success(request, f"“{found}” is in the trash, for thirty days.")
    return see(reverse("studio:files"))


@door("POST")
def untrash(request: Request, number: int) -> HttpResponse:
    """Out of the trash."""
    found = get_object_or_404(File, pk=number)
    brought.untrash(actor=request.user, thing=found)
    messages.success(request, f"“{found}” is out of the trash.")
    return see(_of(found))
