"""The verbs for changes of live texts that wait for their time, and what applies them.

A new text with a time ahead needs none of this: that it is published is a predicate. The change of a live one
is copied into its row, so somebody has to do that: the worker, through ``apply_due``.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from content import fields as fielding
from content import kinds
from content.actors import SITE, Actor, allow
from content.fields import Fields
from content.freshness import Overruled
from content.log import note
from content.models import Planned, Revision
from content.publishing import publish
from content.revisions import add_revision, locked, newest, of

log = logging.getLogger(__name__)

# Changed by verbs of their own, whatever a text's revision says.
ARRANGED = ("slug", "parent", "topics", "series")


@transaction.atomic
def plan(
    *,
    actor: Actor,
    thing: Any,
    revision: Revision,
    at: datetime,
    overruled: Overruled | None = None,
    said: str = "",
) -> Planned:
    """Let readers see *revision* of the live *thing* from *at* on; until then they see it as it is.

    *overruled* and *said* are kept for ``publish``, which gets them then. It takes the place of an earlier
    plan. Raises ValidationError for a moment that is over, and for a thing that is not live: that is
    published at a time by ``publish``.
    """
    allow(actor, "plan", thing)
    thing = locked(thing)
    now = timezone.now()
    if at <= now:
        raise ValidationError("Choose a time ahead, or publish it now.")
    _refuse_what_cannot_be(thing, revision, now)
    was = of_thing(thing)
    Planned.objects.filter(of=thing.kind, thing_id=thing.pk).delete()
    made = Planned.objects.create(
        of=thing.kind,
        thing_id=thing.pk,
        revision=revision,
        at=at,
        by_id=actor.pk,
        made_at=now,
        arranged=_arranged(fielding.snapshot(thing)),
        said=said,
        is_news=overruled.is_news if overruled else None,
        why=overruled.why if overruled else "",
    )
    note(actor, "plan", thing, now, {"at": [was and was.at.isoformat(), at.isoformat()]})
    return made


@transaction.atomic
def unplan(*, actor: Actor, thing: Any) -> None:
    """Call the planned change of *thing* off, where there is one. Its revision stays."""
    allow(actor, "unplan", thing)
    thing = locked(thing)
    was = of_thing(thing)
    if was is not None:
        was.delete()
        note(actor, "unplan", thing, timezone.now(), {"at": [was.at.isoformat(), None]})


def of_thing(thing: Any) -> Planned | None:
    """What is planned for *thing*, or was and could not be done; None where nothing is."""
    return Planned.objects.filter(of=thing.kind, thing_id=thing.pk).select_related("by").first()


def of_many(numbers: Iterable[int]) -> dict[tuple[str, int], Planned]:
    """What is planned for texts with these numbers, by kind and number, in one query."""
    found = Planned.objects.filter(thing_id__in=list(numbers))
    return {(planned.of, planned.thing_id): planned for planned in found}


def due(now: datetime) -> list[int]:
    """The numbers of the plans whose time has come, the earliest first."""
    waiting = Planned.objects.filter(at__lte=now, reason="").order_by("at", "pk")
    return list(waiting.values_list("pk", flat=True))


def apply_due(now: datetime) -> int:
    """Apply every plan whose time has come; returns how many changes went live.

    Each is one transaction that takes the plan away and publishes, so a plan is applied exactly once: of two
    workers one finds it gone, and one that is killed in between has done neither.
    """
    return sum(_apply(number) for number in due(now))


def _apply(number: int) -> bool:
    """Apply one plan; whatever speaks against it is kept with it, and stops no other."""
    try:
        return _carry_out(number)
    except DatabaseError:
        log.exception("planned change %s waits for the database", number)
        return False
    except (ValidationError, PermissionDenied) as refusal:
        reason = " ".join(getattr(refusal, "messages", [str(refusal)]))
    except Exception:
        log.exception("planned change %s failed", number)
        reason = "It failed; whoever looks after the site finds the reason in its log."
    Planned.objects.filter(pk=number).update(reason=reason)
    log.warning("planned change %s could not be applied: %s", number, reason)
    return False


@transaction.atomic
def _carry_out(number: int) -> bool:
    found = Planned.objects.filter(pk=number).first()
    thing = kinds.thing(f"{found.of}:{found.thing_id}") if found else None
    if found is not None and thing is None:
        raise ValidationError("The text is there no more.")
    # The text is locked before the plan, as the verbs do it: two who lock crosswise would wait for ever.
    thing = locked(thing) if thing is not None else None
    planned = Planned.objects.select_for_update().filter(pk=number, reason="").first()
    if planned is None:
        return False  # another worker was faster, or it was called off
    _refuse_what_cannot_be(thing, planned.revision, timezone.now())
    later = newest(thing)
    actor = planned.by or SITE
    planned.delete()
    thing = publish(
        actor=actor,
        thing=thing,
        revision=_as_arranged(actor, thing, planned),
        overruled=None if planned.is_news is None else Overruled(planned.is_news, planned.why),
        said=planned.said,
    )
    _keep_what_was_written_since(actor, thing, planned, later)
    return True


def _refuse_what_cannot_be(thing: Any, revision: Revision, now: datetime) -> None:
    state = thing.state(now)
    if state != "live":
        says = {"trashed": "in the trash", "withdrawn": "withdrawn"}.get(state, "not live yet")
        raise ValidationError(f"“{thing}” is {says}, so there is nothing live to change.")
    if of(thing).filter(kind=Revision.Kind.PUBLISHED, pk__gt=revision.pk).exists():
        raise ValidationError(f"Another version of “{thing}” was published after this one was written.")


def _arranged(fields: Fields) -> Fields:
    return {name: fields[name] for name in ARRANGED if name in fields}


def _as_arranged(actor: Actor, thing: Any, planned: Planned) -> Revision:
    """The planned revision, or one like it that keeps what was arranged since it was planned."""
    standing = _arranged(fielding.snapshot(thing))
    since = {name: value for name, value in standing.items() if value != planned.arranged.get(name)}
    if not since:
        return planned.revision
    fields = planned.revision.fields | since
    kind, now = Revision.Kind.DRAFT, timezone.now()
    return add_revision(actor, thing, fields, kind, now, base=planned.revision)


def _keep_what_was_written_since(actor: Actor, thing: Any, planned: Planned, later: Revision | None) -> None:
    """Drafts that are newer than what was planned stay what their author goes on from."""
    if later is None or later.pk <= planned.revision_id:
        return
    base = newest(thing)
    add_revision(actor, thing, later.fields, later.kind, timezone.now(), base=base)
