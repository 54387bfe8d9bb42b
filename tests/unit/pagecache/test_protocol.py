"""The protocol alone, with tags made by hand: what is kept, what is refused, what is taken, what is told."""

from collections.abc import Iterator

import pytest
from redis import Redis

from pagecache import link, store

pytestmark = pytest.mark.usefixtures("pages_redis")

PAGE: dict[str, str | bytes | int] = {"s": 200, "h": "", "e": "stem", "z": b"text"}
TAGS = {"post:1#full", "list:all:0"}


@pytest.fixture(autouse=True)
def _without_a_database(settings: object) -> None:
    settings.BUILD = "ours"  # type: ignore[attr-defined]


def lease(key: str = "GET|a||/|") -> store.Lease:
    given = store.look(key, "z")
    assert isinstance(given, store.Lease)
    return given


def keep(given: store.Lease, key: str = "GET|a||/|", tags: set[str] = TAGS, *, status: int = 200) -> str:
    return store.keep(key, given, PAGE | {"s": status}, given.ms + 60_000, tags)


def kept(key: str = "GET|a||/|") -> bool:
    return isinstance(store.look(key, "z"), store.Page)


def purge(*tags: str, txn: str = "t") -> store.Ended:
    store.hold(txn, set(tags))
    return store.end(txn, set(tags))


def lock_of(redis: Redis, key: str = "GET|a||/|") -> bytes | None:
    found: bytes | None = redis.get(f"pc:lk:{store.page_id(key)}")
    return found


@pytest.fixture
def told(pages_redis: Redis) -> Iterator[list[str]]:
    """What the edges are told, read when it is looked at."""
    listener = pages_redis.pubsub(ignore_subscribe_messages=True)
    listener.subscribe("pc:purges")
    listener.get_message(timeout=1)
    yield _Told(listener)
    listener.close()


class _Told(list[str]):
    def __init__(self, listener: object) -> None:
        super().__init__()
        self.listener = listener

    def all(self) -> list[str]:
        while message := self.listener.get_message(timeout=0.05):  # type: ignore[attr-defined]
            self.append(message["data"].decode())
        return self


# ── leases ────────────────────────────────────────────────────────────────────────────────────────


def test_a_page_is_kept_when_nothing_happened(pages_redis: Redis) -> None:
    pages_redis.set(f"pc:lk:{store.page_id('GET|a||/|')}", "1")
    assert keep(lease()) == "ok"
    assert kept()
    assert lock_of(pages_redis) is None


def test_a_purge_during_the_render_refuses_it(pages_redis: Redis) -> None:
    given = lease()
    purge("post:1#full")
    assert keep(given) == "purged"
    assert (lock_of(pages_redis), 0 < pages_redis.pttl(f"pc:lk:{store.page_id('GET|a||/|')}") <= 1000) == (
        b"no",
        True,
    )


def test_a_purge_of_something_else_does_not() -> None:
    given = lease()
    purge("post:2#full")
    assert keep(given) == "ok"


def test_a_purge_before_the_lease_does_not() -> None:
    purge("post:1#full")
    assert keep(lease()) == "ok"


@pytest.mark.parametrize("tag", ["post:1#full", "clock", store.EVERYTHING])
def test_an_open_fence_refuses(tag: str) -> None:
    given = lease()
    store.hold("t", {tag})
    assert keep(given) in {"held", "epoch"}
    assert keep(lease()) == "held"


def test_what_moves_the_clock_refuses_every_render_it_overtakes() -> None:
    given, before = lease(), lease().clock
    purge("clock")
    assert keep(given) == "purged"
    assert lease().clock > before


def test_a_lease_that_cannot_lead_to_a_page_says_so() -> None:
    store.hold("t", {"clock"})
    assert lease().refusal == "held"
    store.hold("u", {"post:1#full"})
    store.end("t", {"clock"})
    assert lease().refusal == ""


def test_a_minute_later_a_lease_is_over() -> None:
    given = lease()
    late = store.Lease(given.epoch, given.seq, given.ms - store.LONGEST_LEASE - 1, "")
    assert keep(late) == "old"


def test_a_lease_from_before_what_is_remembered_is_over() -> None:
    given = lease()
    purge("post:2#full")
    before = store.Lease(given.epoch, str(int(given.seq) - store.REMEMBERED - 1), given.ms, "")
    assert keep(before) == "old"


def test_a_page_whose_time_has_come_is_not_kept() -> None:
    given = lease()
    assert store.keep("GET|a||/|", given, PAGE, given.ms, TAGS) == "expired"


def test_redis_emptied_during_the_render_refuses_it(pages_redis: Redis) -> None:
    given = lease()
    pages_redis.flushall()
    assert keep(given) == "epoch"
    lease()
    assert keep(given) == "epoch"


