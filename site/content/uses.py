"""Which pictures and files a text shows: told at every save, so that each knows at once where it is used."""

import re
from typing import Any, Literal

from content.fields import Fields
from content.models import Use
from media.models import File, Picture

REFERENCE = re.compile(r"\b(picture|file):(\d{1,18})\b")
STORED: dict[str, tuple[type[Picture] | type[File], re.Pattern[str]]] = {
    "picture": (Picture, re.compile(r"/media/(pictures/[0-9a-f]{2}/[0-9a-f]{32}\.\w{1,8})")),
    "file": (File, re.compile(r"/media/(files/[0-9a-f]{2}/[0-9a-f]{32}/[\w-]{1,60}\.\w{1,8})")),
}
SIGNS = ("picture:", "file:", "/media/")  # what names none of them, as most texts, is known at a glance

Where = Literal["in_row", "in_draft"]
Named = tuple[str, int]  # ("picture", 5)


def in_row(thing: Any, *, is_new: bool = False) -> None:
    """Note what the row of *thing* shows."""
    _note(thing, named(thing.body, thing.lead_picture_id), "in_row", is_new=is_new)


def in_draft(thing: Any, fields: Fields, *, is_new: bool = False) -> None:
    """Note what the newest revision of *thing* shows; *fields* are those of that revision."""
    _note(thing, named(fields["body"], fields["lead_picture"]), "in_draft", is_new=is_new)


def named(body: str, lead: int | None) -> set[Named]:
    """What a text names. A picture that stands in an example of code counts too: it is kept."""
    found = {("picture", lead)} if lead else set()
    if not any(sign in body for sign in SIGNS):
        return found
    found.update((kind, int(number)) for kind, number in REFERENCE.findall(body))
    for kind, (model, address) in STORED.items():
        files = set(address.findall(body))
        if files:
            found.update(
                (kind, pk) for pk in model.objects.filter(file__in=files).values_list("pk", flat=True)
            )
    return found


def _note(thing: Any, wanted: set[Named], where: Where, *, is_new: bool) -> None:
    if is_new and not wanted:
        return  # nothing was noted before, so nothing has to be taken back
    known = {_shown(use): use for use in Use.objects.filter(of=thing.kind, thing_id=thing.pk)}
    for shown, use in known.items():
        _mark(use, where, is_named=shown in wanted)
    Use.objects.bulk_create(
        Use(of=thing.kind, thing_id=thing.pk, **{f"{kind}_id": pk, where: True})
        for kind, pk in _there(wanted - known.keys())
    )


def _shown(use: Use) -> Named:
    return ("picture", use.picture_id) if use.picture_id else ("file", use.file_id or 0)


def _there(wanted: set[Named]) -> list[Named]:
    """Those of *wanted* that there are."""
    return [
        (kind, pk)
        for kind, (model, _) in STORED.items()
        if (numbers := [pk for each, pk in wanted if each == kind])
        for pk in model.objects.filter(pk__in=numbers).values_list("pk", flat=True)
    ]


def _mark(use: Use, where: Where, *, is_named: bool) -> None:
    if getattr(use, where) == is_named:
        return
    setattr(use, where, is_named)
    if use.in_row or use.in_draft:
        use.save(update_fields=[where])
    else:
        use.delete()
