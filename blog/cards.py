"""Posts as lists show them: no text is loaded for one, and the SQL of each list is built once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import F, QuerySet

from blog import tags
from blog.models import Post, everything, of_author, of_topic
from content.archives import Entries
from content.models import Person, Topic
from content.prepared import Prepared, prepared
from pagecache import note, reads
from pagecache.tags import card

CARD = ("title", "slug", "summary", "excerpt", "language", "publish_at")


@dataclass(frozen=True, slots=True)
class Signature:
    """That somebody wrote a post."""

    person: Person

    @property
    def person_id(self) -> int:
        return self.person.pk


def of_stream(entries: Entries, now: datetime) -> list[Any]:
    """*entries* as the stream shows them; it names their authors only where they differ."""
    with reads(rows=False):
        found = signed(_in_stream(*entries.span(now), now))
    _note(found, "postauthor")
    if have_many_hands(found):
        note(*names_of_signers(found))
    return found


def by_author(entries: Entries, now: datetime) -> list[Any]:
    """*entries* as an author's lists show them, each with its ``signatures`` in order."""
    with reads(rows=False):
        found = signed(_by_author(entries.of, *entries.span(now), now))
    _note(found, "postauthor")
    note(*names_of_signers(found))
    return found


def under_topic(entries: Entries, now: datetime) -> list[Any]:
    """*entries* as a topic shows them, each with its ``subjects``; they are not told who signed them."""
    with reads(rows=False):
        found = filed(_under_topic(entries.of, *entries.span(now), now))
    _note(found, "posttopic")
    note(*names_of_subjects(found))
    return found


def under_topics(entries: Entries, now: datetime, number: int) -> list[Any]:
    """The newest *number* of *entries* as a page of several topics shows them, each with its ``subjects``."""
    with reads(rows=False):
        found = filed(list(entries.live(now).only(*CARD)[:number]))
    _note(found, "posttopic")
    note(*names_of_subjects(found))
    return found


def newest(now: datetime, number: int) -> list[Any]:
    """The newest *number* of live posts with their ``subjects``, and a lead's ``length`` and ``picture``."""
    return filed(_newest(number)(now))


def signed(posts: list[Any]) -> list[Any]:
    """*posts*, each with its ``signatures`` in order."""
    for post in posts:
        post.signatures = []
    by_number = {post.pk: post for post in posts}
    signers: list[Any] = _signers([*by_number]) if posts else []
    for person in signers:
        by_number[person.signed].signatures.append(Signature(person))
    return posts


def filed(posts: list[Any]) -> list[Any]:
    """*posts*, each with the topics that it is filed under as ``subjects``, by name."""
    for post in posts:
        post.subjects = []
    by_number = {post.pk: post for post in posts}
    subjects: list[Any] = _subjects([*by_number]) if posts else []
    for topic in subjects:
        by_number[topic.filed].subjects.append(topic)
    return posts


def have_many_hands(posts: Iterable[Any]) -> bool:
    """Whether it is worth saying who wrote each: not all of them are by the same."""
    return len({tuple(name.person_id for name in post.signatures) for post in posts}) > 1


def names_of_signers(posts: Iterable[Any]) -> Iterator[str]:
    """The tags of the names of those who signed *posts*."""
    return (tags.called("person", name.person_id) for post in posts for name in post.signatures)


def names_of_subjects(posts: Iterable[Any]) -> Iterator[str]:
    """The tags of the names of the topics of *posts*."""
    return (tags.called("topic", topic.pk) for post in posts for topic in post.subjects)


def _note(posts: list[Any], relation: str) -> None:
    note(*(card("post", post.pk) for post in posts), *tags.of_relations(posts, relation))


@prepared
def _in_stream(begin: datetime, first: int, end: datetime, last: int, now: datetime) -> QuerySet[Post]:
    return everything().within(begin, first, end, last).live(now).only(*CARD)


@prepared
def _under_topic(
    topic: int, begin: datetime, first: int, end: datetime, last: int, now: datetime
) -> QuerySet[Post]:
    return of_topic(topic).within(begin, first, end, last).live(now).only(*CARD)


@prepared
def _by_author(
    person: int, begin: datetime, first: int, end: datetime, last: int, now: datetime
) -> QuerySet[Post]:
    return of_author(person).within(begin, first, end, last).live(now).only(*CARD)


@cache
def _newest(number: int) -> Prepared[Post]:
    """A query for each number, since a slice is part of its SQL.

    A lead's columns come under other names, so that the rows leave the tags of what a list shows.
    """

    @prepared
    def newest(now: datetime) -> QuerySet[Post]:
        live: QuerySet[Post] = everything().live(now).only(*CARD)
        return live.annotate(length=F("words"), picture=F("lead_picture"))[:number]

    return newest


@prepared
def _signers(posts: list[int]) -> QuerySet[Person]:
    signers = Person.objects.filter(postauthor__post__in=posts).annotate(signed=F("postauthor__post"))
    return signers.only("name", "slug", "fediverse").order_by("postauthor__position", "postauthor__pk")


@prepared
def _subjects(posts: list[int]) -> QuerySet[Topic]:
    subjects = Topic.objects.filter(posttopic__post__in=posts).annotate(filed=F("posttopic__post"))
    return subjects.only("name", "slug").order_by("name", "pk")
