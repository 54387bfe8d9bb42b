"""The media library: pictures are brought, described, replaced and thrown away."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from content import brought, library
from content.actors import allow
from media import pictures
from media.models import Picture
from studio.arranging_forms import DescriptionForm, FileForm, UploadForm
from studio.bulk_things import PICTURES
from studio.door import Request, door
from studio.library import FILTERS, asked_for, places, shelf
from studio.showing import see, show
from studio.views.writing import markdown_of


@door("GET", "POST")
def media(request: Request) -> HttpResponse:
    """All pictures, newest first, and a form for another."""
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST":
        allow(request.user, "upload")
        kept = _keep_all(request, form) if form.is_valid() else []
        if kept and not form.errors:
            return see(_of(kept[0]) if len(kept) == 1 else reverse("studio:media"))
    return _library(request, form)


def _keep_all(request: Request, form: UploadForm) -> list[Picture]:
    """The pictures that were sent, each kept once; the form says which were refused."""
    found = [_keep(request, form, file) for file in request.FILES.getlist("picture")]
    return [picture for picture in found if picture]


def _keep(request: Request, form: UploadForm, file: Any) -> Picture | None:
    said = {name: form.cleaned_data[name] for name in ("alt", "is_decorative")}
    try:
        picture, is_new = library.keep(actor=request.user, data=file, name=file.name, **said)
    except pictures.Refused as refusal:
        form.add_error("picture", f"{file.name}: {refusal}")
        return None
    words = "is kept." if is_new else "is the same picture, and was here already. It is kept once."
    messages.success(request, f"“{picture}” {words}")
    return picture


def _of(picture: Picture) -> str:
    return reverse("studio:picture", args=[picture.pk])


def _library(request: Request, form: UploadForm) -> HttpResponse:
    asked = asked_for(request.GET)
    context = {
        "here": "media",
        "form": form,
        "asked": asked,
        "filters": FILTERS,
        "shelf": shelf(asked),
        "bulks": {name: PICTURES[name] for name in _offered(asked.only)}
        if request.user.may("describe")
        else {},
        "may_upload": request.user.may("upload"),
    }
    name = "media#found" if request.GET.get("part") == "found" else "media"
    return show(request, name, context, status=422 if form.errors else 200)


def _offered(only: str) -> tuple[str, ...]:
    return ("untrash",) if only == "trash" else ("decorative", "trash")


@door("GET", "POST")
def picture(request: Request, number: int) -> HttpResponse:
    """One picture: what it shows, what matters most in it, where it is used."""
    found = get_object_or_404(Picture, pk=number)
    form = DescriptionForm.of(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        library.describe(actor=request.user, picture=found, **form.described())
        messages.success(request, "Saved. Texts that show it say so too.")
        return see(_of(found))
    return _picture(request, found, form)


def _picture(
    request: Request,
    found: Picture,
    form: DescriptionForm | None = None,
    file: FileForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    shown, number = places(found)
    context = {
        "here": "media",
        "picture": found,
        "line": markdown_of(found),
        "form": form or DescriptionForm.of(found),
        "file": file or FileForm(),
        "places": shown,
        "others": number - len(shown),
        "may": {verb: request.user.may(verb, found) for verb in ("describe", "replace", "trash", "untrash")},
        "refusal": refusal,
    }
    is_refused = refusal or (form and form.errors) or (file and file.errors)
    return show(request, "picture", context, status=422 if is_refused else 200)


@door("POST")
def replace(request: Request, number: int) -> HttpResponse:
    """Another file in the place of a picture; texts keep its number, and show the new one at once."""
    found = get_object_or_404(Picture, pk=number)
    allow(request.user, "replace", found)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _picture(request, found, file=form)
    try:
        library.replace(actor=request.user, picture=found, data=form.cleaned_data["picture"])
    except (pictures.Refused, ValidationError) as refusal:
        form.add_error("picture", refusal if isinstance(refusal, ValidationError) else str(refusal))
        return _picture(request, found, file=form)
    messages.success(request, "Replaced. Every text that shows it shows the new one now.")
    return see(_of(found))


@door("POST")
def trash(request: Request, number: int) -> HttpResponse:
    """Into the trash, unless something shows it."""
    found = get_object_or_404(Picture, pk=number)
    try:
        brought.trash(actor=request.user, thing=found)
    except ValidationError as refusal:
        return _picture(request, found, refusal=" ".join(refusal.messages))
    messages.success(request, f"“{found}” is in the trash, for thirty days.")
    return see(reverse("studio:media"))


@door("POST")
def untrash(request: Request, number: int) -> HttpResponse:
    """Out of the trash."""
    found = get_object_or_404(Picture, pk=number)
    brought.untrash(actor=request.user, thing=found)
    messages.success(request, f"“{found}” is out of the trash.")
    return see(_of(found))
