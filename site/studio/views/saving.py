"""What the editor's script sends by itself: autosaves, who has a text open, who is logged in."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.models import User
from content.actors import allow
from content.revisions import newest
from studio import keeping, presence
from studio.conflict import owner
from studio.door import Request, door, find
from studio.forms import TextForm, initial
from studio.keeping import Kept, Overlapping

NEEDED = {"body", "base", "key", "begun", "unsure"}  # what cannot stand in for itself as it was before
NAMES_THINGS = ("topics", "authors")  # half a name would found a topic


@door("POST")
def autosave(request: Request, kind: str, number: int) -> HttpResponse:
    """Keep what is being typed; 0 is a text that is new. Fields that do not stand stay as they were."""
    if request.POST.get("who") != str(request.user.pk):
        return _said("other", 409, f"{request.user} is logged in now. Nothing was sent in that name.")
    thing = find(request, kind, number, "revise") if number else None
    allow(request.user, "revise" if thing else "draft", thing)
    form, to_mend = _standing(keeping.form_of(request, kind, thing), request.POST.get("in_hand", ""))
    if not form.is_valid():
        return _said("refused", 422, _first_error(form))
    try:
        kept = keeping.autosave(request.user, form)
    except Overlapping as overlapping:
        whose = owner(overlapping.conflict.theirs, request.user)
        return _said("overlapping", 409, f"{whose[:1].upper()}{whose[1:]} words and yours overlap.")
    return JsonResponse(_answer(form, kept, to_mend))


def _standing(form: TextForm, in_hand: str) -> tuple[TextForm, list[str]]:
    """The form with what does not stand yet as it was before, and the names of what is to be mended."""
    wrong = [] if form.is_valid() else [name for name in form.errors if name not in NEEDED]
    waiting = [name for name in NAMES_THINGS if name == in_hand and name in form.fields]
    if not wrong and not waiting:
        return form, []
    return form.with_as_before({*wrong, *waiting}), [
        str(form.fields[name].label) for name in wrong if name in form.fields and name not in waiting
    ]


def _answer(form: TextForm, kept: Kept, to_mend: list[str]) -> dict[str, Any]:
    at = [form.kind, kept.thing.pk]
    return {
        "state": "saved",
        "number": kept.thing.pk,
        "base": kept.revision.pk,
        "typed": kept.typed.pk,
        "saved_at": kept.revision.made_at.isoformat(),
        "edit": reverse("studio:edit", args=at),
        "autosave": reverse("studio:autosave", args=at),
        "present": reverse("studio:present", args=at),
        "to_mend": to_mend,
        "with": str(kept.theirs.author or "Somebody") if kept.theirs else "",
        "changed": _changed(kept) if kept.theirs else {},
    }


def _changed(kept: Kept) -> dict[str, Any]:
    """What the form has to show where it was put together with another's text."""
    typed, whole = (initial(each.fields, None) for each in (kept.typed, kept.revision))
    return {
        name: "" if whole[name] is None else whole[name]
        for name in kept.revision.fields
        if whole[name] != typed.get(name)
    }


def _first_error(form: TextForm) -> str:
    return next(str(each) for errors in form.errors.values() for each in errors)


def _said(state: str, status: int, words: str) -> JsonResponse:
    return JsonResponse({"state": state, "said": words}, status=status)


@never_cache
@require_GET
def pulse(request: HttpRequest) -> HttpResponse:
    """Who is logged in, and the token that forms of this session need; an editor whose session ended asks."""
    user = request.user if isinstance(request.user, User) else None
    return JsonResponse({"who": user and user.pk, "name": str(user or ""), "token": get_token(request)})


@door("POST")
def present(request: Request, kind: str, number: int) -> HttpResponse:
    """This tab has the text open; with ``leaves`` no longer. Says who else has, and what is newest."""
    thing = find(request, kind, number, "revise")
    tab = request.POST.get("tab", "")[:32]
    if request.POST.get("leaves"):
        presence.leave(thing, tab)
        return JsonResponse({"others": "", "newest": None})
    others = presence.stay(thing, tab, request.user)
    last = newest(thing)
    return JsonResponse({"others": presence.in_words(others, request.user), "newest": last and last.pk})
