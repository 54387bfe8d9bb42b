"""The keeper: what Redis missed, fences left behind, strange Redis and databases, and who keeps."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client
from redis import Redis

from content.models import Topic
from pagecache import changes, holds, identity, pauses, rounds, store, triggers
from pagecache.keeper import Keeper
from pagecache.models import Outbox, Standing
from tests.redis_fixture import Server
from tests.unit.pagecache.killed import writer_killed_at

TAGS = frozenset({"table:content_topic"})


@pytest.fixture
def keeper(own_triggers: None, kept: Client, pages_redis: Redis) -> Keeper:
    """One in charge of a site that it knows; pages are trusted by its word alone."""
    pages_redis.delete(store.FRESH)
    keeper = Keeper()
    assert keeper.turn()
    return keeper


def state(reader: Client) -> str:
    found: str = reader.get("/topics/")["X-Page-Cache"]
    return found


def kept_page(reader: Client) -> None:
    reader.get("/topics/")
    assert state(reader) == "hit"


# ── its word ──────────────────────────────────────────────────────────────────────────────────────


def test_pages_are_trusted_by_its_word_and_for_five_seconds(
    keeper: Keeper, kept: Client, pages_redis: Redis
) -> None:
    pages_redis.delete(store.FRESH)
    assert [state(kept), state(kept)] == ["miss", "miss"]
    keeper.turn()
    assert state(kept) == "hit"
    assert 4000 < int(pages_redis.pttl(store.FRESH)) <= 5000  # type: ignore[arg-type]


def test_one_keeps_at_a_time(keeper: Keeper, pages_redis: Redis) -> None:
    other = Keeper()
    assert (other.turn(), other.is_in_charge) == (False, False)
    pages_redis.delete("pc:keeper")  # as if the first had been silent for three seconds
    assert other.turn()
    assert not keeper.turn()


def test_one_that_ends_makes_room(keeper: Keeper) -> None:
    keeper.resign()
    assert Keeper().turn()


def test_one_that_lost_its_lock_meanwhile_does_not_vouch(
    keeper: Keeper, pages_redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages_redis.delete(store.FRESH)
    monkeypatch.setattr(holds, "release_abandoned", lambda: pages_redis.set("pc:keeper", "another"))
    assert not keeper.turn()
    assert not pages_redis.exists(store.FRESH)


def test_the_rounds_go_on_until_told(keeper: Keeper, pages_redis: Redis) -> None:
    keeper.resign()
    pages_redis.delete(store.FRESH)
    ended = threading.Event()
    going = threading.Thread(target=rounds.run, args=(ended,))
    going.start()
    while not pages_redis.exists(store.FRESH):
        assert going.is_alive()
        time.sleep(0.05)
    ended.set()
    going.join(5)
    assert not pages_redis.exists("pc:keeper")


# ── what Redis missed ─────────────────────────────────────────────────────────────────────────────


def test_it_ends_what_the_outbox_shows(keeper: Keeper, kept: Client, pages_redis: Redis) -> None:
    kept_page(kept)
    Outbox.objects.create(txn="missed", tags=" ".join(TAGS))
    last = Outbox.objects.get().pk
    assert keeper.turn()
    assert (state(kept), Outbox.objects.count()) == ("miss", 0)
    assert pages_redis.get(identity.LAST).startswith(f"{last} ".encode())  # type: ignore[union-attr]


def test_it_ends_a_line_with_a_lower_number_that_commits_later(keeper: Keeper, kept: Client) -> None:
    Outbox.objects.create(pk=1_000_002, txn="first", tags="topic:1#card")
    keeper.turn()
    kept_page(kept)
    Outbox.objects.create(pk=1_000_001, txn="second", tags=" ".join(TAGS))
    keeper.turn()
    assert state(kept) == "miss"


def test_what_was_told_already_is_not_told_again(keeper: Keeper, kept: Client, pages_redis: Redis) -> None:
    Topic.objects.create(name="Told", slug="told")
    kept_page(kept)
    seq = pages_redis.get(store.SEQ)
    keeper.turn()
    assert (pages_redis.get(store.SEQ), Outbox.objects.count(), state(kept)) == (seq, 0, "hit")


def outside(sql: str) -> None:
    """What another program writes, with a connection of its own."""
    given = connection.settings_dict
    if connection.vendor == "postgresql":
        other: Any = psycopg.connect(dbname=given["NAME"], user=given["USER"], host=given["HOST"])
    else:
        other = sqlite3.connect(given["NAME"])
    with closing(other), other:
        other.execute(sql)


def test_it_sees_what_another_program_wrote(keeper: Keeper, kept: Client) -> None:
    Topic.objects.create(name="Ink", slug="ink")
    kept_page(kept)
    outside("UPDATE content_topic SET name = 'Soot'")
    keeper.glance()
    answer = kept.get("/topics/")
    assert (answer["X-Page-Cache"], answer.content) == ("miss", b"|Soot|")
    assert not changes.are_waiting(connection)


def test_it_puts_back_triggers_and_all_pages_go(keeper: Keeper, kept: Client) -> None:
    kept_page(kept)
    triggers.drop(connection, "content_topic")
    successor = Keeper()
    keeper.resign()
    assert successor.turn()
    assert triggers.verify(connection) == []
    assert state(kept) == "miss"


# ── fences left behind ────────────────────────────────────────────────────────────────────────────


def age(redis: Redis, txn: str) -> None:
    """Make the fence of *txn* old."""
    since, rest = redis.hget(store.HOLDS, txn).decode().split(" ", 1)  # type: ignore[union-attr]
    redis.hset(store.HOLDS, txn, f"{int(since) - 2 * holds.OLD} {rest}")


def within(has_come: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether it comes in time."""
    end = time.monotonic() + seconds
    while not (came := has_come()) and time.monotonic() < end:
        time.sleep(0.05)
    return came


