"""``make drill-dates``: one truth for freshness, over 500 random edits.

Typos, other markup, rewrites, renames, redesigns and edits whose weight the author overruled, on a site of
200 posts, on each database. After each, the sitemap, the page's JSON-LD, the feeds and what search engines
were told have to agree, and to have moved only where the edit is one for readers; and an entity tag moves
exactly when the bytes do.
"""

import json
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import start
from bench.live.each import on_each

if TYPE_CHECKING:
    from datetime import datetime

POSTS = int(os.environ.get("DATES_POSTS", "200"))
EDITS = int(os.environ.get("DATES_EDITS", "500"))
FEEDS = ("/feed.atom", "/feed.rss", "/feed.json")


class Engine:
    """A search engine that takes all that it is told."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def post(self, url: str, content_type: str, body: bytes) -> int:
        self.heard += json.loads(body)["urlList"]
        return 202


@dataclass
class Drill:
    """The site under edits: what each post's one date is to be, and what was seen of each address."""

    client: Any
    chance: random.Random
    expected: dict[int, "datetime"] = field(default_factory=dict)
    seen: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    engine: Engine = field(default_factory=Engine)
    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Know what is there, and let search engines be told from now on."""
        from django.utils import timezone

        from blog.models import Post
        from blog.seo import last_changed
        from content import configuring
        from content.actors import SITE
        from operations.telling import go_round

        configuring.configure(actor=SITE, settings={"indexnow": True}, menus={})
        self.expected = {post.pk: last_changed(post) for post in Post.objects.published(timezone.now())}
        go_round(self.engine, timezone.now())  # type: ignore[arg-type]

    def edit(self) -> None:
        """Make one edit of a random kind to a random post, and look."""
        from blog.models import Post

        post = Post.objects.get(pk=self.chance.choice(list(self.expected)))
        name = self.chance.choice(list(KINDS))
        was_at = post.get_absolute_url()
        told = KINDS[name](post, self.chance)
        post = Post.objects.get(pk=post.pk)
        if told == "news" and post.content_changed_at == self.expected[post.pk]:
            self.wrong.append(f"{name}: the date of {was_at} did not move")
        if told == "news":
            self.expected[post.pk] = post.content_changed_at
        self.done[name] += 1
        self._hear(name, {was_at, post.get_absolute_url()} if told else set())
        self.look(post, name)

    def _hear(self, name: str, paths: set[str]) -> None:
        from django.conf import settings
        from django.utils import timezone

        from operations.telling import go_round

        self.engine.heard.clear()
        go_round(self.engine, timezone.now())  # type: ignore[arg-type]
        expected = sorted(settings.SITE_URL + path for path in paths)
        if sorted(self.engine.heard) != expected:
            self.wrong.append(f"{name}: engines heard {self.engine.heard}, not {expected}")

    def look(self, post: Any, name: str) -> None:
        """Whether all say of *post* what is expected, and its tag follows its bytes."""
        from django.conf import settings

        from operations.crawling import reading
        from seo.sitemaps import shard_of

        at, due = settings.SITE_URL + post.get_absolute_url(), self.expected[post.pk]
        told = dict(reading.sitemap(self._text(f"/sitemaps/posts-{shard_of(post.pk)}.xml")))
        said = {"page": self._modified(post.get_absolute_url()), "sitemap": told.get(at, "nothing")}
        for feed in FEEDS:
            entries = reading.feed(self._text(feed), feed)
            said |= {feed: entries[at]} if at in entries else {}
        right = due.isoformat(timespec="seconds")
        self.wrong += [
            f"{name}: {who} says {date} of {at}, not {right}" for who, date in said.items() if date != right
        ]

    def _modified(self, path: str) -> str:
        from operations.crawling import reading

        graph = reading.page(self._text(path)).graph()
        return str(next(node["dateModified"] for node in graph if "dateModified" in node))

    def _text(self, path: str) -> str:
        answer = self.client.get(path)
        now, before = (answer["ETag"], bytes(answer.content)), self.seen.get(path)
        if before and (before[0] == now[0]) != (before[1] == now[1]):
            self.wrong.append(f"{path}: its entity tag and its bytes do not move together")
        self.seen[path] = now
        return now[1].decode()


# ── the edits: each says whether engines are told, and whether it is news or only elsewhere ──────────


def _write(post: Any, overruled: Any = None, **fields: Any) -> None:
    from content import publishing
    from content.actors import SITE
    from content.revisions import newest

    revision = publishing.revise(actor=SITE, thing=post, fields=fields, base=newest(post))
    publishing.publish(actor=SITE, thing=post, revision=revision, overruled=overruled)


def typo(post: Any, chance: random.Random) -> str:
    _write(post, body=_with_one_word(post.body, chance, lambda word: word[:-1] + chance.choice("aeiou")))
    return ""


def markup(post: Any, chance: random.Random) -> str:
    _write(post, body=_with_one_word(post.body, chance, lambda word: f"*{word}*"))
    return ""


def _with_one_word(text: str, chance: random.Random, other: Callable[[str], str]) -> str:
    words = list(re.finditer(r"(?<= )[a-z]{4,}(?= )", text))
    if not words:
        return text
    word = chance.choice(words)
    return text[: word.start()] + other(word[0]) + text[word.end() :]


def rewrite(post: Any, chance: random.Random) -> str:
    _write(post, body=_another_text(chance))
    return "news"


def _another_text(chance: random.Random) -> str:
    words = ("".join(chance.choices("abcdefghijklmnop", k=7)) for _ in range(80))
    return " ".join(words)


def retitle(post: Any, chance: random.Random) -> str:
    _write(post, title=" ".join(_another_text(chance).split()[:3]).capitalize())
    return "news"


def rename(post: Any, chance: random.Random) -> str:
    from content import publishing
    from content.actors import SITE

    publishing.rename(actor=SITE, thing=post, slug=f"letter-{chance.randrange(10**9)}")
    return "elsewhere"


def redesign(post: Any, chance: random.Random) -> str:
    from content import configuring
    from content.actors import SITE

    brand = f"#{chance.randrange(16**6):06x}"
    configuring.configure(actor=SITE, settings={"brand": brand}, menus={})
    return ""


def a_typo_that_counts(post: Any, chance: random.Random) -> str:
    from content.freshness import Overruled

    body = _with_one_word(post.body, chance, lambda word: f"{word}s")
    _write(post, Overruled(is_news=True, why="It said the opposite."), body=body)
    return "news"


def a_rewrite_that_does_not(post: Any, chance: random.Random) -> str:
    from content.freshness import Overruled

    _write(post, Overruled(is_news=False, why="The same in other words."), body=_another_text(chance))
    return ""


KINDS = {
    made.__name__.replace("_", " "): made
    for made in (
        *(typo, markup, rewrite, retitle, rename, redesign),
        *(a_typo_that_counts, a_rewrite_that_does_not),
    )
}


def main() -> int:
    """0 when all agreed all the time, on each database."""
    return on_each("bench.dates", _drill)


def _drill() -> int:
    with tempfile.TemporaryDirectory(prefix="stet-dates-") as name:
        os.environ |= start.environment(Path(name), POSTS) | {"PAGES_REDIS_URL": "", "DEBUG": "1"}
        start.django()
        from django.test import Client

        from bench import build
        from blog.models import Post

        build.main(POSTS)
        drill = Drill(Client(headers={"host": "127.0.0.1"}), random.Random(6))
        begun = time.monotonic()
        drill.begin()
        for _ in range(EDITS):
            drill.edit()
        for post in Post.objects.all():
            drill.look(post, "in the end")
    print(", ".join(f"{number} {kind}" for kind, number in sorted(drill.done.items())))
    print(f"{len(drill.wrong)} disagreements in {EDITS} edits, {time.monotonic() - begun:.0f} s")
    print(*drill.wrong[:20], sep="\n")
    return 1 if drill.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