def test_an_older_memory_refuses_it(pages_redis: Redis) -> None:
    lease()
    before = pages_redis.get(store.SEQ)
    purge("post:2#full")
    given = lease()
    pages_redis.set(store.SEQ, before)
    assert keep(given) == "rollback"


def test_the_number_never_falls_with_the_clock(pages_redis: Redis) -> None:
    lease()
    far = 4_000_000_000_000_000  # µs: the year 2096
    pages_redis.set(store.SEQ, far)
    given = lease()
    assert [purge("post:1#full", txn=txn).seq for txn in "ab"] == [far + 1, far + 2]
    assert (keep(given), keep(lease())) == ("purged", "ok")


def test_only_so_many_absent_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_ABSENT", 2)
    said = [keep(lease(), key, status=404) for key in ("a", "b", "c", "a")]
    assert said == ["ok", "ok", "full", "ok"]


# ── purges ────────────────────────────────────────────────────────────────────────────────────────


def test_hold_takes_the_pages_and_end_the_rest() -> None:
    keep(lease())
    assert store.hold("t", {"post:1#full"}).purged == ["GET|a||/|"]
    assert not kept()
    assert store.end("t", {"post:1#full"}).count == 0
    assert store.holds() == {}


def test_end_takes_what_no_hold_took() -> None:
    keep(lease())
    ended = store.end("t", {"list:all:0"})
    assert (ended.purged, ended.count, kept()) == (["GET|a||/|"], 1, False)


def test_a_fence_says_since_when_whose_and_over_what() -> None:
    store.hold("t", {"clock", "post:1#full"}, "741")
    (since, xid, tags) = store.holds()["t"]
    assert abs(since / 1000 - store.redis_time_ms()) < 1000
    assert (xid, tags) == ("741", {"clock", "post:1#full"})


def test_a_rollback_lifts_the_fence_and_purges_nothing_more() -> None:
    store.hold("t", {"post:1#full"})
    store.drop("t", {"post:1#full"})
    assert (store.holds(), keep(lease())) == ({}, "ok")


def test_an_end_that_is_repeated_does_nothing() -> None:
    purge("post:1#full")
    keep(lease())
    assert (store.end("t", {"post:1#full"}).count, kept()) == (0, True)


@pytest.mark.parametrize("last", [store.end, store.drop])
def test_a_hold_that_comes_too_late_stands_for_nothing(last: object) -> None:
    last("t", {"post:1#full"})  # type: ignore[operator]
    store.hold("t", {"post:1#full"})
    assert (store.holds(), keep(lease())) == ({}, "ok")


def test_a_late_end_lifts_the_fence_all_the_same(pages_redis: Redis) -> None:
    store.hold("t", {"post:1#full"})
    pages_redis.set("pc:done:t", 1)
    store.end("t", {"post:1#full"})
    assert (store.holds(), pages_redis.exists("pc:h:post:1#full")) == ({}, 0)


def test_two_fences_over_one_tag_both_count() -> None:
    store.hold("t", {"post:1#full"})
    store.hold("u", {"post:1#full"})
    store.end("t", {"post:1#full"})
    assert keep(lease()) == "held"


def test_an_id_left_behind_takes_no_page_that_was_made_again(pages_redis: Redis) -> None:
    keep(lease())
    pages_redis.delete(f"pc:p:{store.page_id('GET|a||/|')}")
    keep(lease(), tags={"post:1#full"})
    assert (purge("list:all:0").count, kept()) == (0, True)


def test_two_addresses_with_one_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "page_id", lambda key: 7)
    keep(lease("a"), "a", {"post:1#full"})
    keep(lease("b"), "b", {"post:2#full"})
    assert [kept("a"), kept("b")] == [False, True]
    purge("post:1#full")
    assert kept("b")


def test_what_everything_hangs_on_ends_everything() -> None:
    keep(lease())
    given = lease("GET|b||/|")
    store.hold("t", {store.EVERYTHING})
    assert not kept()
    store.end("t", set(), is_epoch=True)
    assert keep(given, "GET|b||/|") == "epoch"
    assert (keep(lease()), kept()) == ("ok", True)


def test_everything_ends_also_where_no_fence_could_be_raised() -> None:
    keep(lease())
    store.end("t", frozenset(), is_epoch=True)
    assert not kept()


def test_a_commit_does_not_say_who_renders(settings: object) -> None:
    lease()
    settings.BUILD = "imports"  # type: ignore[attr-defined]
    store.end("t", frozenset(), is_epoch=True)
    store.new_epoch()
    assert store.standing_build() == "ours"
    store.announce()
    assert store.standing_build() == "imports"


def test_a_page_of_another_epoch_goes_without_being_counted() -> None:
    keep(lease())
    store.new_epoch()
    assert purge("post:1#full").count == 0


