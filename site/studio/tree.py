"""The tree of pages: how it stands, and where a page goes that is moved a step or dropped somewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError

from accounts.models import User
from content import planning, reviewing
from content.kinds import number
from content.models import Newest
from pages.models import Page
from studio.states import described

MOST = 2000  # pages that are laid out at once; beyond that a list is the better look
WAYS = {"up": "Up", "down": "Down", "in": "Below the one above", "out": "Out, beside its parent"}


@dataclass
class Branch:
    """A page in the tree, with what stands right below it; *ways* are those that it can be moved."""

    page: Page
    title: str
    state: dict[str, str]
    is_open: bool
    ways: list[str]
    below: list["Branch"] = field(default_factory=list)


def tree(user: User, now: datetime) -> list[Branch]:
    """The pages at the root, each with those below it. What is in the trash shows only above what is not."""
    pages = _all_pages()
    said = {newest.thing_id: newest for newest in Newest.objects.filter(of="page")[:MOST]}
    planned = planning.of_many(page.pk for page in pages)
    submitted = reviewing.waiting_of(page.pk for page in pages)
    branches = {}
    for page in pages:
        newest, each = said.get(page.pk), ("page", page.pk)
        kind = newest.kind if newest else ""
        state = described(page, kind, now, planned.get(each), is_submitted=each in submitted)
        title = newest.title if newest else page.title
        branches[page.pk] = Branch(page, title, state, user.may("revise", page), [])
    roots = _joined(branches)
    if user.may("move"):
        _point_ways(roots, is_root=True)
    return roots


def _all_pages() -> list[Page]:
    wanted = Page.objects.prefetch_related("authors").defer("body", "body_html", "toc", "summary", "excerpt")
    return list(wanted.order_by("position", "pk")[:MOST])


def _joined(branches: dict[int, Branch]) -> list[Branch]:
    roots: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.page.parent_id or 0)
        (above.below if above else roots).append(branch)
    return _shown(roots)


def _shown(branches: list[Branch]) -> list[Branch]:
    for branch in branches:
        branch.below = _shown(branch.below)
    return [branch for branch in branches if branch.below or branch.page.trashed_at is None]


def _point_ways(branches: list[Branch], *, is_root: bool) -> None:
    for place, branch in enumerate(branches):
        is_first, is_last = place == 0, place == len(branches) - 1
        stays = {"up": is_first, "down": is_last, "in": is_first, "out": is_root}
        branch.ways = [way for way in WAYS if not stays[way]]
        _point_ways(branch.below, is_root=False)


def step(page: Page, way: str) -> tuple[Page | None, int]:
    """Parent and position of *page* one step *way*. Raises ValidationError where there is no such step."""
    siblings = _siblings(page.parent, page)
    shown = [each for each in siblings if each.trashed_at is None or each.children.exists()]
    above = [each for each in shown if _stands(each) < _stands(page)]
    below = [each for each in shown if _stands(each) > _stands(page)]
    if way == "up" and above:
        return page.parent, siblings.index(above[-1])
    if way == "down" and below:
        return page.parent, siblings.index(below[0]) + 1
    if way == "in" and above:
        return above[-1], len(_siblings(above[-1], page))
    if way == "out" and page.parent:
        return page.parent.parent, _siblings(page.parent.parent, page).index(page.parent) + 1
    raise ValidationError(f"“{page}” cannot go that way any more: the tree has changed.")


def dropped(page: Page, below: str, before: str) -> tuple[Page | None, int]:
    """Parent and position of *page* where it is dropped: below a page or at the root, before one or last.

    Raises ValidationError for what is not there any more.
    """
    parent = _named(below) if below else None
    siblings = _siblings(parent, page)
    if not before:
        return parent, len(siblings)
    neighbour = _named(before)
    if neighbour not in siblings:
        raise ValidationError(f"“{neighbour}” is not there any more: the tree has changed.")
    return parent, siblings.index(neighbour)


def _siblings(parent: Page | None, page: Page) -> list[Page]:
    """All that stand below *parent* beside *page*, in their order, as the verb numbers them."""
    return list(Page.objects.filter(parent=parent).exclude(pk=page.pk).order_by("position", "pk"))


def _stands(page: Page) -> tuple[int, int]:
    return page.position, page.pk


def _named(said: str) -> Page:
    found = Page.objects.find(pk=number(said) or 0)
    if found is None:
        raise ValidationError("That place is not there any more: the tree has changed.")
    return found


def count(branches: Iterable[Branch]) -> int:
    """How many pages stand in *branches*."""
    return sum(1 + count(branch.below) for branch in branches)
