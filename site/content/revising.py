"""The verbs that add to a text's history and touch no live row: save, autosave, put together, bring back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from content import fields as fielding
from content.actors import Actor, allow
from content.fields import Fields
from content.log import note
from content.models import Planned, Revision
from content.revisions import Conflict, add_revision, locked, newest, with_key

ONE_AUTOSAVE_EACH = timedelta(minutes=10)  # what is left of the old ones of one author


@transaction.atomic
def revise(*, actor: Actor, thing: Any, fields: Fields, base: Revision | None, key: str = "") -> Revision:
    """Keep an edit of *thing*; the live row stays as it is.

    *fields* may be some of them, the rest is as in *base*. With *key*, a repeated call returns the
    revision that the first one made. Raises Conflict when *base* is not the newest revision.
    """
    allow(actor, "revise", thing)
    thing = locked(thing)
    repeated, key = _repeated(thing, fields, key)
    if repeated:
        return repeated
    last = _refuse_other(thing, fields, base)
    full = (last.fields if last else fielding.snapshot(thing)) | fields
    now = timezone.now()
    revision = add_revision(actor, thing, full, Revision.Kind.DRAFT, now, base=last, key=key)
    note(actor, "revise", thing, now, {"revision": [last and last.pk, revision.pk]})
    return revision


@transaction.atomic
def autosave(*, actor: Actor, thing: Any, fields: Fields, base: Revision | None, key: str = "") -> Revision:
    """Keep what is being typed into *thing*, as ``revise`` does; what says nothing new makes no revision.

    Its revision is its log: an entry for each pause of typing would bury the others.
    """
    allow(actor, "revise", thing)
    thing = locked(thing)
    repeated, key = _repeated(thing, fields, key)
    if repeated:
        return repeated
    last = newest(thing)
    if last and says_the_same(last, fields):
        return last
    _refuse_other(thing, fields, base)
    full = (last.fields if last else fielding.snapshot(thing)) | fields
    return add_revision(actor, thing, full, Revision.Kind.AUTOSAVE, timezone.now(), base=last, key=key)


def says_the_same(revision: Revision, fields: Fields) -> bool:
    """Whether *fields* would change nothing of *revision*."""
    return all(revision.fields.get(name) == value for name, value in fields.items())


def _repeated(thing: Any, fields: Fields, key: str) -> tuple[Revision | None, str]:
    """The revision that was kept with *key*, and the key to go on with.

    Another text in a form that was sent before, as after Back, is a save of its own and goes without a key.
    """
    made = with_key(thing, key)
    if made is None or says_the_same(made, fields):
        return made, key
    return None, ""


def _refuse_other(thing: Any, fields: Fields, base: Revision | None) -> Revision | None:
    """The newest revision, which has to be *base*. Raises Conflict; ValidationError for unknown fields."""
    last = newest(thing)
    if last != base:
        raise Conflict(mine=fields, theirs=last, base=base)
    fielding.refuse_unknown(type(thing), fields)
    return last


@transaction.atomic
def reconcile(
    *, actor: Actor, thing: Any, conflict: Conflict, whole: Fields, kind: str, key: str = ""
) -> tuple[Revision, Revision]:
    """Keep *whole*, in which the two sides of *conflict* are put together, as the newest revision.

    What the author typed is kept before it as it was typed, with his *key*, so that either can be gone back
    to; returned are both, what was typed first. Raises Conflict when yet another revision came.
    """
    allow(actor, "revise", thing)
    thing = locked(thing)
    repeated, key = _repeated(thing, conflict.mine, key)
    if repeated:
        return repeated, repeated
    if newest(thing) != conflict.theirs:
        raise Conflict(mine=conflict.mine, theirs=newest(thing), base=conflict.base)
    fielding.refuse_unknown(type(thing), whole)
    now = timezone.now()
    began = conflict.base.fields if conflict.base else fielding.snapshot(thing)
    typed = add_revision(actor, thing, began | conflict.mine, kind, now, base=conflict.base, key=key)
    made = add_revision(actor, thing, whole, kind, now, base=conflict.theirs)
    if kind != Revision.Kind.AUTOSAVE:
        note(actor, "revise", thing, now, {"revision": [typed.pk, made.pk]})
    return typed, made


@transaction.atomic
def restore(*, actor: Actor, thing: Any, revision: Revision) -> Revision:
    """Make the text of an older *revision* the newest one. Nothing is replaced, and nothing published."""
    allow(actor, "restore", thing)
    thing = locked(thing)
    now = timezone.now()
    made = add_revision(actor, thing, revision.fields, Revision.Kind.RESTORED, now, base=newest(thing))
    note(actor, "restore", thing, now, {"revision": [revision.pk, made.pk]})
    return made


@transaction.atomic
def thin(*, actor: Actor, since: datetime, before: datetime) -> int:
    """Of the autosaves made from *since* to *before*, leave each author's last in ten minutes of a text.

    Each pause of typing adds one, so that none replaces another while it is young; what is left of a day's
    work has to stay small. A text's newest revision always stays, and one that is planned. Returned is how
    many went.
    """
    allow(actor, "thin")
    later = Revision.objects.filter(of=OuterRef("of"), thing_id=OuterRef("thing_id"), pk__gt=OuterRef("pk"))
    planned = Planned.objects.filter(revision=OuterRef("pk"))
    autosaves = Revision.objects.filter(
        Exists(later), ~Exists(planned), kind=Revision.Kind.AUTOSAVE, made_at__gte=since, made_at__lt=before
    )
    gone = list(_not_last(autosaves.order_by("of", "thing_id", "author_id", "pk")))
    Revision.objects.filter(pk__in=gone).delete()
    return len(gone)


def _not_last(autosaves: Any) -> Iterator[int]:
    rows = autosaves.values_list("of", "thing_id", "author_id", "made_at", "pk")
    for _, run in groupby(
        rows, key=lambda row: (*row[:3], row[3].timestamp() // ONE_AUTOSAVE_EACH.total_seconds())
    ):
        yield from [pk for *_, pk in run][:-1]
