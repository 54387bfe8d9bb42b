"""All that the site has of one user, as data that other programs can read."""

from collections.abc import Iterable
from typing import Any

from accounts import visits
from accounts.models import User
from content import fields, kinds
from content.models import Comment, LogEntry, Person, Remark, Revision
from content.revisions import newest
from media.models import Picture

Data = dict[str, Any]


def of(user: User) -> Data:
    """The account, who signs for it, and what both have written, said and done."""
    person = Person.objects.filter(user=user).first()
    return {
        "account": _account(user),
        "profile": _columns([person], "name", "slug", "bio", "links") if person else [],
        "texts": [_text(thing) for thing in _texts(person)],
        "revisions": _rows(Revision, "author", user, "of", "thing_id", "made_at", "kind"),
        "remarks": _rows(Remark, "by", user, "of", "thing_id", "at", "kind", "words"),
        "letters": _letters(person),
        "log": _rows(LogEntry, "actor", user, "at", "verb", "of", "thing_id", "title"),
        "pictures": _rows(Picture, "owner", user, "name", "file", "alt", "created_at"),
        "sessions": _columns(visits.of(user), "began_at", "network", "browser"),
        "views": _columns(user.saved_views.all(), "name", "kind", "query"),
    }


def _account(user: User) -> Data:
    names = ("username", "first_name", "last_name", "email", "role", "date_joined", "last_login")
    return _columns([user], *names)[0]


def _letters(person: Person | None) -> list[Data]:
    """What *person* has written under texts."""
    written = Comment.objects.filter(person=person).order_by("pk") if person else []
    return _columns(written, "of", "thing_id", "made_at", "state", "body")


def _texts(person: Person | None) -> list[Any]:
    """What *person* signs, of every kind and in every state."""
    models = kinds.models().values() if person else []
    return [thing for model in models for thing in model.objects.filter(authors=person).order_by("pk")]


def _text(thing: Any) -> Data:
    """The newest of it, which readers may not have seen yet, and since when they see what they see."""
    revision = newest(thing)
    said = revision.fields if revision else fields.snapshot(thing)
    about = {"kind": thing.kind, "number": thing.pk, "address": thing.get_absolute_url()}
    return about | {"publish_at": thing.publish_at} | said


def _rows(model: Any, owner: str, user: User, *names: str) -> list[Data]:
    return _columns(model.objects.filter(**{owner: user}).order_by("pk"), *names)


def _columns(rows: Iterable[Any], *names: str) -> list[Data]:
    return [{name: _plain(getattr(row, name)) for name in names} for row in rows]


def _plain(value: Any) -> Any:
    return (
        value
        if isinstance(value, (int, str, list, dict, type(None))) or hasattr(value, "isoformat")
        else str(value)
    )
