"""The auditor finds a kept page that is not what its view says, and nothing else."""

from collections.abc import Callable

import brotli
import pytest
from django.test import Client
from redis import Redis

from content.models import Topic
from pagecache import auditor, counters, store
from pagecache.sweeping import Sweeper

KEY = "GET|stet.example|/topics/||"
NUMBER = store.page_id(KEY)
PAGE = f"pc:p:{NUMBER}"


@pytest.fixture
def page(kept: Client, pages_redis: Redis) -> Redis:
    """Redis with one kept page in it, which readers ask for."""
    for _ in range(2):
        kept.get("/topics/")
    return pages_redis


def test_a_true_page_is_equal(page: Redis) -> None:
    before = counters.totals().get("audit equal", 0)
    assert auditor.audit() == "equal"
    assert counters.totals()["audit equal"] == before + 1


TAMPERED = {
    "gzip": lambda redis: redis.hset(PAGE, "z", b"no gzip at all"),
    "brotli": lambda redis: redis.hset(PAGE, "r", brotli.compress(b"something else")),
    "headers": lambda redis: redis.hset(PAGE, "h", "Content-Type: text/plain"),
    "link": lambda redis: redis.hset(PAGE, "l", '</elsewhere/>; rel="canonical"'),
    "status": lambda redis: redis.hset(PAGE, "s", 410),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_page_that_is_not_what_its_view_says_goes(kept: Client, page: Redis, what: str) -> None:
    TAMPERED[what](page)
    assert auditor.audit() == "different"
    assert not page.exists(PAGE)
    assert kept.get("/topics/")["X-Page-Cache"] == "miss"


def test_the_edges_are_told_and_the_log_names_what_lacked(
    page: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    page.hset(PAGE, mapping={"t": "  ", "h": "X: y"})
    before = page.get(store.SEQ) or b"0"
    with page.pubsub(ignore_subscribe_messages=True) as channel:
        channel.subscribe("pc:purges")
        channel.get_message(timeout=1)
        auditor.audit()
        said = (channel.get_message(timeout=1) or channel.get_message(timeout=1))["data"]  # type: ignore[index]
    assert said.split() == [b"P", page.get(store.SEQ), before, str(NUMBER).encode()]
    assert "Tags that it lacked: table:content_topic" in caplog.text


def overtaken_by(change: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Something happens just after the auditor's render."""
    refute = auditor._refute

    def late(*given: object) -> str:
        change()
        return refute(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(auditor, "_refute", late)


CHANGES = {
    "purged": lambda: store.end("txn", {"table:content_topic"}),
    "held": lambda: store.hold("txn", {"table:content_topic"}),
    "epoch": store.new_epoch,
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_difference_that_a_change_made_says_nothing(
    page: Redis, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    page.hset(PAGE, "h", "X: y")
    overtaken_by(CHANGES[what], monkeypatch)
    assert auditor.audit() == "void"


def test_a_page_of_another_time_is_left_alone(page: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    page.hset(PAGE, "h", "X: y")
    overtaken_by(lambda: page.hset(PAGE, "e", "another"), monkeypatch)
    assert (auditor.audit(), page.exists(PAGE)) == ("void", 1)


def test_with_nothing_kept_there_is_nothing_to_say(kept: Client) -> None:
    assert auditor.audit() == "void"


def test_the_bound_is_the_rule_of_three() -> None:
    assert auditor.bound(0, 0) is None
    assert auditor.bound(300, 0) == 0.01
    assert 0.0158 < (auditor.bound(299, 1) or 0) < 0.02  # Poisson: 4.74 of 300


def test_ids_of_pages_that_are_gone_are_swept_and_told(page: Redis) -> None:
    page.delete(PAGE)
    sweeper = Sweeper()
    seq = page.get(store.SEQ)
    swept = sweeper.sweep()
    while sweeper.cursor != "0":
        swept += sweeper.sweep()
    assert (swept, page.exists("pc:t:table:content_topic")) == (1, 0)
    assert page.get(store.SEQ) != seq


def test_ids_of_pages_that_are_there_stay(page: Redis) -> None:
    assert Sweeper().sweep() == 0
    assert Topic.objects.count() == 0
    assert page.exists("pc:t:table:content_topic")
