"""Texts whose HTML an older renderer made: the verb that brings them up to today's."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from content import kinds, rendering, search
from content.actors import Actor, allow
from content.markdown import RENDERER, TooLarge

log = logging.getLogger(__name__)

AT_ONCE = 10  # texts in a transaction, before which they are rendered: nobody who writes waits for that
# What a newer one made is left: two releases that work side by side would undo what the other did.
OLDER = ("", *map(str, range(1, int(RENDERER))))
MADE = ("body_html", "toc", "words", "excerpt", "renderer")


def due() -> int:
    """How many texts there are that an older renderer made."""
    return sum(_older(model).count() for model in kinds.models().values())


def render_due(actor: Actor) -> Iterator[int]:
    """Render them anew, the newest first, and yield how many were looked at each time."""
    for model in kinds.models().values():
        found = list(_older(model)[:AT_ONCE])
        while found:
            render_some(actor=actor, things=found)
            yield len(found)
            found = list(_older(model).filter(pk__lt=found[-1].pk)[:AT_ONCE])


def render_some(*, actor: Actor, things: Sequence[Any]) -> None:
    """Render *things*, which are of one kind, anew.

    Their words are the same, so neither revision nor log tells of it.
    """
    allow(actor, "rerender")
    with rendering.rendered_before(things), transaction.atomic():
        model, numbers = type(things[0]), [thing.pk for thing in things]
        for thing in _older(model).select_for_update().filter(pk__in=numbers):
            _render(thing)


def _render(thing: Any) -> None:
    """What was made of a text that cannot be rendered stays; it goes on to be due, and the log says why."""
    before = thing.body_html
    try:
        with suppress(TooLarge):  # it came in before there was a limit
            rendering.fill(thing)
    except DatabaseError:
        raise
    except Exception:
        log.exception("%s %s cannot be rendered anew; what was made of it stays.", thing.kind, thing.pk)
        return
    thing.renderer = RENDERER
    thing.save(update_fields=MADE)
    if thing.body_html != before:
        search.index(thing)


def _older(model: type[Any]) -> QuerySet[Any]:
    older: QuerySet[Any] = model.objects.filter(renderer__in=OLDER).order_by("-pk")
    return older
