"""The posts, topics, authors and series that search engines are told of."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Max, Model, OuterRef, QuerySet, Subquery

from blog.models import Post, PostAuthor, PostTopic, Series
from content import told, tongues
from content.addresses import address
from content.models import Person, Topic
from content.queries import is_live
from seo.sitemaps import Told, newest_of, numbers_in


def post_shards(now: datetime) -> dict[int, datetime]:
    """The files that tell of posts, each with when it last changed."""
    return told.shards(Post, now)


def posts(shard: int, now: datetime, language: str) -> Iterator[Told]:
    """The live posts in one file that want to be found; *language* is the site's."""
    translated = told.translations(Post, shard, "slug", now)
    for pk, slug, changed, picture in told.rows(Post, shard, "slug", now):
        languages = tongues.of_one(pk, translated.get(pk, []), language, Post.get_absolute_url)
        yield Told(address("blog:post", slug), changed, picture, languages)


def topics(now: datetime) -> QuerySet[Topic]:
    """The topics that something is filed under, each with when the ``newest`` of it appeared."""
    return _with_newest(Topic.objects.all(), _newest(PostTopic.objects.filter(topic=OuterRef("pk")), now))


def authors(now: datetime) -> QuerySet[Person]:
    """Whoever signed something, with when the ``newest`` of it appeared."""
    return _with_newest(Person.objects.all(), _newest(PostAuthor.objects.filter(person=OuterRef("pk")), now))


def _newest(rows: QuerySet[Any], now: datetime) -> Subquery:
    """The date of the newest live post of *rows*: the first that an index gives."""
    live = rows.filter(is_live(now, "post__")).order_by("-publish_at", "-post")
    return Subquery(live.values("publish_at")[:1])


def _with_newest(things: QuerySet[Any], newest: Subquery) -> QuerySet[Any]:
    found: QuerySet[Any] = things.annotate(newest=newest).filter(newest__isnull=False).order_by("pk")
    return found


def series(now: datetime) -> QuerySet[Series]:
    """The series that have parts, with when the ``newest`` of them appeared."""
    newest = Max("entries__post__publish_at", filter=is_live(now, "entries__post__"))
    return Series.objects.annotate(newest=newest).filter(newest__isnull=False).order_by("pk")


def shards_of(find: Callable[[datetime], QuerySet[Any]], now: datetime) -> dict[int, datetime]:
    """The files that tell of what *find* gives, each with when it last changed."""
    return newest_of(list(find(now).values_list("pk", "newest")))


def lists(find: Callable[[datetime], QuerySet[Any]], view: str, shard: int, now: datetime) -> Iterator[Told]:
    """What *find* gives in one file; its pages are *view*'s."""
    found: QuerySet[Model] = find(now).filter(pk__range=numbers_in(shard))
    for slug, newest in found.values_list("slug", "newest"):
        yield Told(address(view, slug), newest)
