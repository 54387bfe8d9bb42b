"""The standing pages that an address shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from content import letters, public_changes, tongues
from content.prepared import prepared
from pagecache import absent, note, reads
from pagecache.tags import card, related, within
from pages.models import Page, PageAuthor

ALL_PAGES = "pages"  # the tag of which pages there are


def whole(now: datetime, path: str) -> Page | None:
    """The live page at *path* with all that its address shows, or None."""
    with reads():
        found = _with_all(_at(now, path))
    if found is None:
        absent(Page, path=path)
    return found


def numbered(now: datetime, pk: int) -> Page | None:
    """As ``whole``, the page with the number *pk*."""
    with reads():
        found = _with_all(_numbered(now, pk))
    if found is None:
        absent(Page, pk=pk)
    return found


@prepared
def _at(now: datetime, path: str) -> QuerySet[Page]:
    return _as_shown(Page.objects.published(now).filter(path=path))


@prepared
def _numbered(now: datetime, pk: int) -> QuerySet[Page]:
    return _as_shown(Page.objects.published(now).filter(pk=pk))


def _as_shown(live: QuerySet[Page]) -> QuerySet[Page]:
    told = {"has_letters": letters.there_are("page"), "has_changes": public_changes.there_are("page")}
    return live.defer("body").annotate(translated=tongues.numbers("page"), **told)


def _with_all(found: list[Page]) -> Page | None:
    """The page that was *found*, with who signed it and its lead picture, while somebody accounts for it."""
    page = next(iter(found), None)
    if page is not None:
        signatures = PageAuthor.objects.select_related("person").only("page_id", "position", "person__name")
        prefetch_related_objects([page], Prefetch("pageauthor_set", signatures, to_attr="signatures"))
        note(related("pageauthor", "page_id", page.pk))
        if page.lead_picture_id is not None:
            page.lead_picture  # noqa: B018 - reading it is what loads it
    return page


def titled(now: datetime, path: str) -> Page | None:
    """The live page at *path* with its title, no more; or None."""
    with reads():
        found = Page.objects.published(now).filter(path=path).only("title", "path", "language").first()
    if found is None:
        absent(Page, path=path)
    return found


def letters_to(page: Any) -> list[Any]:
    """The letters that stand under *page*, which ``whole`` found; where there are none, nothing is asked."""
    with reads(within("page", page.pk, "comments"), rows=False):
        return letters.standing("page", page.pk) if page.has_letters else []


def shows_changes(page: Any) -> bool:
    """Whether readers of *page*, which ``whole`` found, can see how it changed."""
    if not page.shows_changes:
        return False
    note(within("page", page.pk, "changes"))
    return bool(page.has_changes)


def changing(now: datetime, path: str) -> Any:
    """The live page at *path* that shows how it changed, with its title and these ``changes``; or None."""
    live = Page.objects.published(now).filter(path=path)
    with reads(rows=False):
        page: Any = live.only("title", "path", "language", "shows_changes").first()
    if page is None:
        absent(Page, path=path)
        return None
    note(card("page", page.pk))
    with reads(within("page", page.pk, "changes"), rows=False):
        page.changes = public_changes.told("page", page.pk) if page.shows_changes else []
    return page if page.changes else None


def is_in_the_trash(path: str, now: datetime) -> bool:
    """Whether the page at *path* was seen by readers and lies in the trash; that none is live is noted."""
    with reads(rows=False):
        return bool(_trashed(path, now))


@prepared
def _trashed(path: str, now: datetime) -> QuerySet[Page]:
    found = Page.objects.filter(path=path, trashed_at__isnull=False, first_published_at__lte=now)
    return found.only("pk")


def after(path: str, most: int, now: datetime) -> list[Page]:
    """At most *most* live pages that follow *path* by their paths, without texts."""
    live = Page.objects.published(now).filter(path__gt=path).order_by("path")
    with reads(ALL_PAGES):
        return list(live.defer("body", "toc", "body_html")[:most])


def named(number: int, now: datetime) -> list[Page]:
    """The first *number* live pages that want to be found, with what names them; who asks notes which."""
    live = Page.objects.published(now).filter(noindex=False).only("title", "path", "summary")
    with reads(rows=False):
        return list(live.order_by("path")[:number])


@dataclass(frozen=True)
class Around:
    """The live pages above one, the topmost first; those right below it in their order; its translations."""

    above: list[Page]
    below: list[Page]
    translations: list[Page]


def around(page: Any, now: datetime) -> Around:
    """What stands around *page*, in one query."""
    steps = page.path.split("/")
    above = ["/".join(steps[:count]) for count in range(1, len(steps))]
    others = tongues.others(page)
    chosen = Q(path__in=above) | Q(parent=page.pk) | (Q(pk__in=others) if others else Q())
    live = Page.objects.published(now).only("title", "path", "language", "parent_id", "position")
    with reads(related("page", "parent_id", page.pk), within("page", page.pk, "translations")):
        pages: list[Any] = list(live.filter(chosen).annotate(is_findable=tongues.FINDABLE).order_by("path"))
    for path in set(above) - {each.path for each in pages}:
        absent(Page, path=path)
    children = sorted((each for each in pages if each.parent_id == page.pk), key=lambda each: each.position)
    return Around(
        above=[each for each in pages if each.path in above],
        below=children,
        translations=[each for each in pages if each.pk in others],
    )
