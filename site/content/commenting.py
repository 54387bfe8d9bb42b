"""The verbs of letters: write, mend, judge, answer, erase. Only what is approved is seen by readers."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from content import kinds
from content.actors import Actor, allow
from content.letters import may_be_written
from content.log import note
from content.markdown.letters import render_letter
from content.models import Comment, CommentRules, Person, SiteSettings

MENDABLE = timedelta(minutes=10)
KEPT = timedelta(days=30)  # in the trash and among the spam
HASHES_KEPT = timedelta(days=2)  # the salt is another one each day anyway
STATES = Comment.State


class Reader:
    """Somebody from outside, who may write letters and nothing else."""

    pk = None

    def may(self, verb: str, thing: Any = None) -> bool:
        return verb == "write"

    def __str__(self) -> str:
        return "a reader"


READER = Reader()


@dataclass(frozen=True)
class Written:
    """A letter as it was sent. *key* is its form's: what is sent twice is kept once."""

    name: str
    body: str
    key: str
    email: str = ""
    person: Person | None = None
    parent: Comment | None = None
    address_hash: str = ""
    state: str = STATES.WAITING
    reasons: list[str] = field(default_factory=list)


@transaction.atomic
def write(*, actor: Actor, thing: Any, letter: Written, site: SiteSettings) -> tuple[Comment, str]:
    """Keep *letter* to *thing*; gives the row, and the token by which its writer may mend it for ten minutes.

    A form that is sent again, be it in the same moment, gives its letter and token again. Raises
    ValidationError where no letters are taken.
    """
    allow(actor, "write", thing)
    now, token = timezone.now(), token_for(letter.key)
    if not may_be_written(thing, site, now):
        raise ValidationError("Letters to this text are closed.")
    made, is_new = Comment.objects.get_or_create(
        key=letter.key,
        defaults={
            "of": thing.kind,
            "thing_id": thing.pk,
            "parent": _first_of(letter.parent, thing),
            "person": letter.person,
            "name": letter.name,
            "email": letter.email,
            "body": letter.body,
            "body_html": render_letter(letter.body).html,
            "state": letter.state,
            "reasons": letter.reasons,
            "made_at": now,
            "judged_at": now,
            "edit_digest": digest(token),
            "address_hash": letter.address_hash,
        },
    )
    if is_new:
        note(actor, "write", made, now, {"state": [None, made.state]})
    return made, token


def token_for(key: str) -> str:
    """The token to mend the letter whose form had *key*, which nobody but its writer has seen."""
    return salted_hmac("letter", key, algorithm="sha256").hexdigest()


def _first_of(parent: Comment | None, thing: Any) -> Comment | None:
    """The letter that an answer stands under: one level deep, under the same text, and seen by readers."""
    first = parent.parent if parent and parent.parent else parent
    if first is None or (first.of, first.thing_id, first.state) != (thing.kind, thing.pk, STATES.APPROVED):
        return None
    return first


def digest(token: str) -> str:
    """What is kept of a *token*."""
    return hashlib.sha256(token.encode()).hexdigest()


def may_mend(comment: Comment, token: str, now: datetime) -> bool:
    """Whether whoever has *token* may still mend *comment*: ten minutes long, unless it was set aside."""
    is_young = now < comment.made_at + MENDABLE
    is_theirs = bool(token) and constant_time_compare(digest(token), comment.edit_digest)
    return is_young and is_theirs and comment.state in {STATES.WAITING, STATES.APPROVED}


@transaction.atomic
def mend(*, actor: Actor, comment: Comment, token: str, body: str, state: str, reasons: list[str]) -> Comment:
    """Let *comment* say *body*, in *state*. Raises PermissionDenied when it is too late, or another's."""
    comment = locked(comment)
    allow(actor, "write", comment)
    now = timezone.now()
    if not may_mend(comment, token, now):
        raise PermissionDenied("A letter can be mended for ten minutes, by whoever wrote it.")
    was = comment.state
    comment.body, comment.body_html = body, render_letter(body).html
    comment.edited_at, comment.judged_at, comment.state, comment.reasons = now, now, state, reasons
    comment.save()
    note(actor, "mend", comment, now, {"state": [was, state]})
    return comment


