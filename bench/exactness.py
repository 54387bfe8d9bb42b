"""``make exactness``: what each kind of edit purges, and how much of that had really changed.

A site of 5,000 posts (``EXACTNESS_POSTS`` says another number) is read once, at all its public addresses, so
that every page and part is kept. Then authors edit, and after each edit the pages that are gone are rendered
anew and compared with what they were. Of what is still kept a sample is compared too, another one each time.
It fails when less than 95 % of what content edits purged had changed, when a new post touches more than two
pages of a list, when a body touches a list, and when anything kept is not what a fresh render gives. With
``-v`` it names what was purged in vain.
"""

import hashlib
import logging
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import start
from bench.live.each import on_each

if TYPE_CHECKING:
    from bench.edits import Edit

POSTS = int(os.environ.get("EXACTNESS_POSTS", "5000"))
TURNS = int(os.environ.get("EXACTNESS_TURNS", "3"))  # of each kind of edit, on another post each
SAMPLE = {"lists": 60, "calendars": 30, "feeds": 20, "pages": 60}  # still kept, and compared after each edit
EXACT, PAGES_OF_A_LIST = 0.95, 2

LISTS = re.compile(r"/(?:blog|topics/[^/]+|authors/[^/]+)/(?:archive/\d+/)?$")
CALENDARS = re.compile(r"/blog/\d{4}/(?:\d+/)?$")
NUMBER = re.compile(r"archive/\d+/$")
LOCATION = re.compile(r"<loc>https?://[^/]+([^<]*)</loc>")


@dataclass
class Outcome:
    """What one edit did: the addresses that were purged, those of them that had changed, the stale ones."""

    purged: list[str]
    changed: set[str]
    stale: list[str]
    milliseconds: float


@dataclass
class Kind:
    """All turns of one kind of edit."""

    edit: "Edit"
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def purged(self) -> int:
        return sum(len(outcome.purged) for outcome in self.outcomes)

    @property
    def changed(self) -> int:
        return sum(len(outcome.changed) for outcome in self.outcomes)


class Site:
    """The site as a reader knows it, and its store."""

    def __init__(self) -> None:
        from django.test import Client

        from pagecache import link, store

        self.client, self.redis, self.store = Client(headers={"host": "127.0.0.1"}), link.client(), store
        self.redis.set(store.FRESH, 1)  # no keeper is there to vouch
        self.known: dict[str, str] = {}  # the digest of what each kept address says

    def read_all(self) -> None:
        """Read every address that is new, so that it is kept; on a busy machine the store may miss one."""
        for path in self.addresses():
            if path not in self.known:
                self.read(path)
        for path in self.purged():
            self.read(path)

    def read(self, path: str) -> str:
        """What *path* says, as a digest; remembered when it is kept."""
        answer = self.client.get(path)
        said = _digest(answer)
        if answer.status_code == 200:
            self.known[path] = said
        else:
            self.known.pop(path, None)
        return said

    def fresh(self, path: str) -> str:
        """What *path* would say without a store."""
        return _digest(self.client.get(path, headers={"authorization": "none"}))

    def purged(self) -> list[str]:
        """The known addresses that are kept no more."""
        pipe = self.redis.pipeline(transaction=False)
        for path in self.known:
            pipe.hget(f"pc:p:{self.store.page_id(_key(path))}", "g")
        epoch = self.redis.get("pc:epoch")  # pages of another still stand, and nobody gets them
        return [path for path, made_in in zip(self.known, pipe.execute(), strict=True) if made_in != epoch]

    def addresses(self) -> list[str]:
        """All public addresses, as the sitemap and the cuts know them, with the parts of lists."""
        files = self._named_in("/sitemap.xml")
        found = [path for file in files for path in self._named_in(file)]
        lists = [*_archives(), *_heads()]
        parts = [f"{path}?part=posts" for path in lists]
        machines = ["/sitemap.xml", *files, "/robots.txt", "/llms.txt", *_feeds()]
        return list(dict.fromkeys([*found, *lists, *parts, *_calendars(), *machines, "/topics/"]))

    def _named_in(self, sitemap: str) -> list[str]:
        return LOCATION.findall(self.client.get(sitemap).content.decode())


