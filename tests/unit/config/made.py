"""Pages and what they are made of; edits and what they touch."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from pagecache import changes, consequences, routes
from pagecache.address import address_of
from pagecache.calling import Asked, call_view
from pagecache.consequences import Consequences
from pagecache.renders import Render


@dataclass(frozen=True)
class Made:
    """What an address said, and what of."""

    said: tuple[Any, ...]
    tags: frozenset[str]
    untracked: str

    @property
    def coarse(self) -> set[str]:
        """What only the floor has seen."""
        return {tag for tag in self.tags if tag.startswith("table:")} | {self.untracked} - {""}


def page_at(path: str, now: datetime | None = None) -> Made:
    """The page at *path*, rendered at *now* (else this moment) as for the store."""
    request = RequestFactory().get(path)
    found = routes.find(request.path_info)
    assert found, f"{path} is not public"
    match, declared = found
    render = Render(now or timezone.now())
    answer: Any = call_view(Asked(request, match, declared, address_of(request, declared)), render)
    said = (answer.status_code, answer.get("Location"), answer.content)
    return Made(said, frozenset(render.tags), render.untracked)


def touched_by(edit: Callable[[], Any]) -> Consequences:
    """What the commit of *edit* would purge."""
    changes.take(connection)
    edit()
    return consequences.of(changes.take(connection))


def pages_at(addresses: list[str], now: datetime | None = None) -> dict[str, Made]:
    return {path: page_at(path, now) for path in addresses}


def differing(before: dict[str, Made], after: dict[str, Made]) -> set[str]:
    """The addresses that say something else now."""
    return {path for path, made in before.items() if made.said != after[path].said}


def purged_by(touched: Consequences, pages: dict[str, Made]) -> set[str]:
    """The addresses of those of *pages* that go."""
    return {path for path, made in pages.items() if touched.is_epoch or made.tags & touched.tags}


def changed_and_purged(addresses: list[str], edit: Callable[[], Any]) -> tuple[set[str], set[str]]:
    """The addresses that say something else after *edit*, and those that its commit would purge."""
    before = pages_at(addresses)
    touched = touched_by(edit)
    return differing(before, pages_at(addresses)), purged_by(touched, before)
