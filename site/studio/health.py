"""What is wrong with the site as a whole, each with where it is and how it is mended.

It is read from what is kept at save and from what the worker heard of other sites; nothing is fetched here.
``manage.py crawl`` looks at the same from outside.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower
from django.urls import reverse

from content import kinds, outside, site
from content.models import Link, Menu, News, OutsideLink, Redirect
from content.telling import MOST_TRIES
from pages.models import Page
from studio.leading import MISSING, leads

FEW = 50  # of each; who mends these sees the next
LOOKED_AT = 5000  # links and redirects
ARCHIVE = "https://web.archive.org/web/"


@dataclass(frozen=True)
class Defect:
    """One thing that is wrong: what it is called, where it is mended, and what was seen.

    ``instead`` is where a copy of what is gone may stand.
    """

    name: str
    at: str
    seen: str
    instead: str = ""


@dataclass(frozen=True)
class Ailment:
    """One way to be wrong, how it is mended, and where it was found; at most FEW are named."""

    name: str
    mend: str
    defects: list[Defect] = field(default_factory=list)

    @property
    def has_more(self) -> bool:
        return len(self.defects) > FEW


Look = Callable[[datetime], Iterable[Defect]]


def ailments(now: datetime) -> list[Ailment]:
    """All that is wrong at *now*, in the order in which it hurts readers."""
    found = [Ailment(name, mend, list(islice(look(now), FEW + 1))) for name, mend, look in LOOKS]
    return [each for each in found if each.defects]


def _live(kind: str, now: datetime) -> QuerySet[Any]:
    live: QuerySet[Any] = kinds.model(kind).objects.published(now)
    return live.defer("body", "body_html", "toc")


def _of(thing: Any, seen: str, instead: str = "") -> Defect:
    return Defect(str(thing), reverse("studio:edit", args=[thing.kind, thing.pk]), seen, instead)


def _links_to_nothing(now: datetime) -> Iterator[Defect]:
    """Links within the site whose end readers cannot see."""
    for kind in kinds.models():
        there = kinds.model(kind).objects.published(now).filter(pk=OuterRef("to_id")).values("pk")
        gone = Link.objects.filter(to=kind).annotate(there=Subquery(there)).filter(there=None)
        for thing, link in _with_texts(gone, now):
            yield _of(thing, f"leads to {link.to}:{link.to_id}, which readers cannot see.")
    by_path = list(Link.objects.filter(url__startswith="/").order_by("pk")[:LOOKED_AT])
    where = leads({link.url for link in by_path}, now)
    moved = set(Redirect.objects.exclude(target="").values_list("path", flat=True)[:LOOKED_AT])
    dead = [link for link in by_path if where[link.url] == MISSING and link.url.rstrip("/") not in moved]
    for thing, link in _with_texts(dead, now):
        yield _of(thing, f"leads to {link.url}, where nothing stands.")


def _with_texts(links: Iterable[Link], now: datetime) -> Iterator[tuple[Any, Link]]:
    """The live texts that *links* stand in."""
    some = list(islice(links, LOOKED_AT))
    for kind in kinds.models():
        numbers = {link.thing_id for link in some if link.of == kind}
        texts = _live(kind, now).in_bulk(numbers)
        here = (link for link in some if link.of == kind and link.thing_id in texts)
        yield from ((texts[link.thing_id], link) for link in here)


def _dead_outside(now: datetime) -> Iterator[Defect]:
    """Links to other sites that the worker asked in vain."""
    dead = OutsideLink.objects.filter(outside.is_dead()).order_by("-failures", "pk")[:LOOKED_AT]
    says = {row.url: row.says for row in dead}
    for thing, link in _with_texts(Link.objects.filter(url__in=says).order_by("pk"), now):
        day = f"{thing.publish_at:%Y%m%d}"
        yield _of(thing, f"leads to {link.url}: {says[link.url]}", f"{ARCHIVE}{day}/{link.url}")


def _chains(now: datetime) -> Iterator[Defect]:
    """Old addresses that lead to another old address."""
    ends = Redirect.objects.exclude(target="").order_by("path")[:LOOKED_AT]
    paths = set(Redirect.objects.values_list("path", flat=True)[:LOOKED_AT])
    for each in ends:
        if each.target.rstrip("/") in paths:
            yield _redirect(each, f"leads to {each.target}, which leads on itself.")


def _ways_to_nothing(now: datetime) -> Iterator[Defect]:
    """Old addresses that lead to where nothing stands."""
    ends = list(Redirect.objects.exclude(target="").order_by("path")[:LOOKED_AT])
    paths = set(Redirect.objects.values_list("path", flat=True)[:LOOKED_AT])
    where = leads({each.target for each in ends}, now)
    for each in ends:
        if where[each.target] == MISSING and each.target.rstrip("/") not in paths:
            yield _redirect(each, f"leads to {each.target}, where nothing stands.")


def _redirect(redirect: Redirect, seen: str) -> Defect:
    return Defect(redirect.path, reverse("studio:redirect", args=[redirect.pk]), seen)


def _same_titles(now: datetime) -> Iterator[Defect]:
    """Texts of one kind that are called the same."""
    for kind in kinds.models():
        named = _live(kind, now).annotate(name=Lower("title")).order_by()
        twice = named.values("name").annotate(times=Count("pk")).filter(times__gt=1).values("name")
        for thing in named.filter(name__in=twice).order_by("name", "pk")[: FEW + 1]:
            yield _of(thing, f"stands at {thing.get_absolute_url()}, and another has its title.")


def _undescribed(now: datetime) -> Iterator[Defect]:
    """Texts that search engines have to describe themselves."""
    for kind in kinds.models():
        for thing in _live(kind, now).filter(summary="", seo_description="", noindex=False)[: FEW + 1]:
            yield _of(thing, "has no summary.")


def _orphans(now: datetime) -> Iterator[Defect]:
    """Pages that nothing leads to: no text, no menu, no page above. Posts stand in their lists."""
    linked = Link.objects.filter(to=Page.kind, to_id=OuterRef("pk")).values("pk")[:1]
    alone = _live(Page.kind, now).annotate(link=Subquery(linked)).filter(link=None)
    above = Q(parent__in=Page.objects.published(now).order_by().values("pk"))
    named = {item["url"] for menu in Menu.objects.all() for item in menu.items}
    named |= set(Link.objects.filter(url__startswith="/").values_list("url", flat=True)[:LOOKED_AT])
    home = site.current().home
    for page in alone.exclude(above).filter(noindex=False).order_by("path"):
        if page.get_absolute_url() not in named and home != f"page:{page.pk}":
            yield _of(page, "is in no menu, and no text leads to it.")


def _untold(now: datetime) -> Iterator[Defect]:
    """What search engines or the feeds' hub would not take."""
    waiting = News.objects.filter(done_at=None, tries__gt=2).order_by("-tries", "pk")[: FEW + 1]
    for news in waiting:
        given_up = " It is not tried again." if news.tries >= MOST_TRIES else ""
        yield Defect(news.url, reverse("studio:settings"), f"{news.get_to_display()}: {news.says}{given_up}")


LOOKS: tuple[tuple[str, str, Look], ...] = (
    (
        "Links that lead nowhere",
        "Let the link lead elsewhere, publish what it leads to, or take it out.",
        _links_to_nothing,
    ),
    (
        "Links to other sites that are dead",
        "Find where it stands now, link to a copy in the archive, or take it out.",
        _dead_outside,
    ),
    ("Redirects that lead to another", "Let the first lead straight to the last.", _chains),
    (
        "Redirects to where nothing stands",
        "Let it lead elsewhere, or say that it is gone for good.",
        _ways_to_nothing,
    ),
    ("Pages that nothing leads to", "Link to it from a text, or put it into a menu.", _orphans),
    ("Texts with the same title", "Give one of them another, or withdraw it.", _same_titles),
    (
        "Texts without a summary",
        "Say in a sentence what it is about: lists and search engines show that.",
        _undescribed,
    ),
    (
        "News that nobody would take",
        "Look at the hub’s address in the settings, or wait: it is tried again by itself.",
        _untold,
    ),
)