def _archives() -> list[str]:
    from content.models import Cut, Person, Topic

    place = {f"topic:{each.pk}": each.get_absolute_url() for each in Topic.objects.all()}
    place |= {f"author:{each.pk}": each.get_absolute_url() for each in Person.objects.all()}
    place["all"] = "/blog/"
    cuts = Cut.objects.values_list("stream_id", "number")
    numbers = {(stream, number) for stream, cut in cuts for number in (cut - 1, cut)}
    known = [(stream, number) for stream, number in sorted(numbers) if number and stream in place]
    return [f"{place[stream]}archive/{number}/" for stream, number in known]


def _heads() -> list[str]:
    return ["/blog/", *_people()]


def _people() -> list[str]:
    from content.models import Person, Topic

    return [each.get_absolute_url() for model in (Topic, Person) for each in model.objects.all()]


def _feeds() -> list[str]:
    return [f"{path}feed.{form}" for path in ("/", *_people()) for form in ("atom", "rss", "json")]


def _calendars() -> list[str]:
    from django.utils import timezone

    from blog.models import Post

    days = Post.objects.published(timezone.now()).datetimes("publish_at", "month")
    months = [f"/blog/{day:%Y/%m}/" for day in days]
    return sorted({path[: len("/blog/2010/")] for path in months}) + months


def _key(path: str) -> str:
    from pagecache.address import site

    page, _, query = path.partition("?")
    return f"GET|{site().netloc}|{page}||{query.removeprefix('part=')}"


def _digest(answer: Any) -> str:
    return f"{answer.status_code} {hashlib.sha256(answer.content).hexdigest()}"


# ── measuring ─────────────────────────────────────────────────────────────────────────────────────


def measured(site: Site, edit: "Edit", turn: int) -> Outcome:
    """Make *edit*, then look at what went and at what stayed."""
    thing = edit.prepare(turn)
    for path in site.purged():  # what the preparation took
        site.read(path)
    site.read_all()
    begun = time.perf_counter()
    edit.do(thing)
    spent = (time.perf_counter() - begun) * 1000
    purged, before = site.purged(), dict(site.known)
    changed = {path for path in purged if site.read(path) != before[path]}
    stayed = [path for path in before if path not in set(purged)]
    stale = [path for path in _looked_at(stayed) if site.fresh(path) != before[path]]
    return Outcome(purged, changed, stale, spent)


def _looked_at(paths: list[str]) -> list[str]:
    """Some of *paths*, of each kind, and always those that most edits might touch."""
    found = [path for path in ("/", "/blog/", "/topics/", "/sitemap.xml", "/feed.atom") if path in set(paths)]
    for kind, number in SAMPLE.items():
        those = [path for path in paths if kind_of(path) == kind]
        found += random.sample(those, min(number, len(those)))
    return found


def kind_of(path: str) -> str:
    """``lists``, ``calendars``, ``feeds`` or ``pages``; a part is of its page's kind."""
    page = path.partition("?")[0]
    if LISTS.match(page) or page == "/topics/":
        return "lists"
    if CALENDARS.match(page):
        return "calendars"
    return "feeds" if page.endswith((".atom", ".rss", ".json", ".xml", ".txt")) else "pages"


def pages_of_one_list(outcome: Outcome) -> int:
    """The most pages of any one list that were purged; a part goes with its page."""
    pages = {path.partition("?")[0] for path in outcome.purged if LISTS.match(path.partition("?")[0])}
    return max(Counter(NUMBER.sub("", page) for page in pages).values(), default=0)


# ── reporting ─────────────────────────────────────────────────────────────────────────────────────


