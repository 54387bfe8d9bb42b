"""What stands on every page: the site's name, its look, its home page, its licence, its word to robots."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse

from content import colours, site
from content.actors import allow
from content.commenting import set_rules
from content.configuring import NO_LOGO, configure, logo_from
from media import pictures
from studio import receipts
from studio.door import Request, door
from studio.settings_form import SettingsForm
from studio.showing import see, show


@door("GET", "POST")
def settings(request: Request) -> HttpResponse:
    """The site's own settings."""
    allow(request.user, "settings")
    if request.GET.get("part") == "tones":
        return show(request, "settings#tones", {"tones": _tones(request.GET.get("brand", ""))})
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SettingsForm(*posted, site=site.current())
    if request.method == "POST" and form.is_valid() and _configure(request, form):
        return see(reverse("studio:settings"))
    tones = _tones(str(form["brand"].value() or ""))
    context = {"here": "settings", "form": form, "now": site.current(), "tones": tones}
    return show(request, "settings", context, status=422 if form.errors else 200)


def _tones(brand: str) -> colours.Contrast | None:
    brand = brand.lower()
    return colours.contrast(brand) if colours.COLOUR.fullmatch(brand) else None


def _configure(request: Request, form: SettingsForm) -> bool:
    try:
        chosen = form.chosen() | _logo(request, form)
        with receipts.kept(request.user, "settings", title="The settings") as slip:
            configure(actor=request.user, settings=chosen, menus={})
            set_rules(actor=request.user, **form.rules())
        messages.success(request, "The settings are saved.", extra_tags=receipts.tag(slip))
    except pictures.Refused as refusal:
        form.add_error("logo_file", str(refusal))
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return not form.errors


def _logo(request: Request, form: SettingsForm) -> dict[str, Any]:
    """The columns of the logo that change, if any."""
    if form.cleaned_data["logo_file"]:
        return logo_from(actor=request.user, data=form.cleaned_data["logo_file"])
    return NO_LOGO if form.cleaned_data["logo_gone"] else {}
