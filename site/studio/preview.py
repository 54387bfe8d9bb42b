"""How a text will look: its page by the reader's own template; as lists, results and shared links show it."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

import blog.shown
import pages.shown
from blog.models import SeriesEntry
from blog.queries import parts
from content.markdown import TooLarge
from content.rendering import fill_for_editor
from content.site import for_request
from language import voice
from media.cards import byline
from pages.queries import around
from seo import Facts, Result, result
from studio.door import Request
from studio.forms import TextForm
from studio.typed import as_typed, series_of


@dataclass(frozen=True)
class Preview:
    """A text as it was just typed. ``page`` and ``listed`` are HTML, of whole documents or of their blocks.

    ``card`` is where the picture is drawn that stands for a text without a lead picture where it is shared.
    ``unresolved`` led nowhere; ``refusal`` says why there is no text to see.
    """

    thing: Any
    page: str
    listed: str
    facts: Facts
    result: Result
    card: str
    unresolved: tuple[str, ...]
    refusal: str


def whole(form: TextForm, request: Request) -> Preview:
    """What readers would get if *form* were published now, as documents."""
    return _preview(form, request, block="")


def changing(form: TextForm, request: Request) -> Preview:
    """As ``whole``, but only the blocks of those documents that change while somebody writes."""
    return _preview(form, request, block="#main")


def _preview(form: TextForm, request: Request, block: str) -> Preview:
    thing = as_typed(form, request.user)
    unresolved, refusal = _fill(thing)
    template, shown = _shown(thing, form)
    site = for_request(request)
    listed = {"say": voice(site.language), "post": thing}
    return Preview(
        thing=thing,
        page=_rendered(f"{template}{block}", shown, request),
        listed=_rendered(f"studio/listed.html{block}", listed, request) if form.kind == "post" else "",
        facts=shown["facts"],
        result=result(shown["facts"], site.name),
        card=_card(thing),
        unresolved=unresolved,
        refusal=refusal,
    )


def _fill(thing: Any) -> tuple[tuple[str, ...], str]:
    try:
        return fill_for_editor(thing).unresolved, ""
    except TooLarge as refusal:
        return (), str(refusal)


def _shown(thing: Any, form: TextForm) -> tuple[str, dict[str, Any]]:
    """The template of the text's public page, and what the public view hands it."""
    if thing.kind == "post":
        series = series_of(form)
        among = _parts(series, thing) if series else []
        return "blog/post.html", blog.shown.of_post(thing, series=series, parts=among)
    found = around(thing, timezone.now())
    context = pages.shown.of_page(thing, thing.get_absolute_url(), above=found.above, below=found.below)
    return "pages/page.html", context


def _parts(series: Any, thing: Any) -> list[Any]:
    """The live parts of *series* with *thing* among them, at the place that publishing would give it."""
    [entry] = thing.rows_beside({"series": series.pk})[SeriesEntry]
    others = [part for part in parts(series.pk, timezone.now()) if part.pk != thing.pk]
    before = set(series.entries.filter(position__lt=entry.position).values_list("post", flat=True))
    at = sum(part.pk in before for part in others)
    return [*others[:at], thing, *others[at:]]


def _card(thing: Any) -> str:
    said = {"title": thing.title}
    if thing.kind == "post":
        say = voice(thing.language)
        names = say.joined([signature.person.name for signature in thing.signatures])
        said["foot"] = byline(names, say.date(thing.publish_at))
    return reverse("studio:card", query=said)


def _rendered(template: str, context: dict[str, Any], request: Request) -> str:
    return render_to_string(template, context, request, using="jinja2")
