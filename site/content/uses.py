"""Which pictures a text shows: told at every save, so that a picture knows at once where it is used."""

import re
from typing import Any, Literal

from content.fields import Fields
from content.models import Use
from media.models import Picture

REFERENCE = re.compile(r"\bpicture:(\d{1,18})\b")
FILE = re.compile(r"/media/(pictures/[0-9a-f]{2}/[0-9a-f]{32}\.\w{1,8})")

Where = Literal["in_row", "in_draft"]


def in_row(thing: Any, *, is_new: bool = False) -> None:
    """Note what the row of *thing* shows."""
    _note(thing, named(thing.body, thing.lead_picture_id), "in_row", is_new=is_new)


def in_draft(thing: Any, fields: Fields, *, is_new: bool = False) -> None:
    """Note what the newest revision of *thing* shows; *fields* are those of that revision."""
    _note(thing, named(fields["body"], fields["lead_picture"]), "in_draft", is_new=is_new)


def named(body: str, lead: int | None) -> set[int]:
    """The pictures that a text names. One that stands in an example of code counts too: it is kept."""
    found = {int(number) for number in REFERENCE.findall(body)} | ({lead} if lead else set())
    files = set(FILE.findall(body))
    return found | (
        set(Picture.objects.filter(file__in=files).values_list("pk", flat=True)) if files else set()
    )


def _note(thing: Any, wanted: set[int], where: Where, *, is_new: bool) -> None:
    if is_new and not wanted:
        return  # nothing was noted before, so nothing has to be taken back
    known = {use.picture_id: use for use in Use.objects.filter(of=thing.kind, thing_id=thing.pk)}
    for use in known.values():
        _mark(use, where, is_named=use.picture_id in wanted)
    fresh = wanted - known.keys()
    there = Picture.objects.filter(pk__in=fresh).values_list("pk", flat=True) if fresh else ()
    Use.objects.bulk_create(
        Use(of=thing.kind, thing_id=thing.pk, picture_id=pk, **{where: True}) for pk in there
    )


def _mark(use: Use, where: Where, *, is_named: bool) -> None:
    if getattr(use, where) == is_named:
        return
    setattr(use, where, is_named)
    if use.in_row or use.in_draft:
        use.save(update_fields=[where])
    else:
        use.delete()
