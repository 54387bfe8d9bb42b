"""Texts whose HTML an older renderer made: the verb that brings them up to today's."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.db import transaction

from content import kinds, rendering, search
from content.actors import Actor, allow
from content.markdown import RENDERER, TooLarge

AT_ONCE = 50  # texts in a transaction; readers of the others wait for none of them
MADE = ("body_html", "toc", "words", "excerpt", "renderer")


def due() -> int:
    """How many texts there are that an older renderer made."""
    return sum(_older(model).count() for model in kinds.models().values())


def render_due(actor: Actor) -> Iterator[int]:
    """Render them anew, the newest first, and yield how many were done each time."""
    for model in kinds.models().values():
        while done := render_some(actor=actor, model=model):
            yield done


@transaction.atomic
def render_some(*, actor: Actor, model: type[Any]) -> int:
    """Render some of *model* anew. Their words are the same, so neither revision nor log tells of it."""
    allow(actor, "rerender")
    things = list(_older(model).select_for_update().order_by("-pk")[:AT_ONCE])
    for thing in things:
        with suppress(TooLarge):  # it came in before there was a limit: what was made of it stays
            rendering.fill(thing)
        thing.renderer = RENDERER
        thing.save(update_fields=MADE)
        search.index(thing)
    return len(things)


def _older(model: type[Any]) -> Any:
    return model.objects.exclude(renderer=RENDERER)
