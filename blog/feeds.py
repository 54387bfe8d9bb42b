"""The feeds of each list of posts: Atom, RSS 2 and JSON Feed with whole texts, and the Atom feed's archive.

An archive document (RFC 5005 §4) is an archive page of the list, once the next one has begun: which posts are
in it does not change any more. It leads to the one before it, and the feed to the last.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from blog import feed_formats, models, queries, tags
from blog.entries import Entry, host, writable
from content import archives
from content.addresses import address
from content.archives import Entries
from content.site import for_request
from pagecache import clock, note, public, reads
from seo import absolute

NEWEST = 20
BEFORE_ANYTHING = datetime(2026, 1, 1, tzinfo=UTC)  # an empty feed was updated then


@dataclass(frozen=True)
class Source:
    """A list that has feeds: its *title* on the site (empty: the site itself), its page, its entries.

    ``names`` and ``args`` make the addresses of its feeds, as ``addresses`` gave them.
    """

    title: str
    page: str
    entries: Entries
    name: str
    args: tuple[Any, ...] = ()

    def at(self, form: str = "", *more: Any) -> str:
        """The absolute address of the feed in *form* (``rss``, ``json``, ``archive``; empty: Atom)."""
        return absolute(self.path(form, *more))

    def path(self, form: str = "", *more: Any) -> str:
        """The same address within the site."""
        return address(f"blog:{self.name}_{form}" if form else f"blog:{self.name}", *self.args, *more)


@dataclass(frozen=True)
class Document:
    """One document of a feed, as a format writes it."""

    source: Source
    site: Any
    url: str
    entries: list[Entry]
    is_archive: bool = False
    older: str = ""  # the archive document before this one

    @property
    def title(self) -> str:
        name = self.site.name
        return writable(f"{self.source.title} · {name}" if self.source.title else name)

    @property
    def id(self) -> str:
        return f"tag:{host()},2026:{address(f'blog:{self.source.name}', *self.source.args)}"

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
Write = Callable[[HttpRequest, Document], HttpResponse]


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
    return [
        path(f"{at}feed.atom", _newest(find, "", feed_formats.ATOM, feed_formats.atom), name=name),
        path(f"{at}feed.rss", _newest(find, "rss", feed_formats.RSS, feed_formats.rss), name=f"{name}_rss"),
        path(
            f"{at}feed.json", _newest(find, "json", feed_formats.JSON, feed_formats.json), name=f"{name}_json"
        ),
    ]


def _newest(find: Find, form: str, content_type: str, write: Write) -> Callable[..., HttpResponse]:
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


def _archive(find: Find) -> Callable[..., HttpResponse]:
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
    return Source("", "/", models.everything(), "feed")


def of_topic(slug: str) -> Source:
    """The posts of a topic. Raises Http404."""
    topic = queries.topic(slug, whole=False)
    if topic is None:
        raise Http404
    return Source(topic.name, topic.get_absolute_url(), models.of_topic(topic.pk), "topic_feed", (slug,))


def of_author(slug: str) -> Source:
    """The posts of an author. Raises Http404."""
    person = queries.person(slug, whole=False)
    if person is None:
        raise Http404
    return Source(person.name, person.get_absolute_url(), models.of_author(person.pk), "author_feed", (slug,))


def of_series(slug: str) -> Source:
    """The parts of a series, the last to appear first. Raises Http404."""
    series = queries.series(slug)
    if series is None:
        raise Http404
    return Source(
        series.title, series.get_absolute_url(), models.of_series(series.pk), "series_feed", (slug,)
    )
