"""What changes mean."""

from typing import Any

import pytest

from content.models import Menu, SiteSettings, Topic
from pagecache import consequences
from pagecache.changes import Change
from pagecache.consequences import EVERYTHING
from pagecache.tracking import Tracked
from pages.models import Page

ALL = frozenset(("card", "places", "full"))
CLOCK = "clock"


def told() -> tuple[Tracked, ...]:
    """A few models, as simple as can be."""
    return (
        Tracked(Topic, card=("name",), unique=("slug",), tags=lambda change: [f"seen:{change.op}"]),
        Tracked(Page, card=("title",), places=("publish_at",), unique=("path",), related=("parent_id",)),
        Tracked(Page.topics.through, places=("page_id", "topic_id"), related=("page_id",)),
        Tracked(SiteSettings, is_epoch=True),
    )


@pytest.fixture(autouse=True)
def _told(settings: Any):
    settings.PAGECACHE = {"TRACKED": f"{__name__}.told"}


def page(op: str, *groups: str, old: Any = None, new: Any = None) -> Change:
    row = {"id": 3, "publish_at": None, "path": "about", "parent_id": 1}
    before = None if op == "I" else row | (old or {})
    after = None if op == "D" else row | (new or {})
    return Change("pages_page", op, 3, before, after, frozenset(groups) or ALL)


def tags(*changes: Change) -> set[str]:
    return {tag.partition("~")[0] for tag in consequences.of(changes).tags}


WHOLE = {"table:pages_page", "page:3#card", "page:3#full", "page.path", "page.parent_id=1", CLOCK}


@pytest.mark.parametrize(
    ("change", "touched"),
    [
        (page("I"), WHOLE),
        (page("D"), WHOLE),
        (page("U", "places", "card"), WHOLE),
        (page("U", "full"), {"table:pages_page", "page:3#full"}),
        (page("U", "card"), {"table:pages_page", "page:3#full", "page:3#card"}),
    ],
)
def test_what_a_change_of_a_row_touches(change: Change, touched: set[str]):
    assert tags(change) == touched


def test_a_look_up_by_the_old_value_and_by_the_new_one():
    moved = page("U", "full", new={"path": "us", "parent_id": 2})
    found = consequences.of([moved]).tags
    assert len([tag for tag in found if tag.startswith("page.path~")]) == 2
    assert {"page.parent_id=1", "page.parent_id=2"} <= found
    assert CLOCK not in found


def test_a_row_between_two_others_is_told_of_by_them():
    row = {"id": 9, "page_id": 3, "topic_id": 4}
    change = Change("pages_page_topics", "I", 9, None, row, ALL)
    assert tags(change) == {"table:pages_page_topics", "page_topics.page_id=3", CLOCK}


def test_content_has_tags_of_its_own():
    change = Change("content_topic", "U", 4, {"slug": "a"}, {"slug": "a"}, frozenset({"card"}))
    assert tags(change) == {"table:content_topic", "topic:4#card", "topic:4#full", "seen:U"}


@pytest.mark.parametrize(
    "change",
    [
        Change("content_sitesettings", "U", 1, {}, {}, ALL),
        Change("content_topic", "T", None, None, None, ALL),
        Change("*", "T", None, None, None, ALL),
    ],
)
def test_some_changes_touch_every_page(change: Change):
    assert consequences.of([page("I"), change]) == EVERYTHING


def test_what_is_not_tracked_touches_nothing():
    assert Menu._meta.db_table not in {each.table for each in told()}
    assert consequences.of([Change("content_menu", "U", 1, {}, {}, ALL)]).tags == frozenset()


def test_very_many_changes_touch_every_page():
    one = page("U", "full")
    assert consequences.of([one] * 2000).tags == consequences.of([one]).tags
    assert consequences.of([one] * 2001) == EVERYTHING
    many = [page("U", "full", new={"path": f"p{n}", "parent_id": n}) for n in range(1100)]
    assert consequences.of(many) == EVERYTHING