@pytest.mark.parametrize(("step", "names"), [(pauses.HELD, b"||"), (pauses.COMMITTED, b"|Killed|")])
def test_the_fence_of_a_killed_writer_goes(
    keeper: Keeper, kept: Client, pages_redis: Redis, step: str, names: bytes
) -> None:
    kept_page(kept)
    writer_killed_at(step)
    [txn] = pages_redis.hkeys(store.HOLDS)  # type: ignore[misc]
    assert [state(kept), state(kept)] == ["miss", "miss"]
    age(pages_redis, txn.decode())
    # PostgreSQL hears of a killed writer a moment later; until then it is one that is slow.
    assert within(lambda: keeper.turn() and pages_redis.hlen(store.HOLDS) == 0)
    assert [kept.get("/topics/").content for _ in range(2)] == [names, names]
    assert state(kept) == "hit"


def test_the_fence_of_a_slow_writer_stays(keeper: Keeper, pages_redis: Redis) -> None:
    with transaction.atomic():
        Topic.objects.create(name="Slow", slug="slow")
        xid = "-"
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_current_xact_id()::text")
                xid = cursor.fetchone()[0]
        store.hold("slow", TAGS, xid)
        age(pages_redis, "slow")
        in_another_thread(holds.release_abandoned)
        assert pages_redis.hexists(store.HOLDS, "slow")
    assert keeper.turn()
    assert not pages_redis.hexists(store.HOLDS, "slow")


def in_another_thread(do: Callable[[], Any]) -> Any:
    """What *do* returns, with a connection of its own that does not wait for locks."""

    def done() -> Any:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50" if connection.vendor == "sqlite" else "SELECT 1")
        try:
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(done).result()


def test_an_import_that_holds_the_lock_does_not_stop_the_cache(keeper: Keeper, kept: Client) -> None:
    Topic.objects.create(name="Before", slug="before")  # its line is in the outbox still
    with transaction.atomic():
        Topic.objects.create(name="Import", slug="import")
        assert in_another_thread(keeper.turn)
    assert keeper.turn()
    assert Outbox.objects.count() == 0


