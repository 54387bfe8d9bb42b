"""The verbs that say which texts are translations of each other. Readers of all of them see it at once."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from content import kinds
from content.actors import Actor, allow
from content.log import note
from content.models import Translation
from content.revisions import newest


@transaction.atomic
def link(*, actor: Actor, thing: Any, other: Any) -> None:
    """Let *thing* and *other*, and what each is linked with already, be translations of each other.

    Raises ValidationError for the same text, for texts of two kinds, and where two would be in one language.
    """
    if thing.kind != other.kind or thing.pk == other.pk:
        raise ValidationError("A text is linked with another one of its kind.")
    one, two = _held(thing), _held(other)
    if one and two and one[0].group == two[0].group:
        return
    texts = [*_texts(thing, one), *_texts(other, two)]
    for each in texts:
        allow(actor, "translate", each)
    _refuse_one_language_twice(texts)
    group = one[0].group if one else two[0].group if two else uuid.uuid4()
    for each in texts:
        Translation.objects.update_or_create(of=each.kind, thing_id=each.pk, defaults={"group": group})
    note(
        actor,
        "translate",
        thing,
        timezone.now(),
        {"translations": [_names(one), [str(each) for each in texts]]},
    )


@transaction.atomic
def unlink(*, actor: Actor, thing: Any) -> None:
    """Let *thing* be a translation of none. The others stay linked, where they are two at least."""
    held = _held(thing)
    if not held:
        return
    for each in _texts(thing, held):
        allow(actor, "translate", each)
    gone = [row for row in held if row.thing_id == thing.pk] if len(held) > 2 else held
    Translation.objects.filter(pk__in=[row.pk for row in gone]).delete()
    note(actor, "translate", thing, timezone.now(), {"translations": [_names(held), []]})


def linked(thing: Any) -> list[Any]:
    """The texts that are translations of *thing*, by their languages as they would be published now."""
    row = Translation.objects.filter(of=thing.kind, thing_id=thing.pk).first()
    rows = Translation.objects.filter(group=row.group) if row else Translation.objects.none()
    return sorted(_things(each for each in rows if each.thing_id != thing.pk), key=language_of)


def language_of(thing: Any) -> str:
    """The language of what its authors wrote last, be it published or not."""
    last = newest(thing)
    return str(last.fields["language"] if last else thing.language)


def _held(thing: Any) -> list[Translation]:
    """The rows of the group that *thing* is in, held until the end of the transaction."""
    rows = Translation.objects.select_for_update()
    row = rows.filter(of=thing.kind, thing_id=thing.pk).first()
    return list(rows.filter(group=row.group).order_by("pk")) if row else []


def _texts(thing: Any, rows: list[Translation]) -> list[Any]:
    return _things(rows) if rows else [thing]


def _things(rows: Any) -> list[Any]:
    found = (kinds.thing(f"{row.of}:{row.thing_id}") for row in rows)
    return [thing for thing in found if thing is not None]


def _refuse_one_language_twice(texts: list[Any]) -> None:
    known: dict[str, Any] = {}
    for each in texts:
        language = language_of(each)
        if language in known:
            raise ValidationError(
                f"“{known[language]}” and “{each}” are both in the language {language}. Set another first."
            )
        known[language] = each


def _names(rows: list[Translation]) -> list[str]:
    return [str(each) for each in _things(rows)]
