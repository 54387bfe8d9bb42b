"""The posts that each address shows, and no column more than it needs."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Count, F, Model, Prefetch, Q, QuerySet, Subquery

from blog import tags
from blog.models import Post, PostAuthor, Series, everything
from content.archives import Entries, numbers_from
from content.models import Person, Topic
from content.prepared import prepared
from content.queries import is_live
from pagecache import absent, note, reads
from pagecache.tags import card, full, related

M = TypeVar("M", bound=Model)

MOST_NOTED = 400  # topics; a page has 500 tags at most
# A post as it stands in a list; its text is never loaded for one.
CARD = ("title", "slug", "summary", "excerpt", "language", "publish_at", "unpublish_at", "trashed_at")


def signed_cards(posts: QuerySet[Any]) -> list[Any]:
    """*posts* as an author's lists show them, each with its ``signatures`` in order."""
    found = _signed(posts)
    note(*_names(found))
    return found


def stream_cards(posts: QuerySet[Any]) -> list[Any]:
    """*posts* as the stream shows them; it names their authors only where they differ."""
    found = _signed(posts)
    if have_many_hands(found):
        note(*_names(found))
    return found


def have_many_hands(posts: Iterable[Any]) -> bool:
    """Whether it is worth saying who wrote each: not all of them are by the same."""
    return len({tuple(name.person_id for name in post.signatures) for post in posts}) > 1


def _signed(posts: QuerySet[Any]) -> list[Any]:
    with reads(rows=False):
        found = list(posts.only(*CARD).prefetch_related(_signatures()))
    note(*(card("post", post.pk) for post in found), *tags.of_relations(found, "postauthor"))
    return found


def filed_cards(posts: QuerySet[Any]) -> list[Any]:
    """*posts* as a topic shows them, each with its topics; they are not told who signed them."""
    with reads(rows=False):
        found = list(_filed(posts))
    note(
        *(card("post", post.pk) for post in found),
        *tags.of_relations(found, "posttopic"),
        *_subject_names(found),
    )
    return found


def _names(posts: Iterable[Any]) -> Iterator[str]:
    """The tags of the names of those who signed *posts*."""
    return (tags.called("person", name.person_id) for post in posts for name in post.signatures)


def _subject_names(posts: Iterable[Any]) -> Iterator[str]:
    return (tags.called("topic", topic.pk) for post in posts for topic in post.subjects)


def _filed(posts: QuerySet[Any]) -> QuerySet[Any]:
    return posts.only(*CARD).prefetch_related(_subjects())


def _signatures() -> "Prefetch[str, Any, str]":
    people = PostAuthor.objects.select_related("person").only(
        "post_id", "position", "person__name", "person__slug"
    )
    return Prefetch("postauthor_set", people, to_attr="signatures")


def _subjects() -> "Prefetch[str, Any, str]":
    return Prefetch("topics", Topic.objects.only("name", "slug").order_by("name", "pk"), to_attr="subjects")


def whole(now: datetime, slug: str) -> Any:
    """The live post at *slug* with all that its page shows, or None."""
    with reads():
        post: Any = next(iter(_at(now, slug)), None)
    if post is None:
        absent(Post, slug=slug)
        return None
    with reads(*tags.of_relations([post], "postauthor", "posttopic")):
        post.signatures = [PostAuthor(person=person) for person in _signers(post.pk)]
        post.subjects = _topics(post.pk)
        _bring_picture(post)
    return post


def _bring_picture(post: Any) -> None:
    """Load the lead picture now, while somebody accounts for it."""
    if post.lead_picture_id is not None:
        post.lead_picture  # noqa: B018 - reading it is what loads it


@prepared
def _at(now: datetime, slug: str) -> QuerySet[Post]:
    return Post.objects.published(now).filter(slug=slug).defer("body")


def full_texts(entries: Entries, number: int, now: datetime) -> list[Any]:
    """The newest *number* posts of a list, with their texts, as feeds carry them."""
    with reads(rows=False):
        texts = entries.live(now).defer("body", "toc").prefetch_related(_signatures(), _subjects())
        found = _newest_of(entries, texts, number)
    note(*(full("post", post.pk) for post in found), *tags.of_relations(found, "postauthor", "posttopic"))
    note(*_names(found), *_subject_names(found))
    return found


def _newest_of(entries: Entries, posts: QuerySet[Any], number: int) -> list[Any]:
    """The first *number* of *posts*, a list's rows newest first; where others would join them is noted."""
    found = list(posts.annotate(listed_at=F(entries.at))[:number])
    if len(found) < number:
        note(tags.anywhere(entries.key))
    else:
        last = found[-1]
        with reads(tags.cuts(entries.key), rows=False):
            numbers = numbers_from(entries.key, last.listed_at, last.pk)
        note(*tags.segments(entries.key, numbers))
    return found


def neighbours(post: Any, now: datetime) -> tuple[Post | None, Post | None]:
    """The live posts right after and right before *post*, in one query."""
    with reads(tags.beside(post.pk), rows=False):
        found = _beside(post.publish_at, post.pk, now)
    note(*tags.names(found))
    return _around(found, (post.publish_at, post.pk))


