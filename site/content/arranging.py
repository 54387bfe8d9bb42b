"""The verbs that change where things stand: their address, their place in the tree, their topic."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from content import archives, kinds, redirects, relating, rendering, search, subscribing
from content import fields as fielding
from content.actors import Actor, allow
from content.log import note
from content.models import Publishable, Revision, Topic
from content.revisions import add_revision, locked, newest
from content.slugs import validate_slug


@transaction.atomic
def rename(*, actor: Actor, thing: Any, slug: str) -> Any:
    """Give *thing* (a post, page, topic or person) another address. The old one leads to it with a 301."""
    allow(actor, "rename", thing)
    validate_slug(slug)
    thing = locked(thing)
    now = timezone.now()
    was, was_at = thing.slug, thing.get_absolute_url()
    thing.slug = slug
    if isinstance(thing, Publishable):
        _keep_in_history(actor, thing, slug, now)
        _place(thing)
        thing.updated_at = now
    thing.full_clean(exclude=["lead_picture", "picture", "parent", "body_html"])
    thing.save()
    redirects.leave(was_at, thing.get_absolute_url(), now)
    rendering.heal([thing, *replant(thing, now)])
    if isinstance(thing, Publishable):
        search.index(thing)
    note(actor, "rename", thing, now, {"slug": [was, slug]})
    return thing


def _keep_in_history(actor: Actor, thing: Any, slug: str, now: datetime) -> None:
    """The newest draft takes the new slug too, or publishing it later would undo the renaming."""
    last = newest(thing)
    full = (last.fields if last else fielding.snapshot(thing)) | {"slug": slug}
    add_revision(actor, thing, full, last.kind if last else Revision.Kind.DRAFT, now, base=last)


@transaction.atomic
def move(*, actor: Actor, page: Any, parent: Any | None, position: int) -> Any:
    """Put *page* below *parent* (None: at the root) as its *position*-th child, counted from 0.

    Raises ValidationError when *parent* stands below *page* itself.
    """
    allow(actor, "move", page)
    page = locked(page)
    now = timezone.now()
    _refuse_circle(page, parent)
    was_at = page.get_absolute_url()
    page.parent, page.updated_at = parent, now
    _place(page)
    page.full_clean(exclude=["lead_picture", "parent", "body_html"])
    page.save()
    _line_up(page, position)
    last = newest(page)
    if last and last.fields.get("parent") != page.parent_id:
        add_revision(actor, page, last.fields | {"parent": page.parent_id}, last.kind, now, base=last)
    if page.get_absolute_url() != was_at:
        redirects.leave(was_at, page.get_absolute_url(), now)
        rendering.heal([page, *replant(page, now)])
        search.index(page)
    note(actor, "move", page, now, {"path": [was_at, page.get_absolute_url()]})
    return page


def _refuse_circle(page: Any, parent: Any | None) -> None:
    above = parent
    while above is not None:
        if above.pk == page.pk:
            raise ValidationError(f"“{parent}” stands below “{page}”, so it cannot become its parent.")
        above = above.parent


def _place(thing: Any) -> None:
    if hasattr(thing, "own_path"):
        thing.path = thing.own_path()


def _line_up(page: Any, position: int) -> None:
    """Number the siblings of *page* anew, with it at *position*."""
    siblings = list(
        type(page).objects.filter(parent=page.parent).exclude(pk=page.pk).order_by("position", "pk")
    )
    siblings.insert(max(0, position), page)
    for place, sibling in enumerate(siblings):
        if sibling.position != place:
            sibling.position = place
            sibling.save(update_fields=["position"])


def replant(thing: Any, now: datetime) -> list[Any]:
    """Bring the paths below a page in line with its own; what moved is returned, and redirected."""
    moved: list[Any] = []
    if not hasattr(thing, "own_path"):
        return moved
    for child in type(thing).objects.filter(parent=thing):
        was_at = child.get_absolute_url()
        child.parent = thing
        child.path = child.own_path()
        if child.get_absolute_url() != was_at:
            child.save(update_fields=["path"])
            search.index(child)
            redirects.leave(was_at, child.get_absolute_url(), now)
            moved += [child, *replant(child, now)]
    return moved


@transaction.atomic
def merge(*, actor: Actor, topics: list[Topic], into: Topic) -> Topic:
    """File everything under *topics* under *into* instead; their names and addresses lead to it."""
    allow(actor, "merge", into)
    now = timezone.now()
    into = locked(into)
    for topic in topics:
        if topic.pk == into.pk:
            continue
        moved = _refile(actor, topic, into, now)
        subscribing.follow(topic=topic, into=into)
        redirects.leave(topic.get_absolute_url(), into.get_absolute_url(), now)
        into.former_names = [*into.former_names, topic.name, *topic.former_names]
        note(actor, "merge", topic, now, {"into": [topic.name, into.name]})
        topic.delete()
        for thing in moved:
            search.index(thing)
            relating.all_later(type(thing), [thing.pk])
        archives.cut([entries for thing in moved for entries in thing.streams()], now)
    into.save()
    return into


def _refile(actor: Actor, topic: Topic, into: Topic, now: datetime) -> list[Any]:
    """File what stands under *topic* under *into*, in its rows and in what its authors go on from."""
    moved = [thing for model in kinds.models().values() for thing in model.objects.filter(topics=topic)]
    for thing in moved:
        filed = [pk for pk in thing.topics.values_list("pk", flat=True) if pk not in {topic.pk, into.pk}]
        thing.topics.remove(topic)
        fielding.fill_topics(thing, [*filed, into.pk])
        last = newest(thing)
        if last:
            topics = sorted({into.pk if pk == topic.pk else pk for pk in last.fields["topics"]})
            add_revision(actor, thing, last.fields | {"topics": topics}, last.kind, now, base=last)
    return moved
