"""Pages are kept, answer for themselves, and end with the commits that touch what they were made of."""

import gzip
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import brotli
import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test import Client
from redis import Redis

from content.models import Topic
from pagecache import changes, fence, keeping, packing, pauses, starting, store, writer
from pagecache.consequences import Consequences
from pagecache.models import Outbox
from tests.unit.pagecache import small_site


def state(client: Client, path: str = "/topics/", **headers: str) -> str:
    answer: str = client.get(path, headers=headers)["X-Page-Cache"]
    return answer


def topic(name: str) -> Topic:
    made: Topic = Topic.objects.create(name=name, slug=name.lower())
    return made


@transaction.atomic
def topic_rolled_back() -> None:
    topic("Never")
    raise ZeroDivisionError


def test_a_page_is_rendered_once(kept: Client) -> None:
    assert [state(kept), state(kept), state(kept)] == ["miss", "hit", "hit"]
    assert small_site.renders == ["/topics/"]


def test_spellings_of_one_address_are_one_page(kept: Client) -> None:
    kept.get("/topics/?page=2&q=a+b")
    assert state(kept, "/topics/?utm=1&q=a%20b&page=%32") == "hit"


def test_page_and_parts_are_kept_apart(kept: Client) -> None:
    whole, part = kept.get("/topics/"), kept.get("/topics/?part=posts")
    assert kept.get("/topics/").content == whole.content == b"||"
    assert kept.get("/topics/?part=posts").content == part.content == b"posts||"


def test_each_coding_has_its_own_tag_and_the_same_text(kept: Client) -> None:
    plain = kept.get("/topics/")
    zipped = kept.get("/topics/", headers={"accept-encoding": "gzip"})
    kept.get("/topics/", headers={"accept-encoding": "gzip, br"})
    assert packing.pack(1.0) == 1
    brotlied = kept.get("/topics/", headers={"accept-encoding": "gzip, br"})
    opened = kept.get("/topics/")
    assert gzip.decompress(zipped.content) == brotli.decompress(brotlied.content) == opened.content
    assert (zipped["Content-Encoding"], brotlied["Content-Encoding"]) == ("gzip", "br")
    assert plain["ETag"] == opened["ETag"]
    assert len({plain["ETag"], zipped["ETag"], brotlied["ETag"]}) == 3


def test_a_hit_has_the_headers_of_the_miss(kept: Client) -> None:
    miss, hit = kept.get("/topics/?part=posts"), kept.get("/topics/?part=posts")
    assert hit["X-Page-Cache"] == "hit"
    assert dict(hit.headers) | {"X-Page-Cache": "miss"} == dict(miss.headers)


def test_what_headers_say_of_one_page_stands_in_a_field_of_its_own(kept: Client, pages_redis: Redis) -> None:
    page, part = "/topics/?page=2", "/topics/?part=posts&page=2"
    linked = [kept.get(part)["Link"], kept.get(part)["Link"]]
    assert linked == [f'<{page}>; rel="canonical"'] * 2
    [stored] = [pages_redis.hgetall(name) for name in pages_redis.scan_iter("pc:p:*")]
    assert stored[b"l"].decode() == linked[0]
    assert page.encode() not in stored[b"h"]


def test_a_kept_page_answers_304_and_head(kept: Client) -> None:
    kept.get("/topics/")
    etag = kept.get("/topics/", headers={"accept-encoding": "gzip"})["ETag"]
    again = kept.get("/topics/", headers={"accept-encoding": "gzip", "if-none-match": f"W/{etag}"})
    assert (again.status_code, again["X-Page-Cache"], again["ETag"]) == (304, "hit", etag)
    assert kept.head("/topics/")["Content-Length"] == str(len(kept.get("/topics/").content))


@pytest.mark.parametrize(("given", "reason"), [("authorization", "authorization"), ("cookie", "author")])
def test_some_readers_are_never_answered_from_the_store(kept: Client, given: str, reason: str) -> None:
    kept.get("/topics/")
    answer = kept.get("/topics/", headers={given: "pc_author=1"})
    assert answer["X-Page-Cache"] == f"bypass ({reason})"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("why", sorted(small_site.UNFIT))
