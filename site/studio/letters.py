"""Readers' letters as the studio shows them: those that somebody may judge, and what is done to many."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from accounts import roles
from accounts.models import User
from content import commenting, kinds
from content.models import Comment
from pagecache import receipt
from studio.asking import Question, bounds, word
from studio.models import BulkAction

ROWS = 50
VALID = timedelta(hours=1)  # that an undo is good for
TABS = {"waiting": "Waiting", "approved": "Standing", "spam": "Set aside", "trashed": "Trash"}


@dataclass(frozen=True)
class LettersAsked(Question):
    """What the queue is filtered by; *thing* is a text as ``post:17``, *words* are looked for in letters."""

    NAMES: ClassVar[dict[str, str]] = {"words": "q"}

    state: str = ""
    words: str = ""
    thing: str = ""


def asked(query: QueryDict) -> LettersAsked:
    """What *query* asks the queue for; what it says wrongly counts as not said."""
    state = word(query, "state")
    return LettersAsked(
        state=state if state in TABS else "",
        words=word(query, "q"),
        thing=word(query, "thing"),
        **bounds(query),
    )


@dataclass(frozen=True)
class Verb:
    """What can be done to ticked letters: its button, what is *said* of them then, where it is offered."""

    label: str
    said: str
    state: str
    tabs: tuple[str, ...]


VERBS = {
    "approve": Verb("Let stand", "standing", "approved", ("waiting", "spam")),
    "spam": Verb("Set aside as spam", "set aside", "spam", ("waiting", "approved")),
    "trash": Verb("To the trash", "in the trash", "trashed", ("waiting", "approved", "spam")),
    "restore": Verb("Back to the waiting", "waiting again", "waiting", ("trashed", "spam", "approved")),
}


@dataclass(frozen=True)
class Row:
    """One letter with the text that it was written to, where that is still there."""

    letter: Comment
    thing: Any


@dataclass(frozen=True)
class Queue:
    """One screen of letters; *older* leads to the next."""

    rows: list[Row]
    older: int | None
    counts: dict[str, int]


def may_judge(user: User) -> bool:
    """Whether *user* judges any letters at all."""
    return user.may("moderate")


def of(user: User) -> QuerySet[Comment]:
    """The letters that *user* may judge: all of them, or those to texts of his own."""
    if roles.reach(user.rank, "moderate") == roles.ANY:
        return Comment.objects.all()
    own = Q(pk__in=[])
    if may_judge(user):
        for kind, model in kinds.models().items():
            own |= Q(of=kind, thing_id__in=model.objects.filter(authors__user=user).values("pk"))
    return Comment.objects.filter(own)


def waiting(user: User) -> int:
    """How many letters wait for *user*."""
    return of(user).filter(state="waiting").count() if may_judge(user) else 0


def queue(user: User, question: LettersAsked) -> Queue:
    """The letters that fit *question*, the newest first."""
    own = of(user)
    found = _fitting(own, question).select_related("parent").order_by("-pk")
    rows = list(found[: ROWS + 1])
    counted = dict(own.order_by().values_list("state").annotate(Count("pk")))
    return Queue(
        rows=[Row(letter, thing) for letter, thing in with_texts(rows[:ROWS])],
        older=rows[ROWS - 1].pk if len(rows) > ROWS else None,
        counts={state: counted.get(state, 0) for state in TABS},
    )


def _fitting(letters: QuerySet[Comment], question: LettersAsked) -> QuerySet[Comment]:
    found = letters.filter(state=question.state or "waiting")
    if question.words:
        said = question.words
        found = found.filter(Q(body__icontains=said) | Q(name__icontains=said) | Q(email__icontains=said))
    kind, _, number = question.thing.partition(":")
    if number:
        found = found.filter(of=kind, thing_id=kinds.number(number) or 0)
    if question.since_moment:
        found = found.filter(made_at__gte=question.since_moment)
    if question.until_moment:
        found = found.filter(made_at__lt=question.until_moment)
    return found.filter(pk__lt=question.before) if question.before else found


def with_texts(letters: Iterable[Comment]) -> list[tuple[Comment, Any]]:
    """Each letter with its text, one query a kind."""
    letters = list(letters)
    things = {
        (kind, thing.pk): thing
        for kind, model in kinds.models().items()
        for thing in model.objects.filter(pk__in=[each.thing_id for each in letters if each.of == kind]).only(
            *("title", "slug", "language", "path") if kind == "page" else ("title", "slug", "language")
        )
    }
    return [(letter, things.get((letter.of, letter.thing_id))) for letter in letters]


@dataclass
class Outcome:
    """What came of it: letters with the state that each had, and why others were refused."""

    done: list[tuple[int, str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def carry_out(user: User, verb: Verb, letters: Iterable[Comment]) -> Outcome:
    """Bring *letters* into the state of *verb*. Their commits wait for the edges together, once."""
    return _judge(user, [(letter, verb.state) for letter in letters])


def _judge(user: User, wanted: Iterable[tuple[Comment, str]]) -> Outcome:
    outcome = Outcome()
    with receipt():
        for letter, state in wanted:
            try:
                commenting.judge(actor=user, comment=letter, state=state)
            except (PermissionDenied, ValidationError) as refusal:
                outcome.refused.append(
                    " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
                )
            else:
                outcome.done.append((letter.pk, letter.state, state))
    return outcome


def remember(user: User, outcome: Outcome) -> BulkAction:
    """Keep what it takes to undo *outcome*; what nobody can undo any more goes."""
    now = timezone.now()
    user.bulk_actions.filter(made_at__lt=now - VALID).delete()
    rows = [{"thing": f"comment:{pk}", "was": was, "is": state} for pk, was, state in outcome.done]
    return user.bulk_actions.create(made_at=now, rows=rows)


def take_back(user: User, action: BulkAction) -> Outcome:
    """Undo *action* for each of its letters that nobody has judged since."""
    was = {int(row["thing"].partition(":")[2]): row for row in action.rows}
    letters = Comment.objects.in_bulk(list(was))
    same = [(letter, was[pk]["was"]) for pk, letter in letters.items() if letter.state == was[pk]["is"]]
    outcome = _judge(user, same)
    changed = len(was) - len(same)
    if changed:
        outcome.refused.append(f"{changed} of them {'was' if changed == 1 else 'were'} judged again since.")
    return outcome