def report(kinds: list[Kind]) -> list[str]:
    """Print a row for each kind of edit; return what was missed."""
    head = f"{'edit':<24} {'purged':>7} {'changed':>8} {'ratio':>6}  {'of a list':>9} {'ms':>6}"
    print(f"\n{head}  purged, by kind")
    missed = [sentence for kind in kinds for sentence in _row(kind)]
    content = [kind for kind in kinds if kind.edit.is_content]
    purged, changed = sum(kind.purged for kind in content), sum(kind.changed for kind in content)
    ratio = changed / max(1, purged)
    print(f"{'content edits':<24} {purged:>7} {changed:>8} {ratio:>6.3f}  ≥ {EXACT}")
    return missed + ([f"only {ratio:.3f} of what was purged had changed"] if ratio < EXACT else [])


def _row(kind: Kind) -> list[str]:
    most = max(map(pages_of_one_list, kind.outcomes))
    ratio = f"{kind.changed / kind.purged:.3f}" if kind.purged else "-"
    counted = Counter(kind_of(path) for outcome in kind.outcomes for path in outcome.purged)
    spent = sorted(outcome.milliseconds for outcome in kind.outcomes)[len(kind.outcomes) // 2]
    spread = ", ".join(f"{number} {name}" for name, number in sorted(counted.items()))
    name = kind.edit.name
    print(f"{name:<24} {kind.purged:>7} {kind.changed:>8} {ratio:>6}  {most:>9} {spent:>6.0f}  {spread}")
    missed = [f"{name}: {path} is stale" for outcome in kind.outcomes for path in outcome.stale[:5]]
    if kind.edit.comes and most > PAGES_OF_A_LIST:
        missed.append(f"{name}: {most} pages of one list")
    if kind.edit.keeps_lists and counted["lists"]:
        missed.append(f"{name}: {counted['lists']} pages of lists")
    return missed


def main() -> int:
    """0 when all limits are kept, on each database."""
    return on_each("bench.exactness", _measure_here)


def _measure_here() -> int:
    with tempfile.TemporaryDirectory(prefix="stet-exact-") as name:
        os.environ |= start.environment(Path(name), POSTS)
        with start.redis(Path(name)):
            subprocess.run([sys.executable, str(start.ROOT / "manage.py"), "release"], check=True)
            missed = report(_measure())
    for sentence in missed:
        print(f"missed: {sentence}")
    return 1 if missed else 0


def _measure() -> list[Kind]:
    start.django()
    logging.disable(logging.WARNING)  # what was withdrawn is not found, and that is as it should be
    from django.conf import settings

    from bench import build, edits

    settings.PAGECACHE = {**settings.PAGECACHE, "BACKGROUND": False}  # a page is kept when its answer is here
    begun = time.monotonic()
    build.main(POSTS)
    edits.furnish()
    print(f"{POSTS:,} posts are built after {time.monotonic() - begun:.0f} s", flush=True)
    site = Site()
    site.read_all()
    print(f"{len(site.known):,} pages and parts are kept after {time.monotonic() - begun:.0f} s", flush=True)
    if lost := site.purged():
        raise SystemExit(f"{len(lost)} pages are not kept: {lost[:10]}")
    return [_turns(site, edit) for edit in edits.EDITS]


def _turns(site: Site, edit: "Edit") -> Kind:
    kind = Kind(edit)
    for turn in range(TURNS if edit.name != "name of the site" else 1):
        kind.outcomes.append(measured(site, edit, turn))
    print(f"  {edit.name}: {kind.purged} purged, {kind.changed} changed", flush=True)
    for outcome in kind.outcomes if "-v" in sys.argv else ():
        print("    in vain:", *[path for path in outcome.purged if path not in outcome.changed][:20])
        print("    stale:", *outcome.stale[:20], flush=True)
    return kind


if __name__ == "__main__":
    sys.exit(main())
