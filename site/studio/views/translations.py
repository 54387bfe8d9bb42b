"""The translations of a text: linked, found, taken out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from content import kinds
from content.kinds import number as number_of
from content.revisions import newest
from content.translating import language_of, link, linked, unlink
from language import own_name
from studio import picking, receipts
from studio.asking import word
from studio.door import Request, door, find
from studio.showing import see, show
from studio.states import each_described


@door("GET", "POST")
def translations(request: Request, kind: str, number: int) -> HttpResponse:
    """The texts that say the same in other languages; one more by the words of its title, or one less."""
    thing = find(request, kind, number, "translate")
    if request.method != "POST":
        return _listed(request, thing)
    other = kinds.thing(f"{kind}:{number_of(request.POST.get('other', '')) or 0}")
    if other is None:
        return _listed(request, thing, "That text is there no more.")
    verb = _unlinked if request.POST.get("do") == "unlink" else _linked
    try:
        with receipts.kept(request.user, "translate", thing, title="") as slip:
            said = verb(request, thing, other)
    except ValidationError as refusal:
        return _listed(request, thing, " ".join(refusal.messages))
    messages.success(request, said, extra_tags=receipts.tag(slip))
    return see(reverse("studio:translations", args=[kind, number]))


def _linked(request: Request, thing: Any, other: Any) -> str:
    link(actor=request.user, thing=thing, other=other)
    return f"“{other}” is linked. Readers of each find the other, as soon as both are live."


def _unlinked(request: Request, thing: Any, other: Any) -> str:
    unlink(actor=request.user, thing=other)
    return f"“{other}” is linked no more."


def _listed(request: Request, thing: Any, refusal: str = "") -> HttpResponse:
    now, last, words = timezone.now(), newest(thing), word(request.GET, "q", 200)
    others = linked(thing)
    context = {
        "here": f"{thing.kind}s",
        "kind": thing.kind,
        "thing": thing,
        "title": last.fields["title"] if last else thing.title,
        "language": own_name(language_of(thing)),
        "linked": [
            (each, own_name(language_of(each)), state)
            for each, state in zip(others, each_described(thing.kind, others, now), strict=True)
        ],
        "words": words,
        "found": [
            (row, own_name(language_of(row.thing)))
            for row in picking.translations(thing, words, request.user, now)
        ],
        "refusal": refusal,
    }
    return show(request, "translations", context, status=422 if refusal else 200)
