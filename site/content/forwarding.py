"""The verbs for old addresses: where they lead, or that nothing comes there any more."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from content import redirects
from content.actors import Actor, allow
from content.log import note
from content.models import Redirect

GONE = Redirect.Status.GONE
ELSEWHERE = re.compile(r"https?://[^/\s]+(/\S*)?")
OURS = re.compile(r"/(?!/)[^\s\\]*")
MOST = 5000  # of one import


@dataclass(frozen=True)
class Forward:
    """An old address, where it leads (empty for one that is gone) and with which status: 301, 302 or 410."""

    path: str
    target: str = ""
    status: int = Redirect.Status.MOVED


@transaction.atomic
def forward(*, actor: Actor, to: Forward) -> Redirect:
    """Let an old address lead on; one that leads somewhere already leads here from now on.

    A target that itself leads on is replaced by where that ends, and what led to the address ends there
    too, so no chain arises. Raises ValidationError by field for a loop, a target that is gone, and for what
    is no address.
    """
    allow(actor, "arrange")
    return _forward(actor, to, timezone.now())


def _forward(actor: Actor, to: Forward, now: datetime) -> Redirect:
    path, target = _checked_path(to.path), _checked_target(to)
    was = Redirect.objects.filter(path=path).first()
    made, _ = Redirect.objects.update_or_create(
        path=path, defaults={"target": target, "status": to.status, "made_at": now}
    )
    if target:
        Redirect.objects.filter(target__in=_spellings(path)).exclude(pk=made.pk).update(target=target)
    old = {"target": was.target, "status": was.status} if was else {"target": "", "status": None}
    new = {"target": target, "status": int(to.status)}
    changes = {name: [old[name], value] for name, value in new.items() if old[name] != value}
    note(actor, "forward", made, now, changes)
    return made


def _checked_path(path: str) -> str:
    plain = redirects.plain(path.strip())
    if not OURS.fullmatch(path.strip()) or plain == "/" or "?" in path or "#" in path:
        raise ValidationError(
            {"path": "An old address begins with a slash and has no ? or #: /2019/old-name/"}
        )
    if len(plain) > 500:
        raise ValidationError({"path": "An old address has 500 characters at most."})
    return plain


def _checked_target(to: Forward) -> str:
    target = to.target.strip()
    if to.status not in Redirect.Status.values:
        raise ValidationError({"status": "Choose 301, 302 or 410."})
    if to.status == GONE:
        if target:
            raise ValidationError({"target": "What is gone for good leads nowhere. Leave this empty."})
        return ""
    if not (OURS.fullmatch(target) or ELSEWHERE.fullmatch(target)) or len(target) > 1000:
        raise ValidationError(
            {"target": "It leads to an address here, such as /blog/, or to one with https://"}
        )
    return _end_of(target, redirects.plain(to.path.strip()))


def _end_of(target: str, path: str) -> str:
    """Where *target* leads in the end. Raises ValidationError where that is *path* again."""
    if not target.startswith("/"):
        return target
    here = redirects.plain(target.partition("#")[0].partition("?")[0])
    if here == path:
        raise ValidationError({"target": "It would lead to itself, round and round."})
    further = redirects.find(here)
    if further is None:
        return target
    if further.status == GONE:
        raise ValidationError({"target": f"{here} is gone for good. Choose where readers find something."})
    if further.target.startswith("/") and redirects.plain(further.target) == path:
        raise ValidationError({"target": f"{here} leads back to {path}, so it would go round and round."})
    return further.target


def _spellings(path: str) -> tuple[str, str]:
    return path, f"{path}/"


@transaction.atomic
def forward_all(*, actor: Actor, rows: Iterable[Forward]) -> int:
    """Let many old addresses lead on, all or none of them, and say how many.

    Raises ValidationError that names each row that cannot stand, by its number from 1.
    """
    allow(actor, "arrange")
    now, wrong, number = timezone.now(), [], 0
    for number, row in enumerate(rows, 1):
        if number > MOST:
            raise ValidationError(f"At most {MOST} at a time. Part the file in two.")
        try:
            _forward(actor, row, now)
        except ValidationError as refusal:
            wrong.append(f"Row {number}, {row.path}: {' '.join(refusal.messages)}")
    if wrong:
        raise ValidationError(wrong[:20])
    return number


@transaction.atomic
def unforward(*, actor: Actor, redirect: Redirect) -> None:
    """Let an old address lead nowhere again: readers are told that nothing is there."""
    allow(actor, "arrange", redirect)
    note(actor, "remove", redirect, timezone.now(), {"target": [redirect.target, ""]})
    redirect.delete()
