"""Redis stopped, slow, wrong or back again: the site answers, at once and correctly."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import Error
from django.core.checks import Warning as Remark
from django.db import connection, transaction
from django.test import Client

from content.models import Topic
from pagecache import keeper, link, store, writer
from pagecache.checks import pages_redis_is_fit
from pagecache.models import Outbox
from tests.redis_fixture import Server, server_binary

SOON = 0.5  # seconds in which every answer must be there


@pytest.fixture
def server() -> Iterator[Server]:
    """A Redis of this test's own, to be mistreated."""
    folder = Path(tempfile.mkdtemp(prefix="pc"))
    binary = server_binary()
    assert binary
    server = Server(binary, folder)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture
def fragile(small: Client, server: Server, settings: Any, transactional_db: None) -> Client:
    """A reader of the small site on that Redis."""
    alias = {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": server.url}
    settings.CACHES = {**settings.CACHES, "pages": alias}
    settings.PAGECACHE = {**settings.PAGECACHE, "BACKGROUND": False}
    keeper.standing = keeper.Standing()
    link.forget()
    return small


def timed(client: Client) -> tuple[str, float]:
    began = time.monotonic()
    state: str = client.get("/topics/")["X-Page-Cache"]
    return state, time.monotonic() - began


def rested() -> None:
    """As if the breaker's second had passed."""
    link.breaker.resting_until = min(link.breaker.resting_until, time.monotonic())


def test_redis_killed(fragile: Client, server: Server) -> None:
    fragile.get("/topics/")
    server.stop()
    answers = [timed(fragile) for _ in range(5)]
    assert {state for state, _ in answers} == {"bypass (store away)"}
    assert max(seconds for _, seconds in answers) < SOON


def test_redis_stopped(fragile: Client, server: Server) -> None:
    fragile.get("/topics/")
    assert server.process
    os.kill(server.process.pid, signal.SIGSTOP)
    answers = [timed(fragile) for _ in range(5)]
    os.kill(server.process.pid, signal.SIGCONT)
    assert {state for state, _ in answers} == {"bypass (store away)"}
    assert max(seconds for _, seconds in answers) < SOON


def test_it_recovers_by_itself(fragile: Client, server: Server) -> None:
    server.stop()
    fragile.get("/topics/")
    server.start()
    rested()
    assert [timed(fragile)[0] for _ in range(2)] == ["miss", "hit"]


def test_a_commit_that_redis_was_not_told_of_is_made_up_for(fragile: Client, server: Server) -> None:
    fragile.get("/topics/")
    assert server.process
    os.kill(server.process.pid, signal.SIGSTOP)  # it keeps its memory, old pages and all
    for _ in range(link.PATIENCE):
        fragile.get("/topics/")
    Topic.objects.create(name="Unseen", slug="unseen")
    assert Outbox.objects.count() == 1
    os.kill(server.process.pid, signal.SIGCONT)
    rested()
    assert fragile.get("/topics/").content == b"|Unseen|"
    assert Outbox.objects.count() == 0


def test_the_worker_makes_up_for_it_where_no_reader_comes(fragile: Client) -> None:
    fragile.get("/topics/")
    Outbox.objects.create(txn="missed elsewhere")
    keeper.tick()
    assert fragile.get("/topics/")["X-Page-Cache"] == "miss"
    assert Outbox.objects.count() == 0


def test_a_commit_rolled_back_leaves_nothing_in_the_outbox(fragile: Client, server: Server) -> None:
    server.stop()
    with pytest.raises(ZeroDivisionError):
        topic_rolled_back()
    assert (Outbox.objects.count(), Topic.objects.count()) == (0, 0)


@transaction.atomic
def topic_rolled_back() -> None:
    Topic.objects.create(name="Never", slug="never")
    raise ZeroDivisionError


def test_a_commit_is_quick_without_redis(fragile: Client, server: Server) -> None:
    server.stop()
    began = time.monotonic()
    Topic.objects.create(name="Quick", slug="quick")
    assert time.monotonic() - began < SOON


def test_a_commit_stands_when_redis_goes_before_its_end(
    fragile: Client, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "end", lambda txn: (_ for _ in ()).throw(link.Away("gone")))
    Topic.objects.create(name="Stands", slug="stands")
    assert Topic.objects.count() == 1
    assert fragile.get("/topics/")["X-Page-Cache"] == "bypass (held)"


def test_another_policy_is_refused(fragile: Client, server: Server) -> None:
    link.client().config_set("maxmemory-policy", "allkeys-lru")
    [refusal] = pages_redis_is_fit()
    assert isinstance(refusal, Error)
    assert "maxmemory-policy allkeys-lru" in refusal.msg
    assert fragile.get("/topics/")["X-Page-Cache"] == "bypass (store away)"


def test_an_absent_redis_is_a_warning(fragile: Client, server: Server) -> None:
    assert pages_redis_is_fit() == []
    server.stop()
    [remark] = pages_redis_is_fit()
    assert isinstance(remark, Remark)


def test_pages_are_kept_off_the_readers_wait(fragile: Client, settings: Any) -> None:
    settings.PAGECACHE = {**settings.PAGECACHE, "BACKGROUND": True}
    fragile.get("/topics/")
    writer.drain()
    assert fragile.get("/topics/")["X-Page-Cache"] == "hit"


def test_memory_pressure_takes_pages_and_nothing_else(fragile: Client) -> None:
    fragile.get("/topics/")
    link.client().config_set("maxmemory", 1)
    assert fragile.get("/topics/?page=2").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("UPDATE content_topic SET name = 'x'")
    assert link.read(store.EPOCH) is not None
