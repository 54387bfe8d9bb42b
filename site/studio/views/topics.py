"""Topics: what they are called, what stands under them, and how several become one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from content.actors import allow
from content.arranging import rename
from content.kinds import models, number
from content.models import Topic
from content.topics import add_topic, describe_topic, remove_topic
from studio import receipts
from studio.arranging_forms import TopicAddressForm, TopicForm
from studio.asking import word
from studio.bulk_things import merge_all
from studio.door import Request, door
from studio.showing import see, show
from studio.views.bulk_things import say

ROWS = 50
AT_ONCE = 50  # topics that are merged together


@door("GET", "POST")
def topics(request: Request) -> HttpResponse:
    """All topics by name, and a form for another."""
    allow(request.user, "arrange")
    form = TopicForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _add(request, form):
        return see(reverse("studio:topics"))
    words = word(request.GET, "q")
    rows, after = _found(words, number(request.GET.get("after", "")))
    context = {"here": "topics", "form": form, "words": words, "rows": rows, "after": after}
    name = "topics#found" if request.GET.get("part") == "found" else "topics"
    return show(request, name, context, status=422 if form.errors else 200)


def _add(request: Request, form: TopicForm) -> bool:
    try:
        with receipts.kept(request.user, "add", title=form.cleaned_data["name"]) as slip:
            made = add_topic(actor=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    said = f"“{made}” is there. Texts can be filed under it."
    messages.success(request, said, extra_tags=receipts.tag(slip))
    return True


def _found(words: str, after: int | None) -> tuple[list[tuple[Topic, int]], int]:
    """One screen of topics after that with number *after*, each with how many texts it has."""
    found = Topic.objects.order_by("name", "pk")
    if words:
        found = found.filter(name__icontains=words)
    last = Topic.objects.filter(pk=after).first() if after else None
    if last:
        found = found.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    rows = list(found[: ROWS + 1])
    counts = _counted(rows)
    listed = [(topic, counts.get(topic.pk, 0)) for topic in rows[:ROWS]]
    return listed, rows[ROWS - 1].pk if len(rows) > ROWS else 0


def _counted(topics: list[Topic]) -> dict[int, int]:
    """How many texts of any kind and state are filed under each of *topics*."""
    counts: dict[int, int] = {}
    for model in models().values():
        filed = model.topics.through.objects.filter(topic__in=topics).values("topic")
        for pk, texts in filed.annotate(texts=Count("pk")).values_list("topic", "texts"):
            counts[pk] = counts.get(pk, 0) + texts
    return counts


@door("GET", "POST")
def topic(request: Request, number: int) -> HttpResponse:
    """One topic: its name, its description, its address."""
    allow(request.user, "arrange")
    found = get_object_or_404(Topic, pk=number)
    form = TopicForm(
        request.POST if request.method == "POST" else None,
        initial={"name": found.name, "description": found.description},
    )
    if request.method == "POST" and form.is_valid() and _describe(request, found, form):
        return see(reverse("studio:topic", args=[number]))
    return _topic(request, found, form=form)


def _describe(request: Request, found: Topic, form: TopicForm) -> bool:
    try:
        with receipts.kept(request.user, "describe", title=str(found)) as slip:
            describe_topic(actor=request.user, topic=found, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(request, "Saved.", extra_tags=receipts.tag(slip))
    return True


def _topic(
    request: Request,
    found: Topic,
    form: TopicForm | None = None,
    place: TopicAddressForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    context = {
        "here": "topics",
        "topic": found,
        "form": form or TopicForm(initial={"name": found.name, "description": found.description}),
        "place": place or TopicAddressForm(initial={"slug": found.slug}),
        "number": _counted([found]).get(found.pk, 0),
        "refusal": refusal,
    }
    is_refused = refusal or (form and form.errors) or (place and place.errors)
    return show(request, "topic", context, status=422 if is_refused else 200)


@door("POST")
def address(request: Request, number: int) -> HttpResponse:
    """Another address for a topic; the old one leads to it."""
    found = get_object_or_404(Topic, pk=number)
    allow(request.user, "rename", found)
    form = TopicAddressForm(request.POST)
    if not form.is_valid():
        return _topic(request, found, place=form)
    try:
        with receipts.kept(request.user, "rename", title=str(found)) as slip:
            rename(actor=request.user, thing=found, slug=form.cleaned_data["slug"])
    except ValidationError as refusal:
        form.add_error("slug", refusal.messages)
        return _topic(request, found, place=form)
    said = "Its address is another now. The old one leads to it."
    messages.success(request, said, extra_tags=receipts.tag(slip))
    return see(reverse("studio:topic", args=[number]))


@door("POST")
def remove(request: Request, number: int) -> HttpResponse:
    """Take away an empty topic."""
    found = get_object_or_404(Topic, pk=number)
    try:
        with receipts.kept(request.user, "remove", title=str(found)) as slip:
            remove_topic(actor=request.user, topic=found)
    except ValidationError as refusal:
        return _topic(request, found, refusal=" ".join(refusal.messages))
    messages.success(request, f"“{found}” is taken away.", extra_tags=receipts.tag(slip))
    return see(reverse("studio:topics"))


@door("GET", "POST")
def merge(request: Request) -> HttpResponse:
    """Several topics become one: what moves is shown first."""
    allow(request.user, "merge")
    asked = request.POST if request.method == "POST" else request.GET
    named = [pk for each in asked.getlist("topic")[:AT_ONCE] if (pk := number(each)) is not None]
    chosen = list(Topic.objects.filter(pk__in=named).order_by("name"))
    into = next((each for each in chosen if each.pk == number(asked.get("into", ""))), None)
    if request.method == "POST" and into and len(chosen) > 1:
        with receipts.kept(request.user, "merge", title=str(into)) as slip:
            outcome = merge_all(request.user, chosen, into)
        said = f"All of it stands under “{into}” now. The old names and addresses lead there."
        say(request, outcome, said, receipts.tag(slip))
        return see(reverse("studio:topic", args=[into.pk]))
    context: dict[str, Any] = {
        "here": "topics",
        "chosen": _with_counts(chosen),
        "is_sent": request.method == "POST",
    }
    return show(request, "topics_merge", context, status=422 if request.method == "POST" else 200)


def _with_counts(chosen: list[Topic]) -> list[tuple[Topic, int]]:
    counts = _counted(chosen)
    return [(topic, counts.get(topic.pk, 0)) for topic in chosen]
