"""Bodies are rendered when they are saved, never when they are read."""

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from content import kinds, search, uses
from content.ahead import Ahead
from content.markdown import RENDERER, Rendered, Target, clean_html, render
from content.models import Link
from media.models import Picture

EXCERPT = 300

ahead: ContextVar[Ahead | None] = ContextVar("what an import has rendered already", default=None)


def resolve(reference: str) -> Target | None:
    """Where a reference like ``post:17`` or ``picture:5`` leads now, or None."""
    kind, _, said = reference.partition(":")
    if kind == "picture":
        picture = Picture.objects.filter(pk=kinds.number(said) or 0).first()
        return _picture(picture) if picture else None
    thing = kinds.thing(reference)
    return Target(thing.get_absolute_url(), thing.title) if thing else None


def _picture(picture: Picture) -> Target:
    return Target(
        picture.url, picture.says, picture.width, picture.height, is_decorative=picture.is_decorative
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


def fill_for_editor(thing: Any) -> Rendered:
    """As ``fill``, and each block says in which line of the source it begins."""
    made = rendered(thing.body, thing.body_format, positions=True, language=thing.language)
    _fill_from(thing, made)
    return made


def _fill_from(thing: Any, made: Rendered) -> None:
    thing.body_html = made.html
    thing.toc = [[heading.level, heading.id, heading.text] for heading in made.headings]
    thing.words = made.words
    thing.excerpt = shortened(made.text)
    thing.renderer = RENDERER


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
    inside = (reference.partition(":") for reference in dict.fromkeys(made.references))
    outside = dict.fromkeys(url for url in made.links if url.startswith(("http:", "https:")))
    Link.objects.bulk_create(
        [
            *(
                Link(of=thing.kind, thing_id=thing.pk, to=to, to_id=number)
                for to, _, said in inside
                if (number := kinds.number(said)) is not None
            ),
            *(Link(of=thing.kind, thing_id=thing.pk, url=url[:2000]) for url in outside),
        ]
    )


def heal(things: Iterable[Any]) -> None:
    """Render anew the texts that link to *things*, whose addresses or titles have changed."""
    for thing in things:
        for link in Link.objects.filter(to=thing.kind, to_id=thing.pk):
            linking = kinds.thing(f"{link.of}:{link.thing_id}")
            if linking is not None:
                fill(linking)
                linking.save(update_fields=["body_html"])
                search.index(linking)
