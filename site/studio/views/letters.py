"""Readers' letters: the queue, verbs for those that were ticked, an answer, and what is kept of a writer."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from content import commenting
from content.actors import allow
from content.kinds import number as number_in
from content.models import Comment, Person
from studio import letters, receipts
from studio.asking import word
from studio.door import Request, door
from studio.letters import TABS, VERBS, Outcome
from studio.showing import see, show

MOST = 200  # letters at a time
EXPORTED = ("of", "thing_id", "name", "email", "body", "state", "made_at", "edited_at")


@door("GET")
def queue(request: Request) -> HttpResponse:
    """The letters that somebody may judge, those that wait first."""
    _refuse_bystanders(request)
    question = letters.asked(request.GET)
    block = {"rows": "#rows", "more": "#more"}.get(request.GET.get("part", ""), "")
    state = question.state or "waiting"
    context = {
        "here": "letters",
        "asked": question,
        "tabs": TABS,
        "now_in": state,
        "verbs": {name: verb for name, verb in VERBS.items() if state in verb.tabs},
        "queue": letters.queue(request.user, question),
        "may_forget": request.user.may("people"),
    }
    return show(request, f"letters{block}", context)


def _refuse_bystanders(request: Request) -> None:
    if not letters.may_judge(request.user):
        raise PermissionDenied("Letters are judged by the authors of a text and by editors.")


@door("POST")
def bulk(request: Request) -> HttpResponse:
    """Do a verb to the ticked letters, and offer to undo it."""
    _refuse_bystanders(request)
    verb = VERBS.get(request.POST.get("do", ""))
    if verb is None:
        raise Http404("There is no such verb.")
    numbers = [found for said in request.POST.getlist("thing") if (found := number_in(said)) is not None]
    ticked = list(letters.of(request.user).filter(pk__in=numbers[:MOST]).order_by("pk"))
    if ticked:
        with receipts.kept(request.user, verb.state, title=_so_many(len(ticked))) as slip:
            outcome = letters.carry_out(request.user, verb, ticked)
        undo = f"undo-{letters.remember(request.user, outcome).pk} " if outcome.done else ""
        _say(request, outcome, f"{verb.said}.", undo + receipts.tag(slip))
    else:
        messages.info(request, "Tick some letters first.")
    return see(_back(request.POST.get("queue", "")))


def _so_many(count: int) -> str:
    return "One letter" if count == 1 else f"{count} letters"


def _say(request: Request, outcome: Outcome, said: str, tags: str) -> None:
    if outcome.done:
        count = len(outcome.done)
        messages.success(
            request, f"{_so_many(count)} {'is' if count == 1 else 'are'} {said}", extra_tags=tags
        )
    for why in dict.fromkeys(outcome.refused):
        messages.warning(request, why)


def say_taken_back(request: Request, outcome: Outcome, tags: str) -> None:
    """Say what came of an undo."""
    _say(request, outcome, "as before.", tags)


def _back(query: str) -> str:
    """The queue as it was asked before, from its first screen on."""
    question = letters.asked(QueryDict(query)).but()
    return reverse("studio:letters") + (f"?{question.query}" if question.query else "")


@door("GET", "POST")
def answer(request: Request, number: int) -> HttpResponse:
    """Answer a letter, which stands from then on."""
    letter = get_object_or_404(Comment, pk=number)
    thing = _text(letter)
    allow(request.user, "moderate", thing)
    person = Person.objects.filter(user=request.user).first()
    if request.method == "POST" and person:
        try:
            body = request.POST.get("body", "").replace("\r\n", "\n")[:5000]
            with receipts.kept(request.user, "answer", title="A letter") as slip:
                commenting.answer(actor=request.user, comment=letter, body=body, person=person)
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
        else:
            messages.success(request, "The letter and your answer stand.", extra_tags=receipts.tag(slip))
            return see(reverse("studio:letters"))
    context = {"here": "letters", "letter": letter, "thing": thing, "person": person}
    return show(request, "letter_answer", context)


def _text(letter: Comment) -> Any:
    try:
        return commenting.text_of(letter)
    except ValidationError as refusal:
        raise Http404 from refusal


@door("GET", "POST")
def writer(request: Request) -> HttpResponse:
    """What is kept of whoever writes from an e-mail address: seen, handed over, erased."""
    allow(request.user, "people")
    if request.method == "POST":
        return _settle(request, word(request.POST, "email", 254))
    email = word(request.GET, "email", 254)
    found = list(_written_from(email))
    context = {"here": "letters", "email": email, "rows": letters.with_texts(found)}
    return show(request, "letter_writer", context)


def _written_from(email: str) -> Any:
    return Comment.objects.filter(email__iexact=email).exclude(email="").order_by("pk")


def _settle(request: Request, email: str) -> HttpResponse:
    if request.POST.get("do") == "erase":
        count = commenting.erase(actor=request.user, email=email)
        said = f"{_so_many(count)} from {email} erased." if count else "There was nothing to erase."
        messages.success(request, said)
        return see(reverse("studio:letters"))
    rows = list(_written_from(email).values(*EXPORTED))
    handed = JsonResponse({"letters": rows}, json_dumps_params={"indent": 1, "ensure_ascii": False})
    handed["Content-Disposition"] = 'attachment; filename="letters.json"'
    return handed
