"""Questions to a shelf that somebody keeps under a name: made, renamed, taken away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from studio.asking import address, asked_before, word
from studio.door import Request, door
from studio.showing import see

MOST = 20  # views of one shelf


@door("POST")
def keep_view(request: Request, kind: str) -> HttpResponse:
    """Keep what the shelf was asked under a name; one that is taken means the new question from now on."""
    question, name = asked_before(request.POST.get("shelf", "")), _name(request)
    views = request.user.saved_views.filter(kind=kind)
    if not name:
        messages.warning(request, "A view has a name. Write one, and keep it again.")
    elif views.count() >= MOST and not views.filter(name=name).exists():
        messages.warning(request, f"{MOST} views are kept already. Take one away first.")
    else:
        request.user.saved_views.update_or_create(kind=kind, name=name, defaults={"query": question.query})
        messages.success(request, f"“{name}” is kept beside the states.")
    return see(address(kind, question))


@door("POST")
def change_view(request: Request, number: int) -> HttpResponse:
    """Rename a view of one's own, or take it away."""
    view = get_object_or_404(request.user.saved_views, pk=number)
    name = _name(request)
    others = request.user.saved_views.filter(kind=view.kind, name=name).exclude(pk=view.pk)
    if request.POST.get("do") == "delete":
        view.delete()
        messages.success(request, f"“{view}” is gone. Its texts are where they were.")
    elif not name or others.exists():
        messages.warning(request, f"“{view}” keeps its name: the other one is empty, or taken.")
    else:
        view.name = name
        view.save(update_fields=["name"])
        messages.success(request, f"It is called “{name}” now.")
    return see(address(view.kind, asked_before(view.query)))


def _name(request: Request) -> str:
    return " ".join(word(request.POST, "name").split())[:40]