@prepared
def _beside(at: datetime, pk: int, now: datetime) -> QuerySet[Post]:
    same = Q(publish_at=at)
    # The nearer bound first: SQLite searches its index by the first upper bound that it reads.
    later = Post.objects.filter(Q(publish_at__gt=at) | (same & Q(pk__gt=pk)), publish_at__gte=at)
    earlier = Post.objects.filter(Q(publish_at__lte=at), Q(publish_at__lt=at) | (same & Q(pk__lt=pk)))
    return _first_of_each(
        later.published(now).order_by("publish_at", "pk"),
        earlier.published(now).order_by("-publish_at", "-pk"),
    )


@prepared
def _signers(post: int) -> QuerySet[Person]:
    signers = Person.objects.filter(postauthor__post=post).only("name", "slug")
    return signers.order_by("postauthor__position", "postauthor__pk")


@prepared
def _topics(post: int) -> QuerySet[Topic]:
    return Topic.objects.filter(posttopic__post=post).only("name", "slug").order_by("name", "pk")


def around(start: datetime, end: datetime, now: datetime) -> tuple[Post | None, Post | None]:
    """The first live post from *end* on, and the last one before *start*, in one query.

    Only when they stand is of interest, so their rows are not noted.
    """
    found = _first_of_each(
        Post.objects.filter(publish_at__gte=end).published(now).order_by("publish_at", "pk"),
        Post.objects.filter(publish_at__lt=start).published(now).order_by("-publish_at", "-pk"),
    )
    with reads(rows=False):
        return _around(found, (start, 0))


def _first_of_each(*lists: QuerySet[Any]) -> QuerySet[Any]:
    chosen = Q()
    for each in lists:
        chosen |= Q(pk=Subquery(each.values("pk")[:1]))
    return Post.objects.filter(chosen).only(*CARD)


def _around(posts: Iterable[Any], here: tuple[Any, int]) -> tuple[Post | None, Post | None]:
    newer = older = None
    for post in posts:
        if (post.publish_at, post.pk) > here:
            newer = post
        else:
            older = post
    return newer, older


def between(start: datetime, end: datetime, now: datetime) -> QuerySet[Any]:
    """The live posts of a span of time, newest first, as lists show them but without their authors."""
    span = Post.objects.published(now).filter(publish_at__gte=start, publish_at__lt=end)
    return span.only(*CARD).order_by("-publish_at", "-pk")


def topic(slug: str, *, whole: bool = True) -> Topic | None:
    """The topic at *slug*, or None; not *whole*, only its name and address."""
    with reads():
        found = next(iter(_topic(slug) if whole else _named_topic(slug)), None)
    if found is None:
        absent(Topic, slug=slug)
    return found


@prepared
def _topic(slug: str) -> QuerySet[Topic]:
    return Topic.objects.filter(slug=slug).only("name", "slug", "description").order_by()


@prepared
def _named_topic(slug: str) -> QuerySet[Topic]:
    return Topic.objects.filter(slug=slug).only("name", "slug").order_by()


def person(slug: str, *, whole: bool = True) -> Person | None:
    """The person at *slug*, or None; not *whole*, only the name and address."""
    with reads():
        people = Person.objects.filter(slug=slug)
        found = people.select_related("picture") if whole else people.only("name", "slug")
        return _first(found, slug)


def _first(things: QuerySet[M], slug: str) -> M | None:
    found = things.first()
    if found is None:
        absent(things.model, slug=slug)
    return found


def series(slug: str) -> Series | None:
    """The series at *slug*, or None."""
    with reads():
        return _first(Series.objects.filter(slug=slug), slug)


def parts(series: int, now: datetime) -> list[Any]:
    """The live posts of a series in their order, with what names them."""
    with reads(related("seriesentry", "series_id", series), rows=False):
        posts = Post.objects.published(now).filter(series_entry__series=series)
        found = list(posts.only(*CARD).order_by("series_entry__position", "series_entry__pk"))
    note(*tags.names(found))
    return found


def series_of(post: int) -> Series | None:
    """The series that a post is in, or None."""
    with reads(related("seriesentry", "post_id", post)):
        return next(iter(_series_with(post)), None)


@prepared
def _series_with(post: int) -> QuerySet[Series]:
    return Series.objects.filter(entries__post=post).only("title", "slug").order_by()


def topics_in_use(now: datetime) -> list[Any]:
    """The topics with live posts by name, each with their number as ``entries``."""
    number = Count("posttopic", filter=is_live(now, "posttopic__post__"))
    with reads(tags.TOPICS, rows=False):
        used = Topic.objects.annotate(entries=number).filter(entries__gt=0).only("name", "slug")
        found = list(used.order_by("name", "pk"))
    if len(found) > MOST_NOTED:
        note(tags.TOPIC_NAMES)
    else:
        note(*(card("topic", topic.pk) for topic in found))
    return found


def newest(now: datetime, number: int) -> list[Any]:
    """The newest *number* of live posts as a home page shows them, with their topics.

    The first one leads: it has its length, its picture and its authors too.
    """
    entries = everything()
    # Under other names, so that the rows leave the tags of what a list shows, and the lead one of its own.
    leading = entries.live(now).annotate(length=F("words"), picture=F("lead_picture"))
    with reads():
        posts = _newest_of(entries, _filed(leading), number)
        note(*tags.of_relations(posts, "posttopic"))
        for lead in posts[:1]:
            _make_lead(lead)
    return posts


def _make_lead(post: Any) -> None:
    note(tags.lead(post.pk), *tags.of_relations([post], "postauthor"))
    post.signatures = [PostAuthor(person=person) for person in _signers(post.pk)]
    post.words, post.lead_picture_id = post.length, post.picture
    _bring_picture(post)
