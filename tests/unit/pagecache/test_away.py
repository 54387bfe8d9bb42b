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
from pagecache import holds, link, pauses, receipt, starting, store, untold, writer
from pagecache.checks import pages_redis_is_fit
from pagecache.keeper import Keeper
from pagecache.models import Outbox
from tests.redis_fixture import Server, server_binary
from tests.unit.pagecache.killed import writer_killed_at

SOON = 0.5  # seconds in which every answer must be there
AFTER_COMMIT = {pauses.COMMITTED, pauses.ENDED, pauses.WAITED}


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
def fragile(own_triggers: None, small: Client, server: Server, settings: Any) -> Iterator[Client]:
    """A reader of the small site on that Redis, and a keeper who has just looked."""
    without = settings.CACHES
    alias = {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": server.url}
    settings.CACHES = {**settings.CACHES, "pages": alias}
    settings.PAGECACHE = {**settings.PAGECACHE, "BACKGROUND": False}
    starting.standing = starting.Standing()
    untold.over()
    link.forget()
    keep()
    yield small
    settings.CACHES = without  # what is cleaned up now need not wait for a server that is gone


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keeper's word is worth little, so nobody waits long for its end."""
    monkeypatch.setattr(untold, "VOUCHED", 0.2)


def keep() -> None:
    """A keeper looks, until it may vouch: another epoch is the first thing that it may have to make."""
    keeper = Keeper()
    assert keeper.turn() or keeper.turn()
    keeper.resign()


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
    keep()
    assert [timed(fragile)[0] for _ in range(2)] == ["miss", "hit"]


def test_a_commit_that_redis_was_not_told_of_waits_until_no_page_is_trusted(
    fragile: Client, server: Server
) -> None:
    fragile.get("/topics/")
    assert server.process
    os.kill(server.process.pid, signal.SIGSTOP)  # it keeps its memory, old pages and all
    began = time.monotonic()
    Topic.objects.create(name="Unseen", slug="unseen")
    assert time.monotonic() - began > untold.VOUCHED
    os.kill(server.process.pid, signal.SIGCONT)
    rested()
    assert fragile.get("/topics/").content == b"|Unseen|"


@pytest.mark.usefixtures("hasty")
def test_the_keeper_makes_up_for_it(fragile: Client, server: Server) -> None:
    fragile.get("/topics/")
    assert server.process
    os.kill(server.process.pid, signal.SIGSTOP)
    Topic.objects.create(name="Unseen", slug="unseen")
    os.kill(server.process.pid, signal.SIGCONT)
    rested()
    keep()
    assert [timed(fragile)[0], timed(fragile)[0]] == ["miss", "hit"]
    assert Outbox.objects.count() == 0


@pytest.mark.usefixtures("hasty")
def test_an_import_waits_for_one_commit_and_not_for_each(fragile: Client, server: Server) -> None:
    server.stop()
    for number in range(2):  # the first may have asked Redis in vain, so it proves nothing
        Topic.objects.create(name="First", slug=f"first-{number}")
    began = time.monotonic()
    for number in range(20):
        Topic.objects.create(name="More", slug=f"more-{number}")
    assert time.monotonic() - began < 20 * untold.VOUCHED


@pytest.mark.usefixtures("hasty")
def test_once_the_keeper_has_heard_each_commit_waits_again(fragile: Client, server: Server) -> None:
    server.stop()
    for number in range(2):
        Topic.objects.create(name="First", slug=f"first-{number}")
    Outbox.objects.all().delete()
    began = time.monotonic()
    Topic.objects.create(name="Later", slug="later")
    assert time.monotonic() - began > untold.VOUCHED


@pytest.mark.usefixtures("hasty")
def test_a_commit_rolled_back_leaves_nothing_in_the_outbox(fragile: Client, server: Server) -> None:
    server.stop()
    before = Outbox.objects.count()
    with pytest.raises(ZeroDivisionError):
        topic_rolled_back()
    assert (Outbox.objects.count(), Topic.objects.count()) == (before, 0)


@transaction.atomic
def topic_rolled_back() -> None:
    Topic.objects.create(name="Never", slug="never")
    raise ZeroDivisionError


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("step", pauses.WRITERS)
def test_a_commit_stands_whenever_redis_goes(
    fragile: Client, server: Server, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fragile.get("/topics/")
    monkeypatch.setattr(pauses, "hook", lambda at: at == step and server.stop())
    with receipt() as told:
        Topic.objects.create(name="Stands", slug="stands")
    assert told.is_confirmed == (step in {pauses.ENDED, pauses.WAITED})
    assert fragile.get("/topics/").content == b"|Stands|"


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("step", pauses.WRITERS)
def test_a_writer_killed_at_any_step_leaves_no_old_page(
    fragile: Client, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holds, "OLD", 0)
    fragile.get("/topics/")
    writer_killed_at(step)
    keep()
    fresh = b"|Killed|" if Topic.objects.exists() else b"||"
    assert [fragile.get("/topics/").content for _ in range(2)] == [fresh] * 2
    assert timed(fragile)[0] == "hit"
    assert (store.holds(), fresh == b"|Killed|") == ({}, step in AFTER_COMMIT)


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
    assert store.standing_build() is not None