def test_what_may_not_be_kept_is_not(kept: Client, pages_redis: Redis, why: str) -> None:
    answers = [kept.get(f"/unfit/{why}/") for _ in range(2)]
    assert {answer["X-Page-Cache"] for answer in answers} == {f"bypass ({why})"}
    assert {answer["Cache-Control"] for answer in answers} == {"no-store"}
    assert pages_redis.keys("pc:p:*") == []


def test_a_personal_page_is_not_kept(kept: Client, pages_redis: Redis, settings: Any) -> None:
    settings.PAGECACHE_STRICT = False
    assert [state(kept, "/hiding/") for _ in range(2)] == ["bypass (personal)"] * 2
    assert pages_redis.keys("pc:p:*") == []


def test_a_redirect_is_kept(kept: Client) -> None:
    kept.get("/moved/")
    answer = kept.get("/moved/")
    assert (answer.status_code, answer["Location"], answer["X-Page-Cache"]) == (301, "/topics/", "hit")


def test_nothing_there_is_kept_for_half_a_minute(kept: Client, pages_redis: Redis) -> None:
    assert [state(kept, "/topics/none/") for _ in range(2)] == ["miss", "hit"]
    [page] = pages_redis.keys("pc:p:*")
    assert 25_000 < pages_redis.pttl(page) <= 30_000
    assert kept.get("/topics/none/").status_code == 404


def test_absent_addresses_cannot_fill_the_store(kept: Client, pages_redis: Redis, monkeypatch: Any) -> None:
    monkeypatch.setattr(store, "MOST_ABSENT", 5)
    for number in range(12):
        kept.get(f"/topics/none-{number}/")
    assert len(pages_redis.keys("pc:p:*")) == 5


def test_for_a_second_nothing_is_compressed_that_has_no_place(kept: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(store, "MOST_ABSENT", 1)
    monkeypatch.setattr(writer, "FULL", 60)
    for number in range(2):
        kept.get(f"/topics/none-{number}/")
    monkeypatch.setattr(writer, "write", lambda order: pytest.fail("It was compressed in vain."))
    assert state(kept, "/topics/none-2/") == "miss"


def test_nobody_waits_twice_for_a_redis_that_is_away(kept: Client) -> None:
    assert state(kept, **{"x-page-store": "away"}) == "bypass (store left alone)"
    assert state(kept) == "miss"


def test_a_kept_page_leaves_no_lock(kept: Client, pages_redis: Redis) -> None:
    kept.get("/topics/")
    [page] = pages_redis.keys("pc:p:*")
    lock = page.replace(b":p:", b":lk:")
    pages_redis.delete(page)
    pages_redis.set(lock, "1")
    assert [state(kept), pages_redis.get(lock)] == ["miss", None]


# ── commits ───────────────────────────────────────────────────────────────────────────────────────


def test_a_commit_ends_what_was_made_of_it(kept: Client) -> None:
    kept.get("/topics/")
    with transaction.atomic():
        topic("Type")
    answer = kept.get("/topics/")
    assert (answer["X-Page-Cache"], answer.content) == ("miss", b"|Type|")


def test_a_commit_leaves_other_pages_alone(kept: Client) -> None:
    ink, lead = topic("Ink"), topic("Lead")
    addresses = [f"/one/{ink.pk}/", f"/one/{lead.pk}/", "/moved/"]
    assert [state(kept, address) for address in addresses] == ["miss"] * 3
    Topic.objects.filter(pk=ink.pk).update(name="Soot")
    assert [state(kept, address) for address in addresses] == ["miss", "hit", "hit"]


def test_a_page_of_nothing_ends_when_something_is_there(kept: Client) -> None:
    assert [kept.get("/one/77/").status_code for _ in range(2)] == [404, 404]
    Topic.objects.create(pk=77, name="Late", slug="late")
    assert kept.get("/one/77/").content == b"Late"


WRITES: dict[str, Any] = {
    "save": lambda: topic("Ink"),
    "update": lambda: Topic.objects.update(name="Ink"),
    "bulk": lambda: Topic.objects.bulk_create([Topic(name="Ink", slug="ink")]),
    "delete": lambda: Topic.objects.all().delete(),
    "raw": lambda: connection.cursor().execute("  update content_topic set name = 'Ink'"),
    "with": lambda: connection.cursor().execute("WITH t AS (SELECT 1) UPDATE content_topic SET name = 'Ink'"),
    "comment": lambda: connection.cursor().execute("/* by hand */ DELETE FROM content_topic WHERE 1=1"),
}


@pytest.mark.parametrize("way", sorted(WRITES))
def test_every_way_of_writing_is_seen_without_a_transaction_too(kept: Client, way: str) -> None:
    topic("Lead")
    kept.get("/topics/")
    WRITES[way]()
    assert state(kept) == "miss"


def test_other_tables_leave_pages_alone(kept: Client) -> None:
    kept.get("/topics/")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('k', 'd', '2030-01-01')")
    assert state(kept) == "hit"


def test_a_rollback_leaves_pages_alone(kept: Client, pages_redis: Redis) -> None:
    kept.get("/topics/")
    with pytest.raises(ZeroDivisionError):
        topic_rolled_back()
    assert (state(kept), pages_redis.hlen(store.HOLDS)) == ("hit", 0)


def test_a_savepoint_rolled_back_is_harmless(kept: Client) -> None:
    kept.get("/topics/")
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError):
            topic_rolled_back()
        topic("Kept")
    assert kept.get("/topics/").content == b"|Kept|"


