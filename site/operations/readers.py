"""What the worker does about readers' letters: tells whom they concern, and deletes what was set aside."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import mails
from accounts.models import User
from content import commenting, kinds
from content.actors import SITE
from content.models import Comment

NAMED = 20  # letters in one mail; of more only the number is said
EXCERPT = 200  # characters of each


@transaction.atomic
def tell() -> None:
    """Write one mail to each whom letters concern that nobody has been told of: authors, or else editors.

    What looks like an advertisement is no news. The mails go into the outbox together with the note that
    they were written, so a worker that is killed tells neither nobody nor twice.
    """
    now = timezone.now()
    untold = Comment.objects.select_for_update().filter(told_at=None, state__in=["waiting", "approved"])
    letters = list(untold.order_by("pk"))
    if letters:
        for user, concerning in _concerned(letters):
            _write(user, concerning)
        commenting.note_told(actor=SITE, comments=letters, now=now)


def _concerned(letters: list[Comment]) -> Iterable[tuple[User, list[tuple[Comment, Any]]]]:
    """Each who is to be told, with the letters and their texts: authors, and where there is none, editors."""
    things = {(each.of, each.thing_id): kinds.thing(f"{each.of}:{each.thing_id}") for each in letters}
    users = list(User.objects.filter(is_active=True).exclude(email=""))
    told: dict[User, list[tuple[Comment, Any]]] = {}
    for letter in letters:
        thing = things[letter.of, letter.thing_id]
        if thing is None:
            continue
        judges = [user for user in users if user.may("moderate", thing)]
        authors = [user for user in judges if thing.is_by(user)]
        for user in authors or judges:
            if not _wrote(user, letter):
                told.setdefault(user, []).append((letter, thing))
    return told.items()


def _wrote(user: User, letter: Comment) -> bool:
    return letter.person is not None and letter.person.user_id == user.pk


def _write(user: User, concerning: list[tuple[Comment, Any]]) -> None:
    lines = [
        (letter.name, thing.title, " ".join(letter.body.split())[:EXCERPT], letter.state == "waiting")
        for letter, thing in concerning[:NAMED]
    ]
    mails.send(
        "letters",
        user.email,
        count=len(concerning),
        letters=lines,
        more=len(concerning) - len(lines),
        link=settings.SITE_URL + reverse("studio:letters"),
    )


def clear_out() -> None:
    """Delete letters that were set aside thirty days ago, and what is kept of senders' networks."""
    commenting.clear_out(actor=SITE, now=timezone.now())
