"""The feeds of each list of posts: Atom, RSS 2 and JSON Feed with whole texts, and the Atom feed's archive.

The letters to a text have the same three, for who wrote one and wants to know what is answered.

An archive document (RFC 5005 §4) is an archive page of the list, once the next one has begun: which posts are
in it does not change any more. It leads to the one before it, and the feed to the last.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from blog import feed_formats, models, queries, tags
from blog.entries import Carried, Entry, LetterEntry, host, writable
from content import archives
from content.addresses import address
from content.archives import Entries
from content.site import for_request
from language import voice
from pagecache import clock, note, public, reads
from seo import absolute

NEWEST = 20
BEFORE_ANYTHING = datetime(2026, 1, 1, tzinfo=UTC)  # an empty feed was updated then


@dataclass(frozen=True)
class Place:
    """What has feeds: its *title* on the site (empty: the site itself) and its page.

    ``name`` and ``args`` make its feeds' addresses, as ``addresses`` gave them, in the namespace ``room``.
    """

    title: str
    page: str
    name: str
    args: tuple[Any, ...] = ()
    room: str = field(default="blog", kw_only=True)

    def at(self, form: str = "", *more: Any) -> str:
        """The absolute address of the feed in *form* (``rss``, ``json``, ``archive``; empty: Atom)."""
        return absolute(self.path(form, *more))

    def path(self, form: str = "", *more: Any) -> str:
        """The same address within the site."""
        name = f"{self.room}:{self.name}"
        return address(f"{name}_{form}" if form else name, *self.args, *more)


@dataclass(frozen=True)
class Source(Place):
    """A list of posts that has feeds."""

    entries: Entries = field(kw_only=True)


@dataclass(frozen=True)
class Document:
    """One document of a feed, as a format writes it."""

    source: Place
    site: Any
    url: str
    entries: Sequence[Carried]
    is_archive: bool = False
    older: str = ""  # the archive document before this one

    @property
    def title(self) -> str:
        name = self.site.name
        return writable(f"{self.source.title} · {name}" if self.source.title else name)

    @property
    def id(self) -> str:
        return f"tag:{host()},2026:{self.source.path()}"

    @property
    def page(self) -> str:
        return absolute(self.source.page)

    @property
    def current(self) -> str:
        """The feed that an archive document belongs to."""
        return self.source.at()

    @property
    def updated(self) -> datetime:
        return max((entry.updated for entry in self.entries), default=BEFORE_ANYTHING)


Find = Callable[..., Source]
FindText = Callable[..., tuple[Any, str]]  # a text and the address of its page
FindLettered = Callable[..., tuple[Any, Place]]
Write = Callable[[HttpRequest, Document], HttpResponse]
View = Callable[..., HttpResponse]


def addresses(at: str, name: str, find: Find, *, archive: str = "") -> list[URLPattern]:
    """The addresses of the feeds of the list that *find* gives for what *at* names; its views are *name*….

    *archive* is where its archive pages stand, else at *at* too.
    """
    return [
        *newest_addresses(at, name, find),
        path(f"{archive or at}archive/<number:n>.atom", _archive(find), name=f"{name}_archive"),
    ]


def newest_addresses(at: str, name: str, find: Find) -> list[URLPattern]:
    """The same of a list that has no archive."""
    return _in_each_format(at, name, partial(_newest, find))


def letter_addresses(at: str, name: str, find: FindText, *, room: str = "blog") -> list[URLPattern]:
    """The addresses of the feeds of the letters to the text that *find* gives for what *at* names.

    They are called *name*… in the namespace *room*; ``find`` takes the request and what *at* names, gives the
    text and its page's address, and raises Http404.
    """
    return _in_each_format(at, name, partial(_of_letters, partial(_lettered, find, name, room)))


def _in_each_format(at: str, name: str, view: Callable[[str, str, Write], View]) -> list[URLPattern]:
    formats = (
        ("atom", "", feed_formats.ATOM, feed_formats.atom),
        ("rss", "rss", feed_formats.RSS, feed_formats.rss),
        ("json", "json", feed_formats.JSON, feed_formats.json),
    )
    return [
        path(f"{at}feed.{ending}", view(form, kind, write), name=f"{name}_{form}" if form else name)
        for ending, form, kind, write in formats
    ]


def _newest(find: Find, form: str, content_type: str, write: Write) -> View:
    @public(content_type=content_type)
    def feed(request: HttpRequest, **named: Any) -> HttpResponse:
        source = find(**named)
        with reads(tags.cuts(source.entries.key), rows=False):
            last = archives.last_complete(source.entries.key)
        document = Document(
            source,
            for_request(request),
            source.at(form),
            _entries(queries.full_texts(source.entries, NEWEST, clock.now())),
            older=source.at("archive", last) if last else "",
        )
        return _with_hub(write(request, document), document)

    return feed


def _of_letters(find: FindLettered, form: str, content_type: str, write: Write) -> View:
    @public(content_type=content_type)
    def feed(request: HttpRequest, **named: Any) -> HttpResponse:
        text, source = find(request, **named)
        entries = [LetterEntry(each, text, source.page) for each in queries.newest_letters(text, NEWEST)]
        return write(request, Document(source, for_request(request), source.at(form), entries))

    return feed


def _lettered(find: FindText, name: str, room: str, request: HttpRequest, **named: Any) -> tuple[Any, Place]:
    """A text, and its letters as what has feeds."""
    text, page = find(request, **named)
    title = f"{voice(text.language).letters.title}: {text.title}"
    return text, Place(title, page, name, tuple(named.values()), room=room)


def of_post(_request: HttpRequest, slug: str) -> tuple[Any, str]:
    """The post whose letters have feeds, and where it stands. Raises Http404."""
    post = queries.signed_title(clock.now(), slug)
    if post is None:
        raise Http404
    return post, post.get_absolute_url()


def _archive(find: Find) -> View:
    @public(content_type=feed_formats.ATOM)
    def archive(request: HttpRequest, n: int, **named: Any) -> HttpResponse:
        source = find(**named)
        key = source.entries.key
        with reads(tags.cut(key, n), tags.cut(key, n + 1), rows=False):
            page = archives.page(source.entries, n)
        if page is None or page.newer is None:
            raise Http404
        note(tags.segment(key, n))
        document = Document(
            source,
            for_request(request),
            source.at("archive", n),
            _entries(queries.texts_of(page.entries, clock.now())),
            is_archive=True,
            older=source.at("archive", page.older) if page.older else "",
        )
        return feed_formats.atom(request, document)

    return archive


def _entries(posts: Iterable[Any]) -> list[Entry]:
    return [Entry(post) for post in posts]


def _with_hub(response: HttpResponse, document: Document) -> HttpResponse:
    """Say where news of the feed is to be had (WebSub §4), for whoever reads no further than the headers."""
    if document.site.hub:
        response["Link"] = f'<{document.site.hub}>; rel="hub", <{document.url}>; rel="self"'
    return response


def of_everything() -> Source:
    """All posts."""
    return Source("", "/", "feed", entries=models.everything())


def of_topic(slug: str) -> Source:
    """The posts of a topic. Raises Http404."""
    topic = queries.topic(slug, whole=False)
    if topic is None:
        raise Http404
    at = topic.get_absolute_url()
    return Source(topic.name, at, "topic_feed", (slug,), entries=models.of_topic(topic.pk))


def of_author(slug: str) -> Source:
    """The posts of an author. Raises Http404."""
    person = queries.person(slug, whole=False)
    if person is None:
        raise Http404
    at = person.get_absolute_url()
    return Source(person.name, at, "author_feed", (slug,), entries=models.of_author(person.pk))


def of_series(slug: str) -> Source:
    """The parts of a series, the last to appear first. Raises Http404."""
    series = queries.series(slug)
    if series is None:
        raise Http404
    at = series.get_absolute_url()
    return Source(series.title, at, "series_feed", (slug,), entries=models.of_series(series.pk))
