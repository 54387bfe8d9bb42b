"""The Atom feeds: everything, a topic, an author. They carry whole texts."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from blog import models, queries
from blog.seo import last_changed
from content.archives import Entries
from content.site import for_request
from pagecache import clock, public, render
from seo import absolute, absolute_html

NEWEST = 20
BEFORE_ANYTHING = datetime(2026, 1, 1, tzinfo=UTC)  # an empty feed was updated then
ATOM = "application/atom+xml; charset=utf-8"
# Characters that XML 1.0 has no way to write.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@public(content_type=ATOM)
def of_everything(request: HttpRequest) -> HttpResponse:
    return _feed(request, for_request(request).name, "/", models.everything())


@public(content_type=ATOM)
def of_topic(request: HttpRequest, slug: str) -> HttpResponse:
    topic = queries.topic(slug, whole=False)
    if topic is None:
        raise Http404
    title = f"{topic.name} · {for_request(request).name}"
    return _feed(request, title, topic.get_absolute_url(), models.of_topic(topic.pk))


@public(content_type=ATOM)
def of_author(request: HttpRequest, slug: str) -> HttpResponse:
    person = queries.person(slug, whole=False)
    if person is None:
        raise Http404
    title = f"{person.name} · {for_request(request).name}"
    return _feed(request, title, person.get_absolute_url(), models.of_author(person.pk))


@dataclass(frozen=True)
class Entry:
    """A post as a feed carries it."""

    post: Any

    @property
    def id(self) -> str:
        """What stays the same when the title, the slug or the date changes (RFC 4151)."""
        post = self.post
        return f"tag:{_host()},{post.first_published_at or post.publish_at:%Y-%m-%d}:post:{post.pk}"

    @property
    def url(self) -> str:
        return absolute(self.post.get_absolute_url())

    @property
    def updated(self) -> datetime:
        return last_changed(self.post)

    @property
    def html(self) -> str:
        return UNWRITABLE.sub("", absolute_html(self.post.body_html, self.post.get_absolute_url()))

    @property
    def summary(self) -> str:
        return UNWRITABLE.sub("", self.post.summary)

    @property
    def title(self) -> str:
        return UNWRITABLE.sub("", self.post.title)


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _feed(request: HttpRequest, title: str, page: str, list_of: Entries) -> HttpResponse:
    entries = [Entry(post) for post in queries.full_texts(list_of, NEWEST, clock.now())]
    context = {
        "title": UNWRITABLE.sub("", title),
        "id": f"tag:{_host()},2026:{request.path}",
        "self_url": absolute(request.path),
        "page_url": absolute(page),
        "language": for_request(request).language,
        "updated": max((entry.updated for entry in entries), default=BEFORE_ANYTHING),
        "entries": entries,
    }
    return render(request, "blog/feed.xml", context)
