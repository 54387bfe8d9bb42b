"""A post, or a letter to a text, as feeds carry it, whatever their format."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings

from blog.seo import last_changed
from seo import absolute, absolute_html

# Characters that XML 1.0 has no way to write.
CONTROL = bytes({*range(32)} - {9, 10, 13})
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+")


def writable(text: str) -> str:
    """*text* without what XML cannot say. Almost none has any of it, so that is asked first, and quickly."""
    raw = text.encode()
    has_none = len(raw.translate(None, CONTROL)) == len(raw) and "\ufffe" not in text and "\uffff" not in text
    return text if has_none else UNWRITABLE.sub("", text)


def host() -> str:
    """The site's name in the net, by which ids are its own."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


class Carried(Protocol):
    """What a feed's format asks of an entry; its language is that of ``post``."""

    @property
    def post(self) -> Any: ...
    @property
    def id(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def published(self) -> datetime: ...
    @property
    def updated(self) -> datetime: ...
    @property
    def html(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def authors(self) -> Iterable[tuple[str, str]]: ...
    @property
    def topics(self) -> list[str]: ...


@dataclass(frozen=True)
class Entry:
    """A post with its signatures and subjects."""

    post: Any

    @cached_property
    def id(self) -> str:
        """What stays the same when the title, the slug or the date changes (RFC 4151).

        A post that came from elsewhere keeps what feeds called it there, or their readers would see it twice.
        """
        post = self.post
        if ADDRESS.fullmatch(post.feed_id):
            return writable(post.feed_id)
        own = writable(post.feed_id) or f"post:{post.pk}"
        return f"tag:{host()},{post.first_published_at or post.publish_at:%Y-%m-%d}:{own}"

    @cached_property
    def url(self) -> str:
        return absolute(self.post.get_absolute_url())

    @property
    def published(self) -> datetime:
        published: datetime = self.post.publish_at
        return published

    @cached_property
    def updated(self) -> datetime:
        return last_changed(self.post)

    @property
    def html(self) -> str:
        return writable(absolute_html(self.post.body_html, self.post.get_absolute_url()))

    @property
    def summary(self) -> str:
        return writable(self.post.summary)

    @property
    def title(self) -> str:
        return writable(self.post.title)

    @property
    def authors(self) -> Iterator[tuple[str, str]]:
        """The name and the absolute address of each who signed it."""
        for signature in self.post.signatures:
            person = signature.person
            yield writable(person.name), absolute(person.get_absolute_url())

    @property
    def topics(self) -> list[str]:
        return [writable(topic.name) for topic in self.post.subjects]


@dataclass(frozen=True)
class LetterEntry:
    """A letter to the text that stands at *page*, a post or not."""

    letter: Any
    post: Any
    page: str
    summary = ""

    @property
    def id(self) -> str:
        return f"tag:{host()},{self.letter.made_at:%Y-%m-%d}:letter:{self.letter.pk}"

    @property
    def url(self) -> str:
        return absolute(f"{self.page}#letter-{self.letter.pk}")

    @property
    def published(self) -> datetime:
        published: datetime = self.letter.made_at
        return published

    @property
    def updated(self) -> datetime:
        updated: datetime = self.letter.edited_at or self.letter.made_at
        return updated

    @property
    def html(self) -> str:
        return writable(absolute_html(self.letter.body_html, self.page))

    @property
    def title(self) -> str:
        return writable(f"{self.letter.name}: {self.post.title}")

    @property
    def authors(self) -> list[tuple[str, str]]:
        """The name that the letter is signed with; it leads nowhere."""
        return [(writable(self.letter.name), "")]

    @property
    def topics(self) -> list[str]:
        return []