def test_pages_that_were_asked_for_are_left_to_be_warmed(pages_redis: Redis) -> None:
    keep(lease())
    keep(lease("GET|b||/|"), "GET|b||/|")
    assert [kept(), kept()] == [True, True]
    purge("list:all:0")
    assert pages_redis.zrange(store.COLD, 0, -1, withscores=True) == [(b"GET|a||/|", 2.0)]


def test_heat_is_bounded(monkeypatch: pytest.MonkeyPatch, pages_redis: Redis) -> None:
    monkeypatch.setattr(store, "MOST_HEAT", 50)
    pages_redis.zadd(store.HEAT, {f"page {number}": number for number in range(200)})
    keep(lease())
    kept()
    assert pages_redis.zcard(store.HEAT) == 50


def test_a_hundred_thousand_pages_go_in_slices(pages_redis: Redis) -> None:
    many = 100_000
    epoch = lease().epoch
    with pages_redis.pipeline(transaction=False) as pipeline:
        for number in range(many):
            pipeline.hset(f"pc:p:{number}", mapping={"k": f"key {number}", "g": epoch, "t": " all "})
            pipeline.sadd("pc:t:all", number)
        pipeline.execute()
    pages_redis.config_resetstat()
    taken = purge("all")
    told = pages_redis.info("commandstats")["cmdstat_evalsha"]
    print(f"a slice of {store.SLICE} ids: {told['usec_per_call'] / 1000:.1f} ms")
    assert (told["calls"] > many // store.SLICE, pages_redis.keys("pc:p:*"), taken.count) == (True, [], 0)


# ── what edges are told ───────────────────────────────────────────────────────────────────────────


def test_every_number_is_told_with_the_one_before(told: _Told) -> None:
    keep(lease())
    purge("post:1#full", txn="a")
    store.new_epoch()
    purge("post:9#full", txn="b")
    numbers = [message.split()[1:3] for message in told.all()]
    assert [message[0] for message in told] == ["E", "P", "P", "E", "P"]
    assert [now for now, _ in numbers[:-1]] == [before for _, before in numbers[1:]]


def test_a_hold_that_takes_nothing_tells_nothing(told: _Told) -> None:
    lease()
    store.hold("t", {"post:1#full"})
    assert [message[0] for message in told.all()] == ["E"]


def test_each_id_is_told_also_where_redis_has_lost_the_page(pages_redis: Redis, told: _Told) -> None:
    keep(lease())
    number = store.page_id("GET|a||/|")
    pages_redis.delete(f"pc:p:{number}")
    store.hold("t", TAGS)
    assert told.all()[-1].split()[3:] == [str(number)]


def test_an_epoch_for_a_fence_over_everything(told: _Told) -> None:
    lease()
    store.end("t", frozenset(), is_epoch=True)
    assert told.all()[-1].split()[0::3] == ["E", store_epoch()]


def store_epoch() -> str:
    return str(link.ask(lambda redis: redis.get(store.EPOCH)).decode())


# ── the keeper's word ─────────────────────────────────────────────────────────────────────────────


def vouch(redis: Redis, **changes: object) -> bool:
    redis.delete(store.FRESH)
    redis.set("pc:keeper", "token")
    given: dict[str, object] = {
        "look_ms": store.redis_time_ms(),
        "run_id": str(link.info("server")["run_id"]),
        "token": "token",
        "ttl_ms": 5000,
    }
    return store.vouch(**(given | changes))  # type: ignore[arg-type]


def test_the_keepers_word_counts_from_its_look(pages_redis: Redis) -> None:
    lease()
    assert vouch(pages_redis, look_ms=store.redis_time_ms() - 3000)
    assert 1000 < pages_redis.pttl(store.FRESH) <= 2000


def test_a_word_that_comes_too_late_is_worth_nothing(pages_redis: Redis) -> None:
    lease()
    vouch(pages_redis, look_ms=store.redis_time_ms() - 6000)
    assert not pages_redis.exists(store.FRESH)


@pytest.mark.parametrize("wrong", [{"token": "another"}, {"run_id": "another"}])
def test_who_may_not_vouch_does_not(pages_redis: Redis, wrong: dict[str, object]) -> None:
    lease()
    assert not vouch(pages_redis, **wrong)
    assert not pages_redis.exists(store.FRESH)


def test_an_emptied_redis_is_not_vouched_for(pages_redis: Redis) -> None:
    lease()
    pages_redis.flushall()
    assert not vouch(pages_redis)


def test_looking_and_keeping_take_one_round_trip_each(pages_redis: Redis) -> None:
    keep(lease())
    pages_redis.config_resetstat()
    keep(lease("GET|b||/|"), "GET|b||/|")
    assert pages_redis.info("commandstats")["cmdstat_evalsha"]["calls"] == 2
