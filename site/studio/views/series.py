"""Series: what they are called, and their posts in order."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from blog.models import Post, Series
from blog.series import add_series, describe_series, order_series, put_into_series, remove_series
from content.actors import allow
from content.kinds import number as number_of
from studio import receipts
from studio.arranging_forms import PartForm, SeriesAddressForm, SeriesForm
from studio.door import Request, door
from studio.menus import rearranged
from studio.showing import see, show
from studio.states import each_described

ROWS = 50
OFFERED = 200  # of the newest posts
SAID = {"add": "“{}” is there. Put posts into it.", "describe": "Saved."}


@door("GET", "POST")
def all_series(request: Request) -> HttpResponse:
    """All series by title, and a form for another."""
    allow(request.user, "arrange")
    form = SeriesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        made = _tried(
            request, "add", title, form, lambda: add_series(actor=request.user, **form.cleaned_data)
        )
        if made:
            return see(reverse("studio:one_series", args=[made.pk]))
    rows, after = _found(request.GET.get("after", ""))
    context = {"here": "series", "form": form, "rows": rows, "after": after}
    return show(request, "all_series", context, status=422 if form.errors else 200)


def _tried(request: Request, name: str, title: str, form: Form, verb: Callable[[], Series]) -> Series | None:
    """What *verb* gives, with its receipt; None where it refuses, and the form says why."""
    try:
        with receipts.kept(request.user, name, title=title) as slip:
            made = verb()
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
    messages.success(request, SAID[name].format(made), extra_tags=receipts.tag(slip))
    return made


def _found(after: str) -> tuple[list[Any], int]:
    """One screen of series after that with number *after*, each with how many ``posts`` it has."""
    found = Series.objects.annotate(posts=Count("entries")).order_by("title", "pk")
    asked = number_of(after)
    last = Series.objects.filter(pk=asked).first() if asked else None
    if last:
        found = found.filter(Q(title__gt=last.title) | Q(title=last.title, pk__gt=last.pk))
    rows = list(found[: ROWS + 1])
    return rows[:ROWS], rows[ROWS - 1].pk if len(rows) > ROWS else 0


@door("GET", "POST")
def one_series(request: Request, number: int) -> HttpResponse:
    """One series: its title, its address, its posts in order."""
    allow(request.user, "arrange")
    found = get_object_or_404(Series, pk=number)
    form = _form(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if _tried(request, "describe", str(found), form, lambda: _describe(request, found, said)):
            return see(reverse("studio:one_series", args=[number]))
        found.refresh_from_db()
    return _one(request, found, form=form)


def _describe(request: Request, found: Series, said: dict[str, str]) -> Series:
    return describe_series(actor=request.user, series=found, **said)


def _form(found: Series, posted: Any = None) -> SeriesAddressForm:
    now = {"title": found.title, "slug": found.slug, "description": found.description}
    return SeriesAddressForm(posted, initial=now)


def _one(
    request: Request,
    found: Series,
    form: SeriesAddressForm | None = None,
    part: PartForm | None = None,
    order: list[Post] | None = None,
    refusal: str = "",
) -> HttpResponse:
    now = timezone.now()
    posts = _parts(found) if order is None else order
    context = {
        "here": "series",
        "series": found,
        "form": form or _form(found),
        "part": part or PartForm(),
        "parts": list(zip(posts, each_described("post", posts, now), strict=True)),
        "offered": Post.objects.filter(trashed_at=None)
        .order_by("-pk")
        .values_list("slug", "title")[:OFFERED],
        "is_unsaved": order is not None,
        "refusal": refusal,
    }
    is_refused = refusal or (form and form.errors) or (part and part.errors)
    return show(request, "one_series", context, status=422 if is_refused else 200)


def _parts(found: Series) -> list[Post]:
    posts = Post.objects.filter(series_entry__series=found).defer("body", "body_html", "toc")
    return list(posts.order_by("series_entry__position", "series_entry__pk"))


@door("POST")
def order(request: Request, number: int) -> HttpResponse:
    """The posts in another order; a step of one row is shown, and saved with the rest."""
    found = get_object_or_404(Series, pk=number)
    allow(request.user, "arrange", found)
    wanted = [pk for each in request.POST.getlist("post") if (pk := number_of(each)) is not None]
    place, _, step = request.POST.get("do", "").partition(".")
    if step:
        parts = {post.pk: post for post in _parts(found)}
        shown = [parts[pk] for pk in wanted if pk in parts]
        return _one(request, found, order=rearranged(shown, number_of(place), step))
    with receipts.kept(request.user, "order", title=str(found)) as slip:
        order_series(actor=request.user, series=found, posts=wanted)
    messages.success(request, "The order is saved.", extra_tags=receipts.tag(slip))
    return see(reverse("studio:one_series", args=[number]))


@door("POST")
def add(request: Request, number: int) -> HttpResponse:
    """One more post, at the end."""
    found = get_object_or_404(Series, pk=number)
    allow(request.user, "arrange", found)
    form = PartForm(request.POST)
    if not form.is_valid():
        return _one(request, found, part=form)
    with receipts.kept(request.user, "place", title=str(found)) as slip:
        put_into_series(actor=request.user, post=form.cleaned_data["post"], series=found)
    said = f"“{form.cleaned_data['post']}” is the last part now."
    messages.success(request, said, extra_tags=receipts.tag(slip))
    return see(reverse("studio:one_series", args=[number]))


@door("POST")
def remove(request: Request, number: int) -> HttpResponse:
    """Take away an empty series."""
    found = get_object_or_404(Series, pk=number)
    try:
        with receipts.kept(request.user, "remove", title=str(found)) as slip:
            remove_series(actor=request.user, series=found)
    except ValidationError as refusal:
        return _one(request, found, refusal=" ".join(refusal.messages))
    messages.success(request, f"“{found}” is taken away.", extra_tags=receipts.tag(slip))
    return see(reverse("studio:series"))
