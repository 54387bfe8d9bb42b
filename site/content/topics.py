"""The verbs for topics; ``content.arranging`` changes their address and makes one of several."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from content import filing, kinds, search
from content.actors import Actor, allow
from content.log import note
from content.models import Topic
from content.revisions import locked
from content.slugs import slugify


@transaction.atomic
def add_topic(*, actor: Actor, name: str, description: str = "") -> Topic:
    """A new topic. Raises ValidationError by field where one is called so already, or was."""
    allow(actor, "arrange")
    topic = Topic(name=_plain(name), slug=slugify(name), description=description.strip())
    _refuse_known(topic)
    topic.full_clean()
    topic.save()
    note(actor, "add", topic, timezone.now())
    return topic


@transaction.atomic
def describe_topic(*, actor: Actor, topic: Topic, name: str, description: str) -> Topic:
    """Call *topic* by *name* and say what it is about. The name it had leads to it still.

    Raises ValidationError by field where another topic is called so, or was.
    """
    allow(actor, "arrange", topic)
    topic = locked(topic)
    old = {"name": topic.name, "description": topic.description}
    topic.name, topic.description = _plain(name), description.strip()
    new = {"name": topic.name, "description": topic.description}
    changes = {field: [old[field], value] for field, value in new.items() if old[field] != value}
    if "name" in changes:
        _refuse_known(topic)
        former = [each for each in topic.former_names if each.casefold() != topic.name.casefold()]
        topic.former_names = [*former, old["name"]]
    topic.full_clean()
    if changes:
        topic.save()
        if "name" in changes:
            search.index_filed(topic.pk)
        note(actor, "describe", topic, timezone.now(), changes)
    return topic


@transaction.atomic
def remove_topic(*, actor: Actor, topic: Topic) -> None:
    """Take away an empty *topic*. Raises ValidationError while anything is filed under it."""
    allow(actor, "arrange", topic)
    topic = locked(topic)
    if any(model.objects.filter(topics=topic).exists() for model in kinds.models().values()):
        raise ValidationError(f"Something is filed under “{topic}”. Merge it into another topic instead.")
    note(actor, "remove", topic, timezone.now())
    topic.delete()


def _plain(name: str) -> str:
    return " ".join(name.split())


def _refuse_known(topic: Topic) -> None:
    if not slugify(topic.name):
        raise ValidationError({"name": "A topic has a letter or a digit in its name."})
    known = filing.known_topic(topic.name)
    if known is not None and known.pk != topic.pk:
        raise ValidationError({"name": f"“{known}” is that topic already, or was called so once."})
