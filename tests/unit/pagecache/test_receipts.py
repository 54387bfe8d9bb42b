"""A publish is told to every edge before its author is told, and the receipt says what it did."""

import threading
import time
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from redis import Redis

from content.models import Topic
from pagecache import consequences, edges, fence, link, receipt, store
from pagecache.receipts import Receipt

LEASE = 0.3


@pytest.fixture(autouse=True)
def _short_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edges, "LEASE", LEASE)


def topic(name: str) -> Topic:
    made: Topic = Topic.objects.create(name=name, slug=name.lower())
    return made


def join(redis: Redis, *workers: str) -> None:
    """Workers that have applied all there is."""
    redis.zadd(store.EDGES, dict.fromkeys(workers, redis.get(store.SEQ).decode()))


def seconds(work: object) -> float:
    began = time.monotonic()
    work()  # type: ignore[operator]
    return time.monotonic() - began


class Worker(threading.Thread):
    """Applies what is told, a moment later."""

    def __init__(self, redis: Redis, name: str) -> None:
        super().__init__(daemon=True)
        self.redis, self.worker, self.applied, self.is_over = redis, name, 0.0, False
        self.listener = redis.pubsub(ignore_subscribe_messages=True)
        self.listener.subscribe("pc:purges")
        self.listener.get_message(timeout=1)
        join(redis, name)

    def run(self) -> None:
        while not self.is_over:
            message = self.listener.get_message(timeout=0.05)
            if message:
                time.sleep(0.02)
                self.applied = time.monotonic()
                self.redis.zadd(store.EDGES, {self.worker: message["data"].split()[1]})


@pytest.fixture
def worker(kept: Client, pages_redis: Redis) -> Iterator[Worker]:
    kept.get("/topics/")
    worker = Worker(pages_redis, "alive")
    worker.start()
    yield worker
    worker.is_over = True
    worker.join()
    worker.listener.close()


def test_a_commit_returns_when_the_edges_have_applied_it(worker: Worker) -> None:
    assert 0.02 < seconds(lambda: topic("Ink")) < LEASE
    assert time.monotonic() >= worker.applied > 0


def test_a_stopped_edge_is_waited_for_one_lease_and_left_behind(kept: Client, pages_redis: Redis) -> None:
    kept.get("/topics/")
    join(pages_redis, "stopped")
    assert seconds(lambda: topic("Ink")) > LEASE
    assert pages_redis.zcard(store.EDGES) == 0
    assert seconds(lambda: topic("Lead")) < LEASE


def test_an_edge_that_lives_is_not_left_behind_with_it(worker: Worker, pages_redis: Redis) -> None:
    join(pages_redis, "stopped")
    topic("Ink")
    assert pages_redis.zrange(store.EDGES, 0, -1) == [b"alive"]


def test_redis_going_while_edges_are_awaited_costs_one_lease(
    kept: Client, pages_redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.get("/topics/")
    join(pages_redis, "unheard")
    monkeypatch.setattr(store, "edges_behind", _away)
    assert LEASE < seconds(lambda: topic("Ink")) < LEASE + 0.5


def _away(seq: int) -> int:
    raise link.Away("gone")


def test_a_receipt_says_what_went_and_who_confirmed_it(kept: Client, worker: Worker) -> None:
    for address in ("/topics/", "/topics/?page=2", "/topics/?part=posts", "/moved/"):
        kept.get(address)
    with receipt() as told:
        topic("Ink")
    assert sorted(told.addresses) == ["/topics/", "/topics/?page=2"]
    assert (told.purged, told.edges, told.is_confirmed) == (3, 1, True)
    assert told.milliseconds >= 20


def test_commits_inside_wait_once(kept: Client, pages_redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[int] = []
    monkeypatch.setattr(edges, "wait", lambda seq, since: waits.append(seq))
    kept.get("/topics/")
    with receipt():
        for number in range(10):
            topic(f"T{number}")
        assert waits == []
    assert waits == [int(pages_redis.get(store.SEQ))]


def test_a_receipt_inside_another_is_the_other(kept: Client) -> None:
    kept.get("/topics/")
    with receipt() as outer:
        with receipt() as inner:
            topic("Ink")
        assert inner is outer
    assert outer.addresses == ["/topics/"]


def test_what_was_committed_before_an_error_is_waited_for(kept: Client, worker: Worker) -> None:
    with pytest.raises(ZeroDivisionError):
        interrupted(told := [])
    assert told[0].edges == 1


def interrupted(told: list[Receipt]) -> None:
    with receipt() as made:
        told.append(made)
        topic("Ink")
        raise ZeroDivisionError


def test_nothing_that_readers_see_is_an_empty_receipt(kept: Client) -> None:
    kept.get("/topics/")
    with receipt() as told:
        Topic.objects.filter(name="nobody").update(name="x")
    assert (told.addresses, told.purged, told.seq) == ([], 0, 0)


# ── the seam ──────────────────────────────────────────────────────────────────────────────────────


def test_what_a_change_means_cannot_be_told_so_it_is_not_committed(kept: Client) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(consequences, "of", lambda changes: 1 / 0)
        with pytest.raises(DatabaseError, match="ZeroDivisionError"):
            topic("Never")
    assert not Topic.objects.exists()


def test_being_stopped_before_the_commit_rolls_back(kept: Client) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fence, "raise_before", _stop)
        with pytest.raises(KeyboardInterrupt):
            topic("Never")
    assert not Topic.objects.exists()


def _stop(*args: object) -> None:
    raise KeyboardInterrupt


def test_a_commit_that_readers_do_not_see_raises_no_fence(kept: Client, pages_redis: Redis) -> None:
    pages_redis.config_resetstat()
    with transaction.atomic():
        Topic.objects.filter(name="nobody").update(name="x")
    assert "cmdstat_evalsha" not in pages_redis.info("commandstats")
