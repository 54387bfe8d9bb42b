"""Bodies are rendered when they are saved, never when they are read."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from content import inserting, kinds, search, uses
from content.ahead import Ahead
from content.markdown import RENDERER, Rendered, Shown, Target, clean_html, render, render_while_written
from content.models import Link
from media.models import File, Picture

EXCERPT = 300
FIRST = re.compile(r'(<img[^<>]*) fetchpriority="high"')

ahead: ContextVar[Ahead | None] = ContextVar("what is rendered already", default=None)


def resolve(reference: str) -> Target | None:
    """Where a reference like ``post:17`` or ``picture:5`` leads now, or None."""
    kind, _, said = reference.partition(":")
    if kind == "picture":
        picture = Picture.objects.filter(pk=kinds.number(said) or 0).first()
        return _picture(picture) if picture else None
    if kind == "file":
        file = File.objects.filter(pk=kinds.number(said) or 0).first()
        return Target(file.url, file.name, plays=file.plays) if file else None
    thing = kinds.thing(reference)
    return Target(thing.get_absolute_url(), thing.title) if thing else None


def _picture(picture: Picture) -> Target:
    return Target(
        picture.url,
        picture.says,
        picture.width,
        picture.height,
        is_decorative=picture.is_decorative,
        sources=picture.sources,
        srcset=picture.srcset,
        looks=picture.looks,
    )


def rendered(body: str, body_format: str, *, positions: bool = False, language: str = "en") -> Rendered:
    """The HTML of *body* and what is known of it. Raises ``content.markdown.TooLarge``.

    What the renderer adds of its own, like the title of an alert, is in *language*.
    """
    if body_format == "html":
        return clean_html(body, resolve=resolve, language=language)
    return render(body, resolve=resolve, positions=positions, language=language)


def fill(thing: Any) -> Rendered:
    """Set the columns of *thing* that are made from its body; nothing is saved."""
    before = ahead.get()
    made = before and before.take((thing.body, thing.body_format, thing.language), resolve)
    made = made or rendered(thing.body, thing.body_format, language=thing.language)
    _fill_from(thing, made)
    return made


def fill_for_editor(thing: Any) -> Shown:
    """As ``fill``, and each block says in which line of the source it begins."""
    if thing.body_format == "html":
        made: Shown = rendered(thing.body, thing.body_format, language=thing.language)
    else:
        made = render_while_written(thing.body, resolve=resolve, language=thing.language)
    _fill_from(thing, made)
    return made


@contextmanager
def rendered_before(things: Iterable[Any]) -> Iterator[None]:
    """Render *things* now: within, ``fill`` takes what was made where all that it was made of is the same."""
    made = Ahead()
    made.render_here([(thing.body, thing.body_format, thing.language) for thing in things], resolve)
    token = ahead.set(made)
    try:
        yield
    finally:
        ahead.reset(token)


def _fill_from(thing: Any, made: Shown) -> None:
    thing.body_html = _below_the_lead(made.html) if thing.lead_picture_id else made.html
    thing.toc = [[heading.level, heading.id, heading.text] for heading in made.headings]
    thing.words = made.words
    thing.excerpt = shortened(made.text)
    thing.renderer = RENDERER


def _below_the_lead(html: str) -> str:
    """*html*, whose first picture waits like all others: the lead picture stands above it."""
    return FIRST.sub(r'\1 loading="lazy" decoding="async"', html, count=1)


def shortened(text: str) -> str:
    """The beginning of *text*, ended at a word with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= EXCERPT:
        return text
    cut = text[:EXCERPT].rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:.–—-") + "…"


def note_links(thing: Any, made: Rendered, *, is_new: bool = False) -> None:
    """Keep where the text of *thing* leads to, and what it shows."""
    uses.in_row(thing, is_new=is_new)
    if not is_new:
        Link.objects.filter(of=thing.kind, thing_id=thing.pk).delete()
    note_new_links([(thing, made)])


def note_new_links(texts: Iterable[tuple[Any, Rendered]]) -> None:
    """Keep where the texts of these things lead to, of which nothing was kept before."""
    inserting.insert(
        Link,
        ("of", "thing_id", "to", "to_id", "url"),
        ((thing.kind, thing.pk, *ends) for thing, made in texts for ends in _ends(made)),
    )


def _ends(made: Rendered) -> Iterator[tuple[str, int | None, str]]:
    """Where a text leads to: a kind and a number inside, or an address here or elsewhere."""
    for reference in dict.fromkeys(made.references):
        to, _, said = reference.partition(":")
        if (number := kinds.number(said)) is not None:
            yield to, number, ""
    for url in dict.fromkeys(made.links):
        if url.startswith(("http:", "https:", "/")):
            yield "", None, url[:2000]


def heal(things: Iterable[Any]) -> None:
    """Render anew the texts that link to *things*, or show them: what is seen of those has changed."""
    for linking in _linking(things):
        before = linking.body_html
        fill(linking)
        if linking.body_html != before:
            linking.save(update_fields=["body_html"])
            search.index(linking)


def _linking(things: Iterable[Any]) -> Iterator[Any]:
    """Each text once, locked: what is published meanwhile must not get back what it was made of before."""
    texts = {
        (link.of, link.thing_id)
        for thing in things
        for link in Link.objects.filter(to=thing.kind, to_id=thing.pk)
    }
    for kind, number in sorted(texts):
        yield from kinds.model(kind).objects.select_for_update().filter(pk=number)
