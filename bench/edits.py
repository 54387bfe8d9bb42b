"""What authors do, each once: the edits that ``bench.exactness`` measures. Needs a built site and Django."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from bench.bodies import distinct
from blog.models import Post
from content import arranging, configuring, publishing
from content.actors import SITE
from content.models import Person, Topic
from content.revisions import newest
from pages.models import Page


@dataclass(frozen=True)
class Edit:
    """``do`` makes the edit; ``prepare`` is what has to be there before, and is not measured.

    ``is_content``: what it changes is something that readers read, so what it purges is judged.
    ``comes``: a text comes into lists or goes from them. ``keeps_lists``: it changes no list.
    """

    name: str
    do: Callable[[Any], object]
    prepare: Callable[[int], Any]
    is_content: bool = True
    comes: bool = False
    keeps_lists: bool = False


def furnish() -> None:
    """A few standing pages, two levels deep, which bench.build leaves out."""
    about = _live(_draft("page", title="About", body="Who writes here."))
    for n in range(5):
        _live(_draft("page", title=f"Part {n}", body=f"Part {n} of it.", parent=about.pk))


def _draft(kind: str, **fields: Any) -> Any:
    return publishing.draft(actor=SITE, kind=kind, fields=fields)


def _live(thing: Any, at: datetime | None = None) -> Any:
    return publishing.publish(actor=SITE, thing=thing, revision=newest(thing), at=at)


def _edit(thing: Any, **fields: Any) -> Any:
    revision = publishing.revise(actor=SITE, thing=thing, fields=fields, base=newest(thing))
    return publishing.publish(actor=SITE, thing=thing, revision=revision)


def _post(turn: int) -> Post:
    """A live post somewhere in the middle; another one each turn."""
    live = Post.objects.published(timezone.now()).filter(slug__startswith="letter-").order_by("pk")
    return live[live.count() * ((turn * 37 + 9) % 97) // 97]


def _newest(turn: int) -> Post:
    return Post.objects.filter(publish_at__lte=timezone.now(), unpublish_at=None, trashed_at=None).order_by(
        "-publish_at", "-pk"
    )[turn]


def _new(turn: int) -> Post:
    """A draft under two topics, by one author."""
    return _draft(
        "post",
        title=f"A new letter {turn} of {timezone.now():%H%M%S%f}",
        summary="It says something.",
        body=distinct(turn + 1)[turn],
        topics=[Topic.objects.all()[turn].pk, Topic.objects.all()[turn + 20].pk],
        authors=[Person.objects.all()[turn].pk],
    )


def _trashed(turn: int) -> Post:
    return publishing.trash(actor=SITE, thing=_post(turn + 30))


def _topic(turn: int) -> Topic:
    return Topic.objects.order_by("pk")[turn]


def _person(turn: int) -> Person:
    return Person.objects.order_by("pk")[turn]


def _page(turn: int) -> Page:
    return Page.objects.get(slug=f"part-{turn}")


def _save(thing: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.save()


def _refile(post: Post) -> None:
    first, second = post.topics.order_by("pk")
    other = Topic.objects.exclude(pk__in=[first.pk, second.pk]).order_by("-pk")[0]
    _edit(post, topics=[first.pk, other.pk])


def _resign(post: Post) -> None:
    others = Person.objects.exclude(pk__in=post.authors.values("pk")).order_by("pk")
    _edit(post, authors=[others[0].pk])


def _merge(topic: Topic) -> None:
    arranging.merge(actor=SITE, topics=[topic], into=Topic.objects.order_by("-pk")[0])


def _earlier(post: Post) -> None:
    _live(post, datetime(2015, 5, 5, 12, tzinfo=UTC) + timedelta(days=post.pk % 300))


def _later(post: Post) -> None:
    _live(post, timezone.now() + timedelta(days=3))


def _verb(verb: Callable[..., object]) -> Callable[[Any], object]:
    return lambda thing: verb(actor=SITE, thing=thing)


EDITS = (
    Edit("body of a post", lambda post: _edit(post, body=f"{post.body}\n\nMore."), _post, keeps_lists=True),
    Edit("body of a new post", lambda post: _edit(post, body=f"{post.body}\n\nMore."), _newest),
    Edit("title", lambda post: _edit(post, title=f"{post.title}, again"), _post),
    Edit("summary", lambda post: _edit(post, summary=f"{post.summary} And more."), _post),
    Edit("address", lambda post: arranging.rename(actor=SITE, thing=post, slug=f"{post.slug}-x"), _post),
    Edit("topics of a post", _refile, lambda turn: _post(turn + 10), comes=True),
    Edit("author of a post", _resign, lambda turn: _post(turn + 20), comes=True),
    Edit("publish now", _live, _new, comes=True),
    Edit("publish among the old", _earlier, _new, comes=True),
    Edit("withdraw", _verb(publishing.withdraw), lambda turn: _post(turn + 5), comes=True),
    Edit("trash", _verb(publishing.trash), lambda turn: _post(turn + 15), comes=True),
    Edit("untrash", _verb(publishing.untrash), _trashed, comes=True),
    Edit("schedule", _later, _new, is_content=False),
    Edit("save a draft", lambda _: _draft("post", title="Not yet"), _topic, is_content=False),
    Edit("name of a topic", lambda topic: _save(topic, name=f"{topic.name}, again"), _topic),
    Edit("description of a topic", lambda topic: _save(topic, description="What it is."), _topic),
    Edit(
        "address of a topic",
        lambda topic: arranging.rename(actor=SITE, thing=topic, slug=f"{topic.slug}-x"),
        lambda turn: _topic(turn + 5),
    ),
    Edit("merge topics", _merge, lambda turn: _topic(turn + 10)),
    Edit("name of an author", lambda person: _save(person, name=f"{person.name}, again"), _person),
    Edit("body of a page", lambda page: _edit(page, body=f"{page.body}\n\nMore."), _page, keeps_lists=True),
    Edit("title of a page", lambda page: _edit(page, title=f"{page.title}, again"), _page),
    Edit("move a page", lambda page: arranging.move(actor=SITE, page=page, parent=None, position=0), _page),
    Edit(
        "name of the site",
        lambda _: configuring.configure(actor=SITE, settings={"name": "Bench, again"}, menus={}),
        _topic,
        is_content=False,
    ),
)
