"""What belongs to no single text: the pictures, the site's settings."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse

from content import site
from content.actors import allow
from content.configuring import configure
from media import pictures
from media.models import Picture
from studio.door import Request, door
from studio.forms import PictureForm, SettingsForm
from studio.menus import menu_as_lines
from studio.showing import see, show
from studio.views.writing import markdown_of

SHOWN = 48


@door("GET", "POST")
def media(request: Request) -> HttpResponse:
    """All pictures, newest first, and a form for another."""
    form = PictureForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST":
        allow(request.user, "upload")
        if form.is_valid() and _store(request, form):
            return see(reverse("studio:media"))
    return show(request, "media", _library(request, form), status=422 if form.errors else 200)


def _store(request: Request, form: PictureForm) -> Picture | None:
    file = form.cleaned_data["picture"]
    try:
        picture = pictures.store(file, name=file.name, alt=form.cleaned_data["alt"])
    except pictures.Refused as refusal:
        form.add_error("picture", str(refusal))
        return None
    messages.success(request, f"“{picture}” is kept. In a text it is {markdown_of(picture)}")
    return picture


def _library(request: Request, form: PictureForm) -> dict[str, Any]:
    words, before = request.GET.get("q", "").replace("\0", "").strip()[:200], request.GET.get("before", "")
    found = Picture.objects.order_by("-pk")
    if words:
        found = found.filter(name__icontains=words) | found.filter(alt__icontains=words)
    if before.isascii() and before.isdigit() and len(before) < 18:
        found = found.filter(pk__lt=int(before))
    listed = list(found[: SHOWN + 1])
    return {
        "here": "media",
        "form": form,
        "words": words,
        "pictures": [(picture, markdown_of(picture)) for picture in listed[:SHOWN]],
        "older": listed[SHOWN - 1].pk if len(listed) > SHOWN else None,
        "may_upload": request.user.may("upload"),
    }


@door("GET", "POST")
def settings(request: Request) -> HttpResponse:
    """The site's name, language, home page and menus."""
    allow(request.user, "settings")
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=_current())
    if request.method == "POST" and form.is_valid() and _configure(request, form):
        messages.success(request, "The settings are saved.")
        return see(reverse("studio:settings"))
    return show(request, "settings", {"here": "settings", "form": form}, status=422 if form.errors else 200)


def _current() -> dict[str, str]:
    now = site.current()
    return {
        "name": now.name,
        "description": now.description,
        "language": now.language,
        "home": now.home,
        "main": menu_as_lines(now.menu("main")),
        "footer": menu_as_lines(now.menu("footer")),
    }


def _configure(request: Request, form: SettingsForm) -> bool:
    data = form.cleaned_data
    chosen = {name: data[name] for name in ("name", "description", "language", "home")}
    menus = {place: data[place] for place in ("main", "footer")}
    try:
        configure(actor=request.user, settings=chosen, menus=menus)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True