@transaction.atomic
def judge(*, actor: Actor, comment: Comment, state: str) -> Comment:
    """Bring *comment* into *state*: approved, waiting, spam or trashed."""
    allow(actor, "moderate", text_of(comment))
    comment, now = locked(comment), timezone.now()
    was, comment.state = comment.state, STATES(state)
    comment.judged_at, comment.told_at = now, comment.told_at or now  # whoever judges it knows of it
    comment.save()
    note(actor, "judge", comment, now, {"state": [was, comment.state]})
    return comment


@transaction.atomic
def answer(*, actor: Actor, comment: Comment, body: str, person: Person) -> Comment:
    """Let *person* answer *comment*, which stands from then on, if it did not yet."""
    thing = text_of(comment)
    allow(actor, "moderate", thing)
    if not body.strip():
        raise ValidationError("An answer has some words.")
    comment = judge(actor=actor, comment=comment, state=STATES.APPROVED)
    now = timezone.now()
    made = Comment.objects.create(
        of=comment.of,
        thing_id=comment.thing_id,
        parent=comment.parent or comment,
        person=person,
        name=person.name[:80],
        body=body,
        body_html=render_letter(body).html,
        state=STATES.APPROVED,
        made_at=now,
        judged_at=now,
        told_at=now,
        key=secrets.token_hex(16),
    )
    note(actor, "write", made, now, {"state": [None, made.state]})
    return made


@transaction.atomic
def erase(*, actor: Actor, email: str) -> int:
    """Forget whoever wrote with *email*: what they wrote goes, and what answers it stays as words alone.

    Gives how many letters that were.
    """
    allow(actor, "people")
    now = timezone.now()
    found = list(Comment.objects.select_for_update().filter(email__iexact=email).exclude(email=""))
    for comment in found:
        note(actor, "erase", comment, now)
    answered = {each.parent_id for each in Comment.objects.filter(parent__in=found)}
    for comment in found:
        if comment.pk in answered:
            _blank(comment)
        else:
            comment.delete()
    return len(found)


def _blank(comment: Comment) -> None:
    comment.name, comment.email, comment.body, comment.body_html = "…", "", "", ""
    comment.person, comment.address_hash, comment.edit_digest, comment.reasons = None, "", "", []
    comment.save()


@transaction.atomic
def set_rules(*, actor: Actor, blocked: str, most_links: int) -> CommentRules:
    """Change what letters are asked for."""
    allow(actor, "settings")
    rules = CommentRules.objects.select_for_update().first() or CommentRules()
    was = [rules.blocked, rules.most_links]
    rules.blocked, rules.most_links = blocked, most_links
    rules.full_clean()
    rules.save()
    changes = {"blocked": [was[0], blocked], "most_links": [was[1], most_links]}
    changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if changed:
        note(actor, "settings", rules, timezone.now(), changed)
    return rules


@transaction.atomic
def clear_out(*, actor: Actor, now: datetime) -> int:
    """Delete what has lain in the trash or among the spam for thirty days, and old hashes of networks."""
    allow(actor, "people")
    Comment.objects.filter(made_at__lte=now - HASHES_KEPT).exclude(address_hash="").update(address_hash="")
    old = Comment.objects.filter(state__in=[STATES.TRASHED, STATES.SPAM], judged_at__lte=now - KEPT)
    return old.delete()[0]


@transaction.atomic
def note_told(*, actor: Actor, comments: list[Comment], now: datetime) -> None:
    """Remember that those whom *comments* concern have been told of them."""
    allow(actor, "moderate")
    Comment.objects.filter(pk__in=[each.pk for each in comments]).update(told_at=now)


def text_of(comment: Comment) -> Any:
    """The text that *comment* was written to. Raises ValidationError where it is there no more."""
    thing = kinds.thing(f"{comment.of}:{comment.thing_id}")
    if thing is None:
        raise ValidationError("The text that this letter was written to is there no more.")
    return thing


def locked(comment: Comment) -> Comment:
    """The row as it is now, held until the end of the transaction."""
    return Comment.objects.select_for_update().get(pk=comment.pk)


def rules() -> CommentRules:
    """What letters are asked for now."""
    return CommentRules.objects.first() or CommentRules()
