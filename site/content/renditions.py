"""When the renditions of pictures are there: the verb by which pages come to offer them."""

from collections.abc import Iterator, Sequence
from time import monotonic

from django.db import transaction
from django.db.models import QuerySet

from content import rendering
from content.actors import Actor, allow
from media.models import Picture
from media.renditions import RECIPE, Made, make

LONGEST = 5.0  # seconds after which what was made so far is offered


def due() -> QuerySet[Picture]:
    """The pictures whose renditions are not made yet, or by older rules; the newest first."""
    return Picture.objects.filter(recipe__lt=RECIPE, trashed_at=None).order_by("-pk")


def make_due(actor: Actor) -> Iterator[list[Picture]]:
    """Make what is due, and yield the pictures that were done each time.

    Whoever is ended in the middle of it has lost the seconds since then: the next one goes on from there.
    """
    while found := list(due()[:100]):
        made: list[tuple[Picture, Made]] = []
        began = monotonic()
        while found and monotonic() - began < LONGEST:
            picture = found.pop(0)
            made.append((picture, make(picture)))
        offer(actor=actor, made=made)
        yield [picture for picture, _ in made]


@transaction.atomic
def offer(*, actor: Actor, made: Sequence[tuple[Picture, Made]]) -> None:
    """Let pages offer what was *made*, and render anew the texts that show those pictures, each once.

    A picture that was given another file meanwhile stays due. Nobody decided anything, so no log tells of it.
    """
    allow(actor, "offer")
    known = {picture.pk: what for picture, what in made}
    # no_key: a text that is just being published, and refers to the picture, does not wait for this
    rows = Picture.objects.select_for_update(no_key=True).filter(pk__in=known).order_by("pk")
    offered = [picture for picture in rows if picture.file.name == known[picture.pk].file]
    for picture in offered:
        what = known[picture.pk]
        picture.renditions, picture.tint, picture.recipe = what.renditions, what.tint, RECIPE
        picture.save(update_fields=["renditions", "tint", "recipe"])
    rendering.heal(offered)


@transaction.atomic
def look_again(*, actor: Actor, pictures: Sequence[Picture]) -> None:
    """Render anew the texts that were on their way while the renditions of *pictures* came."""
    allow(actor, "offer")
    rendering.heal(pictures)
