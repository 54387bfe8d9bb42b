"""The tree of pages: looked at, and put in another order."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from content import publishing
from content.kinds import number
from pages.models import Page
from studio import receipts
from studio import tree as trees
from studio.door import Request, door, find
from studio.showing import see, show


@door("GET")
def pages(request: Request) -> HttpResponse:
    """All pages as they stand below each other."""
    roots = trees.tree(request.user, timezone.now())
    context = {
        "here": "pages",
        "roots": roots,
        "count": trees.count(roots),
        "most": trees.MOST,
        "ways": trees.WAYS,
        "moves": request.user.may("move"),
        "may_begin": request.user.may("draft"),
        "at": number(request.GET.get("at", "")),
    }
    return show(request, "tree", context)


@door("POST")
def move(request: Request) -> HttpResponse:
    """Move a page one step (``to`` is its number and the way), or to where it was dropped."""
    said, _, way = request.POST.get("to", "").partition(" ")
    page = find(request, "page", number(said or request.POST.get("page", "")) or 0, "move")
    was_at = page.get_absolute_url()
    try:
        parent, position = (
            trees.step(page, way)
            if said
            else trees.dropped(page, request.POST.get("below", ""), request.POST.get("before", ""))
        )
        with receipts.kept(request.user, "move", page) as slip:
            page = publishing.move(actor=request.user, page=page, parent=parent, position=position)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, _moved(page, was_at), extra_tags=receipts.tag(slip))
    return see(f"{reverse('studio:pages')}?at={page.pk}#page-{page.pk}")


def _moved(page: Page, was_at: str) -> str:
    """What came of it for readers: an order, or an address with all that stands below it."""
    now_at = page.get_absolute_url()
    if now_at == was_at:
        return f"“{page}” stands in its new place. No address changed."
    below = Page.objects.filter(path__startswith=f"{page.path}/").count()
    others = {0: "", 1: ", and so does one page below it"}.get(below, f", and so do {below} pages below it")
    return f"“{page}” stands at {now_at} now{others}. The old addresses lead to the new ones."