def test_while_a_fence_stands_its_pages_are_neither_served_nor_kept(kept: Client) -> None:
    kept.get("/topics/")
    store.hold("txn", {"table:content_topic"})
    assert [state(kept), state(kept)] == ["miss", "miss"]
    store.drop("txn", {"table:content_topic"})
    assert [state(kept), state(kept)] == ["miss", "hit"]


def test_a_render_that_a_commit_overtakes_is_not_kept(kept: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def commit(step: str) -> None:
        monkeypatch.setattr(pauses, "hook", None)
        topic("Meanwhile")

    monkeypatch.setattr(pauses, "hook", lambda step: step == pauses.RENDERED and commit(step))
    assert kept.get("/topics/").content == b"||"
    assert kept.get("/topics/").content == b"|Meanwhile|"


def test_two_addresses_with_one_id_are_not_confused(kept: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(store, "page_id", lambda key: 7)
    kept.get("/topics/?page=1")
    assert (state(kept, "/topics/?page=2"), state(kept, "/topics/?page=2")) == ("miss", "hit")


def test_nobody_vouches_so_nothing_is_served_and_yet_kept(kept: Client, pages_redis: Redis) -> None:
    pages_redis.delete(store.FRESH)
    assert [state(kept), state(kept)] == ["miss", "miss"]
    pages_redis.set(store.FRESH, 1)
    assert state(kept) == "hit"


def test_a_page_made_of_too_much_is_not_kept(kept: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_TAGS", 0)
    assert state(kept) == "bypass (tags)"


def test_a_commit_that_fails_keeps_the_fence_until_its_rollback(kept: Client, pages_redis: Redis) -> None:
    seen: list[int] = []

    def fail() -> None:
        seen.append(pages_redis.hlen(store.HOLDS))
        raise DatabaseError("deferred constraint")

    with pytest.raises(DatabaseError), _failing_commit(fail), transaction.atomic():
        topic("Never")
    assert (seen, pages_redis.hlen(store.HOLDS), Topic.objects.count()) == ([1], 0, 0)


def test_a_commit_of_unknown_outcome_keeps_its_fence(kept: Client, pages_redis: Redis) -> None:
    def fail() -> None:
        raise OperationalError("the server closed the connection unexpectedly")

    with pytest.raises(OperationalError), _failing_commit(fail, also_rollback=True), transaction.atomic():
        topic("Perhaps")
    assert pages_redis.hlen(store.HOLDS) == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a file does not hang up")
def test_a_server_that_hangs_up_leaves_the_fence(kept: Client, pages_redis: Redis) -> None:
    def hang_up(step: str) -> None:
        if step == pauses.HELD:
            connection.connection.pgconn.finish()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pauses, "hook", hang_up)
        with pytest.raises(DatabaseError), transaction.atomic():
            topic("Perhaps")
    assert pages_redis.hlen(store.HOLDS) == 1


class _failing_commit:  # noqa: N801
    """The engine's own COMMIT does *fail* instead, and its ROLLBACK as well where that is wanted."""

    def __init__(self, fail: Any, *, also_rollback: bool = False) -> None:
        self.engine = type(connection._connections[connection._alias]).__mro__[2]  # type: ignore[attr-defined]
        self.fail = fail
        self.names = ["_commit", "_rollback"] if also_rollback else ["_commit"]

    def __enter__(self) -> None:
        self.patch = pytest.MonkeyPatch()
        for name in self.names:
            self.patch.setattr(self.engine, name, lambda wrapper: self.fail(), raising=False)

    def __exit__(self, *error: object) -> None:
        self.patch.undo()


# ── time ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_page_ends_with_the_next_change_by_the_clock(kept: Client, pages_redis: Redis) -> None:
    small_site.changes.append(datetime.now(UTC) + timedelta(milliseconds=150))
    assert [state(kept), state(kept)] == ["miss", "hit"]
    time.sleep(0.16)
    assert state(kept) == "miss"
    [page] = pages_redis.keys("pc:p:*")
    assert pages_redis.pttl(page) > 80_000_000


def test_a_page_ends_when_it_says_so(kept: Client) -> None:
    assert [state(kept, "/hour/"), state(kept, "/hour/")] == ["miss", "hit"]
    time.sleep(0.1)
    assert state(kept, "/hour/") == "miss"


def test_a_page_tells_the_time_of_its_lease(kept: Client, pages_redis: Redis) -> None:
    seconds, micros = pages_redis.time()
    told = datetime.fromisoformat(kept.get("/hour/").content.decode())
    assert abs(told - datetime.fromtimestamp(seconds + micros / 1e6, UTC)) < timedelta(seconds=1)


# ── builds and migrations ─────────────────────────────────────────────────────────────────────────


def test_a_new_build_ends_the_old_ones_pages(kept: Client, settings: Any) -> None:
    kept.get("/topics/")
    settings.BUILD = "next"
    starting.standing = starting.Standing()
    assert [state(kept), state(kept)] == ["miss", "hit"]


def test_the_older_build_steps_back(kept: Client, settings: Any) -> None:
    settings.BUILD = "new"
    store.announce()
    settings.BUILD = "old"
    starting.standing.is_announced = True
    assert [state(kept), state(kept)] == ["bypass (build)"] * 2


def test_an_import_of_another_build_does_not_take_over(kept: Client, settings: Any) -> None:
    kept.get("/topics/")
    settings.BUILD, ours = "other", getattr(settings, "BUILD", "")
    topic("Imported")
    settings.BUILD = ours
    assert [state(kept), state(kept)] == ["miss", "hit"]


def test_every_migrate_ends_all_pages(kept: Client) -> None:
    from django.core.management import call_command

    kept.get("/topics/")
    call_command("migrate", verbosity=0)
    assert state(kept) == "miss"


def test_a_fence_without_a_store_is_nothing(small: Client, transactional_db: None) -> None:
    topic("Alone")
    raised = fence.raise_before(connection, Consequences(frozenset({"topic:1#card"})))
    assert (raised.is_raised, raised.is_written) == (False, False)
    assert not Outbox.objects.filter(txn=raised.txn).exists()
    assert not changes.are_waiting(connection)
