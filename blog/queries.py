"""The posts that each address shows, and no column more than it needs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import Count, F, Model, OuterRef, Q, QuerySet, Subquery

from blog import cards, tags
from blog.cards import CARD, filed, names_of_signers, names_of_subjects, signed
from blog.models import Post, PostAuthor, PostTopic, RelatedPost, Series, everything
from content import letters, public_changes, relating, tongues
from content.archives import Entries, numbers_from
from content.models import Person, Topic
from content.prepared import prepared
from content.queries import is_live
from pagecache import absent, note, reads
from pagecache.tags import card, full, related, within

M = TypeVar("M", bound=Model)

NAMED = ("id", "title", "slug")  # what a post says of its series
NOT_IN_FEEDS = ("body", "toc")
ALONE = Q()  # and no others
MOST_NOTED = 400  # topics; a page has 500 tags at most


@dataclass(frozen=True)
class Beside:
    """What a reader may go on to from a post: the next ones in time, others that go with it, translations."""

    newer: Any = None
    older: Any = None
    related: Sequence[Any] = ()
    translations: Sequence[Any] = ()


def whole(now: datetime, slug: str) -> Any:
    """The live post at *slug* with all that its page shows, or None."""
    with reads():
        post: Any = next(iter(_at(now, slug)), None)
    if post is None:
        absent(Post, slug=slug)
        return None
    with reads(*tags.of_relations([post], "postauthor", "posttopic")):
        filed(signed([post]))
        _bring_picture(post)
    return post


def signed_title(now: datetime, slug: str) -> Any:
    """The live post at *slug* with its title, its day and who signed it, no more; or None."""
    with reads(rows=False):
        post: Any = next(iter(_title_at(now, slug)), None)
    if post is None:
        absent(Post, slug=slug)
        return None
    with reads(*tags.of_relations([post], "postauthor"), rows=False):
        signed([post])
    note(tags.name(post.pk), *names_of_signers([post]))
    return post


@prepared
def _title_at(now: datetime, slug: str) -> QuerySet[Post]:
    return Post.objects.published(now).filter(slug=slug).only("title", "slug", "language", "publish_at")


def is_in_the_trash(slug: str, now: datetime) -> bool:
    """Whether the post at *slug* was seen by readers and lies in the trash; that none is live is noted."""
    with reads(rows=False):
        return bool(_trashed(slug, now))


@prepared
def _trashed(slug: str, now: datetime) -> QuerySet[Post]:
    found = Post.objects.filter(slug=slug, trashed_at__isnull=False, first_published_at__lte=now)
    return found.only("pk")


def _bring_picture(post: Any) -> None:
    """Load the lead picture now, while somebody accounts for it."""
    if post.lead_picture_id is not None:
        post.lead_picture  # noqa: B018 - reading it is what loads it


@prepared
def _at(now: datetime, slug: str) -> QuerySet[Post]:
    found = Post.objects.published(now).filter(slug=slug).defer("body")
    series = {f"series_{name}": F(f"series_entry__series__{name}") for name in NAMED}
    told = {"has_letters": letters.there_are("post"), "has_changes": public_changes.there_are("post")}
    return found.annotate(translated=tongues.numbers("post"), **told, **series)


def shows_changes(post: Any) -> bool:
    """Whether readers of *post*, which ``whole`` found, can see how it changed."""
    if not post.shows_changes:
        return False
    note(within("post", post.pk, "changes"))
    return bool(post.has_changes)


def changing(now: datetime, slug: str) -> Any:
    """The live post at *slug* that shows how it changed, with its title and these ``changes``; or None."""
    with reads(rows=False):
        post: Any = next(iter(_changing_at(now, slug)), None)
    if post is None:
        absent(Post, slug=slug)
        return None
    note(tags.name(post.pk))
    with reads(within("post", post.pk, "changes"), rows=False):
        post.changes = public_changes.told("post", post.pk) if post.shows_changes else []
    return post if post.changes else None


@prepared
def _changing_at(now: datetime, slug: str) -> QuerySet[Post]:
    found = Post.objects.published(now).filter(slug=slug)
    return found.only("title", "slug", "language", "publish_at", "shows_changes")


def letters_to(post: Any) -> list[Any]:
    """The letters that stand under *post*, which ``whole`` found; where there are none, nothing is asked."""
    with reads(within("post", post.pk, "comments"), rows=False):
        return letters.standing("post", post.pk) if post.has_letters else []


def newest_letters(text: Any, number: int) -> list[Any]:
    """The newest *number* letters that stand under a text, a post or not."""
    with reads(within(text.kind, text.pk, "comments"), rows=False):
        return letters.newest(text.kind, text.pk, number)


def full_texts(entries: Entries, number: int, now: datetime) -> list[Any]:
    """The newest *number* posts of a list, with their texts, as feeds carry them."""
    texts = entries.live(now).defer(*NOT_IN_FEEDS).annotate(listed_at=F(entries.at))
    found = carried(texts[:number])
    _note_newest(entries, number, [(post.listed_at, post.pk) for post in found])
    return found


def named(number: int, now: datetime) -> list[Any]:
    """The newest *number* posts that want to be found, with what names them."""
    with reads():
        found = list(everything().live(now).filter(noindex=False).only(*CARD)[:number])
        _note_newest(everything(), number, [(post.publish_at, post.pk) for post in found])
    return found


def texts_of(entries: Entries, now: datetime) -> list[Any]:
    """The posts of an archive page, with their texts; which posts those are, somebody else notes."""
    return carried(entries.live(now).defer(*NOT_IN_FEEDS))


def carried(texts: QuerySet[Any]) -> list[Any]:
    """The posts that *texts* finds, with who signed them and what they are about."""
    with reads(rows=False):
        found = filed(signed(list(texts)))
    note(*(full("post", post.pk) for post in found), *tags.of_relations(found, "postauthor", "posttopic"))
    note(*(card("person", signature.person_id) for post in found for signature in post.signatures))
    note(*names_of_subjects(found))
    return found


def _note_newest(entries: Entries, number: int, places: list[tuple[datetime, int]]) -> None:
    """Note where others would join the first *number* of a list; those found stand at *places*."""
    if len(places) < number:
        note(tags.anywhere(entries.key))
        return
    with reads(tags.cuts(entries.key), rows=False):
        numbers = numbers_from(entries.key, *places[-1])
    note(*tags.segments(entries.key, numbers))


def beside(post: Any, now: datetime) -> Beside:
    """The live posts right after and right before *post*, its translations, and those that go with it.

    All of them in one query.
    """
    others = tongues.others(post)
    known = (related("relatedpost", "post_id", post.pk), within("post", post.pk, "translations"))
    with reads(tags.beside(post.pk), *known, rows=False):
        at = (post.publish_at, post.pk, now)
        found = _beside_and_translations(*at, others) if others else _beside(*at)
    live: list[Any] = [other for other in found if other.state(now) == "live"]
    newer, older = _around(live, (post.publish_at, post.pk))
    translations = [other for other in live if other.pk in others]
    # Of those that are not live just now too: they may come back. Of a translation only its address is shown.
    note(*tags.names([each for each in found if each in (newer, older) or each.pk not in others]))
    further = [other for other in live if other.named_at is not None and other not in (newer, older)]
    further = [other for other in further if other not in translations]
    return Beside(newer, older, sorted(further, key=attrgetter("named_at")), translations)


@prepared
def _beside(at: datetime, pk: int, now: datetime) -> QuerySet[Post]:
    return _near(at, pk, now, ALONE)


@prepared
def _beside_and_translations(at: datetime, pk: int, now: datetime, others: list[int]) -> QuerySet[Post]:
    found: QuerySet[Post] = _near(at, pk, now, is_live(now) & Q(pk__in=others))
    return found.annotate(is_findable=tongues.FINDABLE)


def _near(at: datetime, pk: int, now: datetime, also: Q) -> QuerySet[Post]:
    """The live posts on both sides of a place in the stream, what goes with it, and *also* some others."""
    same = Q(publish_at=at)
    # The nearer bound first: SQLite searches its index by the first upper bound that it reads.
    later = Post.objects.filter(Q(publish_at__gt=at) | (same & Q(pk__gt=pk)), publish_at__gte=at)
    earlier = Post.objects.filter(Q(publish_at__lte=at), Q(publish_at__lt=at) | (same & Q(pk__lt=pk)))
    named = RelatedPost.objects.filter(post=pk)
    # One by one: PostgreSQL would read every post where one of these is asked for by a list.
    found = _first_of_each(
        later.published(now).order_by("publish_at", "pk").values("pk"),
        earlier.published(now).order_by("-publish_at", "-pk").values("pk"),
        *(named.filter(position=position).order_by().values("other") for position in range(relating.NUMBER)),
        also=also,
    )
    place = Subquery(named.filter(other=OuterRef("pk")).order_by().values("position")[:1])
    rows: QuerySet[Post] = found.only(*CARD, "unpublish_at", "trashed_at").annotate(named_at=place)
    return rows


def around(start: datetime, end: datetime, now: datetime) -> tuple[Post | None, Post | None]:
    """The first live post from *end* on, and the last one before *start*, in one query.

    Only when they stand is of interest, so their rows are not noted.
    """
    found = _first_of_each(
        Post.objects.filter(publish_at__gte=end).published(now).order_by("publish_at", "pk").values("pk"),
        Post.objects.filter(publish_at__lt=start).published(now).order_by("-publish_at", "-pk").values("pk"),
    )
    with reads(rows=False):
        return _around(found, (start, 0))


def _first_of_each(*lists: QuerySet[Any], also: Q = ALONE) -> QuerySet[Any]:
    chosen = also
    for each in lists:
        chosen |= Q(pk=Subquery(each[:1]))
    return Post.objects.filter(chosen).only(*CARD)


def _around(posts: Iterable[Any], here: tuple[Any, int]) -> tuple[Post | None, Post | None]:
    """The nearest of *posts* on both sides of a place."""
    placed = sorted((post.publish_at, post.pk, post) for post in posts)
    newer = next((post for *place, post in placed if tuple(place) > here), None)
    older = next((post for *place, post in reversed(placed) if tuple(place) < here), None)
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


def topics(slugs: list[str]) -> list[Topic]:
    """The topics at *slugs*, in that order, or none at all where one of them is not there."""
    with reads():
        found = {topic.slug: topic for topic in Topic.objects.filter(slug__in=slugs).only("name", "slug")}
    missing = [slug for slug in slugs if slug not in found]
    for slug in missing:
        absent(Topic, slug=slug)
    return [] if missing else [found[slug] for slug in slugs]


def date_of(post: int) -> datetime | None:
    """Where the post with this number stands in time, whoever may see it; None where there is none."""
    with reads(tags.name(post), rows=False):
        return Post.objects.filter(pk=post).values_list("publish_at", flat=True).first()


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


def series(slug: str, *, whole: bool = True) -> Series | None:
    """The series at *slug*, or None; not *whole*, only its title and address."""
    with reads():
        found = Series.objects.filter(slug=slug)
        return _first(found if whole else found.only("title", "slug"), slug)


def parts(series: int, now: datetime) -> list[Any]:
    """The live posts of a series in their order, with what names them."""
    with reads(related("seriesentry", "series_id", series), rows=False):
        posts = Post.objects.published(now).filter(series_entry__series=series)
        found = list(posts.only(*CARD).order_by("series_entry__position", "series_entry__pk"))
    note(*tags.names(found))
    return found


def series_of(post: Any) -> Series | None:
    """The series of *post*, which ``whole`` found, or None."""
    note(related("seriesentry", "post_id", post.pk))
    if post.series_id is None:
        return None
    note(card("series", post.series_id))
    return Series(**{name: getattr(post, f"series_{name}") for name in NAMED})


def series_in_use(now: datetime) -> list[Any]:
    """The series with live posts by title, each with their number as ``parts``."""
    number = Count("entries", filter=is_live(now, "entries__post__"))
    used = Series.objects.annotate(parts=number).filter(parts__gt=0).only("title", "slug")
    with reads(tags.SERIES, rows=False):
        return list(used.order_by("title", "pk"))


def signers(now: datetime) -> list[Any]:
    """Whoever signed live posts by name, each with their number as ``entries``."""
    with reads(tags.SIGNERS, rows=False):
        numbers = _live_by("person", PostAuthor, now)
        return _numbered(Person.objects.only("name", "slug").order_by("name", "pk"), numbers)


def topics_in_use(now: datetime) -> list[Any]:
    """The topics with live posts by name, each with their number as ``entries``."""
    with reads(tags.TOPICS, rows=False):
        topics = _numbered(
            Topic.objects.only("name", "slug").order_by("pk"), _live_by("topic", PostTopic, now)
        )
        found = sorted(topics, key=lambda topic: topic.name.casefold())
    if len(found) > MOST_NOTED:
        note(tags.TOPIC_NAMES)
    else:
        note(*(card("topic", topic.pk) for topic in found))
    return found


def _numbered(things: QuerySet[Any], numbers: dict[int, int]) -> list[Any]:
    """Those of *things* that have a number, each with it as ``entries``."""
    found = [thing for thing in things if thing.pk in numbers]
    for thing in found:
        thing.entries = numbers[thing.pk]
    return found


def _live_by(name: str, places: Any, now: datetime) -> dict[int, int]:
    """How many live posts stand in *places* under each thing that *name* is the column of.

    All that stand there without those that are not live: an index alone counts the many, others find the few.
    """
    hidden = Q(post__publish_at=None) | Q(post__publish_at__gt=now)
    hidden |= Q(post__trashed_at__isnull=False) | Q(post__unpublish_at__lte=now)
    return _counted(name, places.objects.all()) - _counted(name, places.objects.filter(hidden))


def _counted(name: str, rows: QuerySet[Any]) -> "Counter[int]":
    return Counter(dict(rows.order_by().values_list(name).annotate(number=Count(name))))


def newest(now: datetime, number: int) -> list[Any]:
    """The newest *number* of live posts as a home page shows them, with their topics.

    The first one leads: it has its length, its picture and its authors too.
    """
    with reads():
        posts = cards.newest(now, number)
        _note_newest(everything(), number, [(post.publish_at, post.pk) for post in posts])
        note(*tags.of_relations(posts, "posttopic"))
        for lead in posts[:1]:
            _make_lead(lead)
    return posts


def _make_lead(post: Any) -> None:
    note(tags.lead(post.pk), *tags.of_relations([post], "postauthor"))
    signed([post])
    post.words, post.lead_picture_id = post.length, post.picture
    _bring_picture(post)
