"""The cast: the same few people, posts and pages in every test.

Ines edits everything, Tomás writes his own, Priya only proposes. ``A_MONDAY`` is when things were published.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import posting
from accounts.models import User
from blog.models import Post, Series
from blog.series import add_series, put_into_series
from content import commenting, publishing, translating
from content.actors import SITE
from content.commenting import Written
from content.models import Comment, Menu, Person, Redirect, SiteSettings, Topic
from content.revisions import newest
from media.models import File, Picture
from pages.models import Page

A_MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PASSWORD = "the dots under the word"


def ines() -> User:
    """The editor."""
    return _account("ines", User.Role.EDITOR, "Ines", "Okafor")


def tomas() -> User:
    """An author, who may publish what is his."""
    return _account("tomas", User.Role.AUTHOR, "Tomás", "Rey")


def priya() -> User:
    """A contributor, who may write and not publish."""
    return _account("priya", User.Role.CONTRIBUTOR, "Priya", "Nair")


def noor() -> User:
    """An admin, who looks after people and settings and is no superuser."""
    return _account("noor", User.Role.ADMIN, "Noor", "Haddad")


def root() -> User:
    """The superuser, who may use Django's admin too."""
    user = _account("root", User.Role.ADMIN, "Ada", "Root")
    user.is_staff = user.is_superuser = True
    user.save()
    return user


def _account(username: str, role: str, first: str, last: str) -> User:
    found = User.objects.filter(username=username).first()
    if found:
        return found
    made = User.objects.create_user(
        username, f"{username}@example.org", PASSWORD, role=role, first_name=first, last_name=last
    )
    Person.objects.create(name=f"{first} {last}", slug=f"{first}-{last}".lower(), user=made)
    return made


def letters() -> list[Any]:
    """All letters that have been posted so far; those that waited are posted now."""
    posting.answer_asked(timezone.now())
    posting.post_due(timezone.now())
    return mail.outbox


def shows_who_he_is(client: Client) -> None:
    """Let the user of this browser have given the password once more, a moment ago."""
    client.post("/account/again/", {"password": PASSWORD})


def topic(name: str = "Queries") -> Topic:
    """A topic, made at its first mention."""
    return Topic.objects.get_or_create(slug=name.lower(), defaults={"name": name})[0]


def picture(name: str = "caret.png", **columns: Any) -> Picture:
    """A picture's row, made at its first mention; there is no file."""
    made = {"file": f"pictures/{name}", "width": 640, "height": 480, "format": "png", "bytes": 1}
    known = {"sha256": name, "created_at": A_MONDAY} | columns
    return Picture.objects.get_or_create(name=name, defaults=made | known)[0]


def file(name: str = "talk.mp3", **columns: Any) -> File:
    """A file's row, made at its first mention; there is no file."""
    made = {"file": f"files/{name}", "format": name.rpartition(".")[2], "bytes": 1}
    known = {"sha256": name, "created_at": A_MONDAY} | columns
    return File.objects.get_or_create(name=name, defaults=made | known)[0]


def redirect(path: str = "/old", target: str = "/blog/", status: int = 301) -> Redirect:
    """An old address, made at its first mention."""
    made = {"target": target, "status": status, "made_at": A_MONDAY}
    return Redirect.objects.get_or_create(path=path, defaults=made)[0]


def series(title: str = "Marks", *posts: Post) -> Series:
    """A series, made at its first mention, with these posts at its end."""
    made = Series.objects.filter(title=title).first() or add_series(actor=SITE, title=title)
    for each in posts:
        put_into_series(actor=SITE, post=each, series=made)
    return made


def translated(text: Any, *others: Any) -> Any:
    """*text*, with these as its translations."""
    for each in others:
        translating.link(actor=SITE, thing=text, other=each)
    return text


def draft(title: str = "Let it stand", *, kind: str = "post", **fields: Any) -> Any:
    """A draft that nobody sees."""
    fields = {"title": title, "body": "There is one mark that asks for nothing."} | fields
    fields["authors"] = [person.pk for person in fields.get("authors", [])]
    fields["topics"] = [each.pk for each in fields.get("topics", [])]
    return publishing.draft(actor=SITE, kind=kind, fields=fields)


def post(title: str = "Let it stand", *, at: datetime = A_MONDAY, **fields: Any) -> Post:
    """A post that is live since *at* (or will be)."""
    return live(draft(title, **fields), at)


def posts(number: int, **fields: Any) -> list[Post]:
    """So many live posts, a day apart, oldest first."""
    return [post(f"Letter {n + 1}", at=A_MONDAY + timedelta(days=n), **fields) for n in range(number)]


def page(title: str = "About", *, parent: Page | None = None, **fields: Any) -> Page:
    """A live page of the tree."""
    return live(draft(title, kind="page", parent=parent and parent.pk, **fields), A_MONDAY)


def live(thing: Any, at: datetime | None = None) -> Any:
    """Publish the newest revision of *thing*."""
    return publishing.publish(actor=SITE, thing=thing, revision=newest(thing), at=at)


def edit(thing: Any, **fields: Any) -> Any:
    """Change a live thing as its author would: revise, then publish."""
    revision = publishing.revise(actor=SITE, thing=thing, fields=fields, base=newest(thing))
    return publishing.publish(actor=SITE, thing=thing, revision=revision)


def changed(thing: Any, said: str = "", **fields: Any) -> Any:
    """*thing*, whose readers are told how it changed."""
    fields = {"shows_changes": True, "body": "Quite other words stand here now."} | fields
    return publishing.publish(actor=SITE, thing=thing, revision=revise(thing, **fields), said=said)


def letter(thing: Any, body: str = "The dots went above the line.", **columns: Any) -> Comment:
    """A letter of Hanne's to *thing*, which stands unless *state* says otherwise."""
    known = {"name": "Hanne Lund", "email": "hanne@example.org", "state": "approved", "key": uuid4().hex}
    open_to_all = SiteSettings(comments="open")
    return commenting.write(
        actor=SITE, thing=thing, letter=Written(body=body, **known | columns), site=open_to_all
    )[0]


def letter_row(thing: Any, **columns: Any) -> Comment:
    """The row of a letter to *thing*, whatever state that is in."""
    known = {"name": "Hanne Lund", "body": "Why?", "state": "waiting", "key": uuid4().hex}
    when = {"made_at": A_MONDAY, "judged_at": A_MONDAY}
    return Comment.objects.create(of=thing.kind, thing_id=thing.pk, **known | when | columns)


def revise(thing: Any, **fields: Any) -> Any:
    """Keep an edit that readers do not see yet."""
    return publishing.revise(actor=SITE, thing=thing, fields=fields, base=newest(thing))


def site(**settings: Any) -> SiteSettings:
    """The site's settings, with a main menu."""
    made, _ = SiteSettings.objects.update_or_create(pk=1, defaults={"name": "Stet"} | settings)
    Menu.objects.update_or_create(
        place="main", defaults={"site": made, "items": [{"title": "Writing", "url": "/blog/"}]}
    )
    return made
