"""What stands on every page: the site's name, language, home page and menus."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse

from content import site
from content.actors import allow
from content.configuring import configure
from studio.door import Request, door
from studio.forms import SettingsForm
from studio.menus import menu_as_lines
from studio.showing import see, show


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
