"""The verbs for series: what they are called, which posts are in them, and in which order."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from blog.models import Post, Series, SeriesEntry
from content import fields, redirects
from content.actors import Actor, allow
from content.log import note
from content.revisions import add_revision, locked, newest
from content.slugs import slugify


@transaction.atomic
def add_series(*, actor: Actor, title: str, description: str = "") -> Series:
    """A new series without posts. Raises ValidationError by field."""
    allow(actor, "arrange")
    title = " ".join(title.split())
    slug = fields.free(Series, slugify(title) or Series.kind)
    series = Series(title=title, slug=slug, description=description.strip())
    series.full_clean()
    series.save()
    note(actor, "add", series, timezone.now())
    return series


@transaction.atomic
def describe_series(*, actor: Actor, series: Series, title: str, slug: str, description: str) -> Series:
    """Call *series* by another title, or put it at another address; the old one leads to it.

    Raises ValidationError by field.
    """
    allow(actor, "arrange", series)
    series = locked(series)
    now, was_at = timezone.now(), series.get_absolute_url()
    new = {"title": " ".join(title.split()), "slug": slug.strip(), "description": description.strip()}
    changes = {name: [getattr(series, name), value] for name, value in new.items()}
    for name, value in new.items():
        setattr(series, name, value)
    series.full_clean()
    series.save()
    redirects.leave(was_at, series.get_absolute_url(), now)
    note(actor, "describe", series, now, {name: pair for name, pair in changes.items() if pair[0] != pair[1]})
    return series


@transaction.atomic
def put_into_series(*, actor: Actor, post: Post, series: Series | None) -> None:
    """Let *post* be the last part of *series*, or of none. Readers see it at once where the post is live.

    What its author goes on from has it too, or publishing that would undo it.
    """
    allow(actor, "arrange", series)
    post = locked(post)
    now = timezone.now()
    _keep_in_history(actor, post, series, now)
    before = SeriesEntry.objects.filter(post=post).select_related("series").first()
    if (before.series if before else None) == series:
        return
    if before:
        before.delete()
    if series:
        SeriesEntry.objects.create(series=series, post=post, position=series.next_position())
    changes = {"series": [str(before.series) if before else "", str(series or "")]}
    note(actor, "place", post, now, changes)


def _keep_in_history(actor: Actor, post: Post, series: Series | None, now: datetime) -> None:
    last, wanted = newest(post), series.pk if series else None
    if last and last.fields.get("series") != wanted:
        add_revision(actor, post, last.fields | {"series": wanted}, last.kind, now, base=last)


@transaction.atomic
def order_series(*, actor: Actor, series: Series, posts: list[int]) -> None:
    """Put the parts of *series* into the order of *posts*, by their numbers; those left out go from it.

    What is no part of it is passed over: another author may have taken it out meanwhile.
    """
    allow(actor, "arrange", series)
    series = locked(series)
    entries = {entry.post_id: entry for entry in series.entries.all()}
    kept = [entries[post] for post in dict.fromkeys(posts) if post in entries]
    for position, entry in enumerate(kept):
        if entry.position != position:
            entry.position = position
            entry.save(update_fields=["position"])
    now = timezone.now()
    for entry in series.entries.exclude(pk__in=[entry.pk for entry in kept]).select_related("post"):
        _keep_in_history(actor, entry.post, None, now)
        entry.delete()
    changes = {"posts": [list(entries), [entry.post_id for entry in kept]]}
    if changes["posts"][0] != changes["posts"][1]:
        note(actor, "order", series, now, changes)


@transaction.atomic
def remove_series(*, actor: Actor, series: Series) -> None:
    """Take away *series*; its posts stay where they are. Raises ValidationError while it has any."""
    allow(actor, "arrange", series)
    series = locked(series)
    if series.entries.exists():
        raise ValidationError(f"“{series}” has posts still. Take them out of it first.")
    note(actor, "remove", series, timezone.now())
    series.delete()
