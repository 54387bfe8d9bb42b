"""The figures: what is counted, over all processes, and who may read them."""

import os
from typing import Any

import pytest
from django.test import Client, RequestFactory
from redis import Redis

from accounts.throttling import client_address
from pagecache import counters, figures, metrics, store
from pagecache.report import Report
from tests.redis_fixture import Server


def test_answers_are_counted_by_reason(kept: Client) -> None:
    before = counters.totals()
    for address in ("/topics/", "/topics/", "/unfit/cookie/"):
        kept.get(address)
    after = counters.totals()
    grown = {event for event in after if after[event] > before.get(event, 0)}
    assert grown >= {"miss", "hit", "kept", "bypass: cookie"}


@pytest.fixture
def general(pages_server: Server, settings: Any) -> Any:
    """A general Redis, where the processes' counts come together."""
    alias = {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": pages_server.url}
    settings.CACHES = {**settings.CACHES, "default": alias}
    counters.tell()
    redis = counters._redis()
    assert redis
    redis.flushall()
    yield redis
    redis.close()


def test_processes_add_up(general: Redis) -> None:
    counters.count("hit", 2)
    child = os.fork()
    if child == 0:
        counters.count("hit", 40)
        counters.tell()
        os._exit(0)
    os.waitpid(child, 0)
    assert counters.totals()["hit"] == 42
    counters.tell()
    assert counters.totals()["hit"] == 42


def test_what_could_not_be_told_waits(general: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    counters.count("miss", 3)
    with monkeypatch.context() as gone:
        gone.setattr(general, "pipeline", lambda: Redis(unix_socket_path="/nowhere").pipeline())
        counters.tell()
    counters.tell()
    assert int(general.hget(counters.SUMS, "miss")) == 3  # type: ignore[arg-type]


def test_the_slowest_of_a_day_are_few_also_while_nobody_can_be_told(general: Redis) -> None:
    hour = 3_600_000_000
    for number in range(counters.FEW + 5):
        counters.remember_longest(f"/{number}/", hour + number)
    assert len(counters._longest) == counters.FEW
    counters.count("render")
    counters.tell()
    assert [micro - hour for _, micro in counters.longest()] == [*range(counters.FEW + 4, 4, -1)]


@pytest.mark.django_db
def test_what_is_not_there_is_no_slow_page(small: Client, general: Redis) -> None:
    assert [small.get(path).status_code for path in ("/topics/", "/topics/none/")] == [200, 404]
    counters.tell()
    assert [path for path, _ in counters.longest()] == ["/topics/"]


def test_the_text_is_prometheus(kept: Client) -> None:
    for _ in range(2):
        kept.get("/topics/")
    text = metrics.exposition().decode()
    for line in ('pagecache_answers_total{event="hit",reason=""}', "pagecache_fresh 1.0", "pagecache_up 1.0"):
        assert line in text


@pytest.mark.django_db
def test_without_a_store_it_says_that_nothing_is_trusted(small: Client) -> None:
    assert "pagecache_fresh 0.0" in metrics.exposition().decode()


def test_an_edge_that_is_behind_shows(kept: Client, pages_redis: Redis) -> None:
    store.end("txn", {"topic:1#card"})
    pages_redis.zadd(store.EDGES, {"slow": 1})
    now = figures.of_this_moment()
    assert (now.edges, now.behind) == (1, 1)
    assert 0 <= now.lag < 60


def test_the_minutes_line_has_what_is_new(kept: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "pagecache.report")
    report = Report()
    kept.get("/topics/")
    report.say()
    said: Any = caplog.records[-1].msg
    assert (said["miss"], said["fresh"]) == (1, True)


OURS = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}

STRANGERS = {
    "another address": {"REMOTE_ADDR": "203.0.113.5"},
    "behind our nginx": {"HTTP_X_FORWARDED_FOR": "203.0.113.5"},
    "pretending before a proxy that adds": {"HTTP_X_FORWARDED_FOR": "127.0.0.1, 203.0.113.5"},
    "behind a proxy of another habit": {"HTTP_FORWARDED": "for=203.0.113.5"},
    "behind one with a real ip": {"HTTP_X_REAL_IP": "203.0.113.5"},
    "behind one that says nothing": {"HTTP_HOST": "stet.example"},
    "rubbish": {"HTTP_X_FORWARDED_FOR": "unknown"},
}


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_reads_them(who: str) -> None:
    request = RequestFactory().get("/metrics", **(OURS | STRANGERS[who]))
    assert not metrics.is_from_this_machine(request)


@pytest.mark.parametrize(
    "given", [{}, {"REMOTE_ADDR": ""}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"HTTP_HOST": "[::1]:80"}]
)
def test_this_machine_does(given: dict[str, str]) -> None:
    assert metrics.is_from_this_machine(RequestFactory().get("/metrics", **(OURS | given)))


@pytest.mark.django_db
def test_the_address_is_there_for_this_machine_only(client: Client) -> None:
    assert client.get("/metrics", **OURS).status_code == 200
    assert client.get("/metrics", **(OURS | {"HTTP_HOST": "localhost"})).status_code == 200
    assert client.get("/metrics", **(OURS | {"REMOTE_ADDR": "203.0.113.5"})).status_code == 404


@pytest.mark.parametrize(("peer", "is_one"), [("10.0.0.7", True), ("10.0.1.7", False), ("rubbish", False)])
def test_our_nginx_on_another_machine_is_a_neighbour(settings: Any, peer: str, is_one: bool) -> None:
    settings.NEIGHBOURS = ["10.0.0.0/24"]
    request = RequestFactory().get("/metrics", **(OURS | {"REMOTE_ADDR": peer}))
    assert metrics.is_from_this_machine(request) is is_one
    told = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR="203.0.113.5")
    assert (client_address(told) == "203.0.113.5") is is_one
