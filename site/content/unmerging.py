"""The verb that brings a topic back which was merged into another, or taken away."""

from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from content import kinds, redirects
from content.actors import Actor, allow
from content.assigning import file
from content.log import note
from content.models import Redirect, Topic
from content.revisions import locked

COLUMNS = ("pk", "name", "slug", "description", "former_names")


@dataclass(frozen=True)
class Gone:
    """A topic as it was, and what stood under it, as ``post:17``. Plain data, to be kept as JSON.

    *into* is the number of the topic that it was merged into, *shared* what stood under that one too.
    """

    columns: dict[str, Any]
    things: list[str]
    into: int | None = None
    shared: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """What ``Gone(**data)`` is made of again."""
        return asdict(self)


def going(topic: Topic, into: Topic | None = None) -> Gone:
    """What it takes to bring *topic* back, noted before it goes."""
    columns = {name: getattr(topic, name) for name in COLUMNS}
    things, others = _filed_under(topic), _filed_under(into) if into else []
    return Gone(columns, things, into.pk if into else None, tuple(sorted({*things} & {*others})))


def _filed_under(topic: Topic) -> list[str]:
    return [
        f"{kind}:{pk}"
        for kind, model in kinds.models().items()
        for pk in model.objects.filter(topics=topic).values_list("pk", flat=True)
    ]


@transaction.atomic
def bring_back(*, actor: Actor, gone: Gone) -> Topic:
    """Make the topic that is *gone* anew, under its own number, and file under it what stood there.

    A text that was taken out of the other topic since stays out. Raises ValidationError where a topic is
    called so by now.
    """
    allow(actor, "merge" if gone.into else "arrange")
    _refuse_twins(gone)
    topic = Topic(**gone.columns)
    into = _without_its_names(gone)
    topic.full_clean()
    topic.save(force_insert=True)
    Redirect.objects.filter(path=redirects.plain(topic.get_absolute_url())).delete()
    for reference in gone.things:
        _file_back(actor, reference, topic, into, is_shared=reference in gone.shared)
    note(actor, "undo", topic, timezone.now(), {"undone": ["merge" if gone.into else "remove", None]})
    return topic


def _refuse_twins(gone: Gone) -> None:
    """Raise ValidationError where the number, the name or the address was taken since."""
    taken = Topic.objects.filter(pk=gone.columns["pk"]) | Topic.objects.filter(slug=gone.columns["slug"])
    if taken.exists():
        raise ValidationError(f"There is a topic called “{gone.columns['name']}” again.")


def _without_its_names(gone: Gone) -> Topic | None:
    """The topic that took the names of the one that is *gone*, and has them no more."""
    into = Topic.objects.filter(pk=gone.into).first() if gone.into else None
    if into is None:
        return None
    into = locked(into)
    taken = {gone.columns["name"], *gone.columns["former_names"]}
    into.former_names = [name for name in into.former_names if name not in taken]
    into.save(update_fields=["former_names"])
    return into  # type: ignore[no-any-return]


def _file_back(actor: Actor, reference: str, topic: Topic, into: Topic | None, *, is_shared: bool) -> None:
    thing = kinds.thing(reference)
    if thing is None or into is None or not thing.topics.filter(pk=into.pk).exists():
        return
    file(actor=actor, thing=thing, under=[topic], out_of=[] if is_shared else [into])
