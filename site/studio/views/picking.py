"""Chosen while writing: a text to link to, a picture or a file to show, and one to bring."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from content import library
from content.actors import allow
from content.files import keep_file
from media.cleaning import Refused
from media.models import LONGEST_ALT, Picture
from studio.asking import word
from studio.door import Request, door
from studio.library import asked_for, file_shelf, shelf
from studio.picking import outside, texts
from studio.showing import show
from studio.views.writing import markdown_of


@door("GET")
def links(request: Request) -> HttpResponse:
    """The texts that fit some words, each with how a text leads to it."""
    words = asked_for(request.GET).words
    address = outside(words)
    rows = [] if address else texts(words, request.user, timezone.now())
    return _choices(request, "links", {"words": words, "outside": address, "rows": rows})


@door("GET")
def pictures(request: Request) -> HttpResponse:
    """The pictures that fit some words, each with how a text shows it."""
    asked = asked_for(request.GET)
    found = [(picture, markdown_of(picture)) for picture, _ in shelf(asked).rows]
    return _choices(request, "pictures", {"words": asked.words, "pictures": found})


@door("GET")
def files(request: Request) -> HttpResponse:
    """The files that fit some words, each with how a text names it."""
    asked = asked_for(request.GET)
    found = [file for file, _ in file_shelf(asked).rows]
    return _choices(request, "files", {"words": asked.words, "files": found})


def _choices(request: Request, name: str, context: dict[str, Any]) -> HttpResponse:
    part = "#choices" if request.GET.get("part") == "choices" else ""
    return show(request, f"pick_{name}{part}", context)


@door("POST")
def bring(request: Request) -> HttpResponse:
    """Keep the picture that was pasted, dropped or chosen; the script that sent it asks what it shows."""
    allow(request.user, "upload")
    file: Any = request.FILES.get("picture")
    if file is None:
        return _refused("No picture arrived. Choose its file again.")
    try:
        picture, _ = library.keep(actor=request.user, data=file, name=file.name)
    except Refused as refusal:
        return _refused(f"{file.name}: {refusal}")
    told = {name: getattr(picture, name) for name in ("url", "alt", "is_decorative")}
    return JsonResponse(told | {"say": reverse("studio:say", args=[picture.pk])})


@door("POST")
def bring_file(request: Request) -> HttpResponse:
    """Keep the file that was pasted, dropped or chosen; the script that sent it asks for its words."""
    allow(request.user, "upload")
    file: Any = request.FILES.get("file")
    if file is None:
        return _refused("No file arrived. Choose it again.")
    try:
        kept, _ = keep_file(actor=request.user, opened=file, name=file.name)
    except Refused as refusal:
        return _refused(f"{file.name}: {refusal}")
    return JsonResponse({"reference": f"{kept.kind}:{kept.pk}"})


@door("POST")
def say(request: Request, number: int) -> HttpResponse:
    """How a text shows the picture, with what was just said of it."""
    allow(request.user, "upload")
    picture = get_object_or_404(Picture, pk=number)
    alt = " ".join(word(request.POST, "alt", LONGEST_ALT).split())
    is_decorative = "is_decorative" in request.POST
    try:
        _describe(request, picture, alt, is_decorative=is_decorative)
    except PermissionDenied:
        if is_decorative:
            return _refused("This picture is somebody else’s, and says something there. Describe it here.")
    return JsonResponse({"line": markdown_of(picture, alt)})


def _describe(request: Request, picture: Picture, alt: str, *, is_decorative: bool) -> None:
    """A picture that nobody has described yet takes what is said; else the words stand in the text alone."""
    is_open = not picture.alt and not picture.is_decorative
    if is_decorative != picture.is_decorative or (alt and is_open):
        said = library.describe(actor=request.user, picture=picture, alt=alt, is_decorative=is_decorative)
        picture.alt, picture.is_decorative = said.alt, said.is_decorative


def _refused(why: str) -> HttpResponse:
    return JsonResponse({"refused": why}, status=422)
