"""What waits for whom, and who hears of it by mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts import mails
from accounts.models import User
from content import kinds, reviewing
from content.models import Remark

FEW = 20
WORDS = {
    Remark.Kind.SUBMITTED: ("For review", "asks you to read"),
    Remark.Kind.RETURNED: ("Back to you", "sends you back"),
    Remark.Kind.APPROVED: ("Approved", "has approved"),
    Remark.Kind.NOTE: ("A note", "has written about"),
}


@dataclass(frozen=True)
class Waiting:
    """One text that waits for somebody, with the remark that made it wait."""

    thing: Any
    remark: Remark


def waiting_for(user: User) -> list[Waiting]:
    """What waits for *user*: to whoever reviews, what is submitted; to an author, what came back."""
    found = []
    if user.may("review"):
        found = _with_things(reviewing.waiting()[:FEW])
        found = [each for each in found if user.may("review", each.thing)]
    return found + _with_things(_returned_to(user)[:FEW])


def _returned_to(user: User) -> QuerySet[Remark]:
    """The last words on texts of *user* that came back."""
    own = Q(pk__in=[])
    for kind, model in kinds.models().items():
        own |= Q(of=kind, thing_id__in=model.objects.filter(authors__user=user).values("pk"))
    return reviewing.last_words().filter(own, kind=Remark.Kind.RETURNED)


def _with_things(remarks: Iterable[Remark]) -> list[Waiting]:
    """The texts of *remarks*, one query a kind; what is in the trash waits for nobody."""
    remarks = list(remarks)
    things = {
        (kind, thing.pk): thing
        for kind, model in kinds.models().items()
        for thing in model.objects.filter(
            pk__in=[each.thing_id for each in remarks if each.of == kind], trashed_at=None
        ).prefetch_related("authors")
    }
    return [Waiting(things[key], each) for each in remarks if (key := (each.of, each.thing_id)) in things]


def tell(thing: Any, remark: Remark, title: str) -> None:
    """Write to those whom *remark* concerns: reviewers of what is submitted, else the authors."""
    what, said = WORDS[Remark.Kind(remark.kind)]
    link = settings.SITE_URL + reverse("studio:review", args=[thing.kind, thing.pk])
    for user in _concerned(thing, remark):
        mails.send(
            "review",
            user.email,
            what=what,
            said=said,
            title=title,
            by=remark.by_name,
            words=remark.words,
            link=link,
        )


def _concerned(thing: Any, remark: Remark) -> list[User]:
    users = User.objects.filter(is_active=True).exclude(email="").exclude(pk=remark.by_id or 0)
    authors = [user for user in users if thing.is_by(user)]
    reviewers = [user for user in users if user.may("review", thing)]
    if remark.kind == Remark.Kind.SUBMITTED:
        return reviewers
    spoke = set(reviewing.remarks(thing).values_list("by_id", flat=True))
    is_note = remark.kind == Remark.Kind.NOTE
    return authors + [user for user in reviewers if is_note and user.pk in spoke and user not in authors]