def test_a_line_whose_writer_could_not_reach_redis_must_go_first(keeper: Keeper) -> None:
    Outbox.objects.create(txn="untold", tags="topic:1#card")
    with transaction.atomic():
        Topic.objects.create(name="Import", slug="import")
        can_remove_it = connection.vendor == "postgresql"
        assert in_another_thread(keeper.turn) is can_remove_it
    assert keeper.turn()


# ── another Redis, another database ───────────────────────────────────────────────────────────────


def test_a_known_redis_and_database_keep_their_pages(keeper: Keeper, kept: Client) -> None:
    kept_page(kept)
    keeper.resign()
    assert Keeper().turn()
    assert state(kept) == "hit"


def test_an_emptied_redis_begins_anew(keeper: Keeper, kept: Client, pages_redis: Redis) -> None:
    pages_redis.flushall()
    assert keeper.turn()
    assert [state(kept), state(kept)] == ["miss", "hit"]


def test_an_emptied_redis_gets_the_build_that_it_had(
    keeper: Keeper, kept: Client, pages_redis: Redis, settings: Any
) -> None:
    settings.BUILD = "of those who render"
    store.announce()
    keeper.turn()
    pages_redis.flushall()
    settings.BUILD = "of a keeper that was not restarted"
    keeper.turn()
    assert store.standing_build() == "of those who render"


@pytest.mark.parametrize("memory", ["none", "old"])
def test_a_restarted_redis_is_another_one(
    keeper: Keeper, kept: Client, pages_redis: Redis, memory: str
) -> None:
    kept_page(kept)
    Standing.objects.update(run_id="the one before")  # it looks the same from here
    if memory == "none":
        pages_redis.flushall()
    epoch = pages_redis.get(store.EPOCH)
    assert keeper.turn()
    assert pages_redis.get(store.EPOCH) != epoch
    assert state(kept) == "miss"


def test_a_database_restored_from_before_is_noticed(keeper: Keeper, kept: Client, pages_redis: Redis) -> None:
    kept_page(kept)
    told = identity.last_number()
    mark = pages_redis.get(identity.LAST).split()[1]  # type: ignore[union-attr]
    pages_redis.set(identity.LAST, b"%d %s" % (told + 1, mark))  # Redis knows more than the database
    assert keeper.turn()
    assert state(kept) == "miss"


def test_a_database_restored_and_written_to_is_noticed(keeper: Keeper, kept: Client) -> None:
    before = Standing.objects.get()
    keeper.resign()
    assert Keeper().turn()  # another mark
    kept_page(kept)
    before.save()
    assert (identity.recognise(before.run_id), state(kept)) == (False, "miss")


def test_another_database_is_noticed(keeper: Keeper, kept: Client) -> None:
    kept_page(kept)
    identity = Standing.objects.get().identity
    Standing.objects.update(identity=f"another {identity.partition(' ')[2]}")
    assert keeper.turn()
    assert state(kept) == "miss"


def test_an_unfit_redis_is_not_vouched_for(
    keeper: Keeper, pages_redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    keeper.resign()
    pages_redis.config_set("maxmemory-policy", "allkeys-lru")
    try:
        assert [keeper.turn(), keeper.turn()] == [False, False]
    finally:
        pages_redis.config_set("maxmemory-policy", "volatile-lru")
    assert caplog.text.count("maxmemory-policy allkeys-lru") == 1
    assert keeper.turn()


def test_it_says_once_that_redis_is_away_and_recovers(
    keeper: Keeper, pages_server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "pagecache.keeper")
    pages_server.stop()
    assert [keeper.turn() for _ in range(5)] == [False] * 5
    pages_server.start()
    began = time.monotonic()
    while not keeper.turn():
        assert time.monotonic() - began < 5
        time.sleep(0.1)
    said = [record.levelname for record in caplog.records if record.name == "pagecache.keeper"]
    assert said == ["WARNING", "INFO"]
