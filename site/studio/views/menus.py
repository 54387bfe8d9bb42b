"""The menus at the head and the foot of every page, as rows."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from content import site
from content.actors import allow
from content.configuring import configure
from content.kinds import number
from content.models import Menu
from studio import receipts
from studio.door import Request, door
from studio.menus import BLANK, Row, items_of, rearranged, rows_of, suggestions, written
from studio.showing import see, show

NAMES = {Menu.Place.MAIN: "At the top of each page", Menu.Place.FOOTER: "At the foot of each page"}


@door("GET", "POST")
def menus(request: Request) -> HttpResponse:
    """Both menus; a row that is moved is kept with the rest, when they are saved."""
    allow(request.user, "settings")
    if request.method != "POST":
        now = site.current()
        return _menus(request, {place: rows_of(now.menu(place)) for place in NAMES})
    rows = {place: _posted(request, place) for place in NAMES}
    moved = request.POST.get("do", "")
    if moved:
        return _menus(request, _moved(rows, moved), is_unsaved=True)
    if any(row.error for each in rows.values() for row in each):
        return _menus(request, rows, status=422)
    menus = {str(place): items_of(each) for place, each in rows.items()}
    with receipts.kept(request.user, "menus", title="The menus") as slip:
        configure(actor=request.user, settings={}, menus=menus)
    said = "The menus are saved, and stand on every page."
    messages.success(request, said, extra_tags=receipts.tag(slip))
    return see(reverse("studio:menus"))


def _posted(request: Request, place: str) -> list[Row]:
    return written(request.POST.getlist(f"{place}_title"), request.POST.getlist(f"{place}_url"))


def _moved(rows: dict[Menu.Place, list[Row]], moved: str) -> dict[Menu.Place, list[Row]]:
    """*rows* after a step such as ``main.2.up``."""
    menu, place, step = (*moved.split("."), "", "")[:3]
    at = number(place)
    return {each: rearranged(kept, at, step) if each == menu else kept for each, kept in rows.items()}


def _menus(
    request: Request, rows: dict[Menu.Place, list[Row]], *, is_unsaved: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "here": "menus",
        "menus": [(place, NAMES[place], each, [Row()] * BLANK) for place, each in rows.items()],
        "suggestions": suggestions(),
        "is_unsaved": is_unsaved,
        "is_refused": status == 422,
    }
    return show(request, "menus", context, status=status)
