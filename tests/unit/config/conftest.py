"""Pages and what they are made of; edits and what they touch."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from pagecache import changes, consequences, routes
from pagecache.address import address_of
from pagecache.consequences import Consequences
from pagecache.renders import Render
from pagecache.router import Asked, call_view


@dataclass(frozen=True)
class Page:
    """What an address said, and what of."""

    said: tuple[Any, ...]
    tags: frozenset[str]
    untracked: str


def page_at(path: str) -> Page:
    """The page at *path*, rendered now as for the store."""
    request = RequestFactory().get(path)
    found = routes.find(request.path_info)
    assert found, f"{path} is not public"
    match, declared = found
    render = Render(timezone.now())
    answer: Any = call_view(Asked(request, match, declared, address_of(request, declared)), render)
    said = (answer.status_code, answer.get("Location"), answer.content)
    return Page(said, frozenset(render.tags), render.untracked)


def what_follows(edit: Callable[[], Any]) -> Consequences:
    """What the commit of *edit* would purge."""
    changes.take(connection)
    edit()
    return consequences.of(changes.take(connection))


@pytest.fixture
def _clean_log(db: None) -> None:
    changes.take(connection)
