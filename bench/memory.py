"""``make memory``: what 100,000 kept pages take in Redis, and how long a purge of all of them holds it up.

Bodies are random bytes in the sizes that real pages have when compressed, no two alike; tags are those of a
post's page, and one that stands on all. Redis is set up as in the Procfile, but with memory to evict nothing.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import cast

from redis import Redis

from bench import measure, start
from bench.live.report import Report

PAGES = int(os.environ.get("MEMORY_PAGES") or 100_000)
SMALLEST, LARGEST = 4_000, 13_000  # bytes of a body in gzip; in the middle, a page of 30 kB
BROTLI = 0.9  # of that in brotli
TOPICS, PEOPLE = 100, 10
EVERYWHERE = "list:everything"
HEADERS = "Content-Type: text/html; charset=utf-8"
DAY = 24 * 60 * 60 * 1000
LEASE = 5_000  # pages stored under one lease
SAMPLE = 2_000  # pages whose list of tags is taken out to see what it took
LIMIT_PAGE = 1.3  # × its bodies
LIMIT_OWN, LIMIT_SHARED, LIMIT_EVERYWHERE = 110, 36, 110  # bytes
LIMIT_BLOCK = 10.0  # ms
LIMIT_PURGE = 4.5  # × what Redis takes to forget as many pages that it is told by name

# Asks again and again how long Redis takes to answer, until its input ends.
ASKER = """
import json, sys, threading, time
from redis import Redis
redis, over, waits = Redis(unix_socket_path=sys.argv[1]), threading.Event(), []
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
redis.ping()
print("ready", flush=True)
while not over.is_set():
    begun = time.perf_counter()
    redis.ping()
    waits.append((time.perf_counter() - begun) * 1000)
    time.sleep(0.0002)
print(json.dumps([len(waits), sorted(waits)[len(waits) // 2], max(waits)]))
"""


def main() -> None:
    """Fill, weigh, purge; the command fails when a figure misses its limit."""
    report = Report()
    with tempfile.TemporaryDirectory(prefix="stet-memory-") as name, start.redis(Path(name), "16gb"):
        os.environ.update(start.environment(Path(name), 0))
        start.django()
        with measure.before_others():
            _measure(report, Redis(unix_socket_path=f"{name}/redis.sock"))
    report.end()


def _measure(report: Report, redis: Redis) -> None:
    empty = _used(redis)
    bodies = _fill()
    _report_memory(report, redis, _used(redis) - empty, bodies)
    _report_topics(report, redis)
    _report_everywhere(report, redis)


def _used(redis: Redis) -> int:
    used: int = redis.info("memory")["used_memory"]
    return used


# ── filling ───────────────────────────────────────────────────────────────────────────────────────


def _key(number: int) -> str:
    return f"GET|example.org|/blog/letter-{number}/||"


def _tags(number: int) -> frozenset[str]:
    """What a post's page is made of: itself, its neighbours, its author, its topics; and what all are."""
    own = {f"post:{number}#full", f"beside:post:{number}"}
    own |= {f"postauthor.post_id={number}", f"posttopic.post_id={number}"}
    neighbours = {f"post:{number - 1}#name", f"post:{number + 1}#name"}
    return frozenset(own | neighbours | _shared(number) | {EVERYWHERE})


def _shared(number: int) -> set[str]:
    topic = number % TOPICS
    return {f"person:{number % PEOPLE}#card", f"topic:{topic}#card"}


def _fill() -> int:
    """Keep all pages; how many bytes their bodies have."""
    from pagecache import store

    begun, choose, bodies = time.monotonic(), random.Random(3), 0
    expires = int(time.time() * 1000) + DAY
    for number in range(PAGES):
        if number % LEASE == 0:
            lease = cast(store.Lease, store.look(_key(-1), "rz"))
        page: dict[str, str | bytes | int] = {"s": 200, "h": HEADERS, "e": f"{number:016x}"}
        size = choose.randint(SMALLEST, LARGEST)
        page |= {"z": os.urandom(size), "r": os.urandom(int(size * BROTLI))}
        bodies += size + int(size * BROTLI)
        verdict = store.keep(_key(number), lease, page, expires, _tags(number))
        if verdict != "ok":
            raise SystemExit(f"Redis kept no page: {verdict}")
    print(f"{PAGES:,} pages kept in {time.monotonic() - begun:.0f} s", flush=True)
    return bodies


# ── weighing ──────────────────────────────────────────────────────────────────────────────────────


def _report_memory(report: Report, redis: Redis, whole: int, bodies: int) -> None:
    tags = len(_tags(1))
    names = _names(redis)
    sets = _size_of(redis, redis.scan_iter("pc:t:*", count=5_000)) / PAGES
    topics = _size_of(redis, (f"pc:t:topic:{n}#card" for n in range(TOPICS))) / PAGES
    everywhere = _size_of(redis, [f"pc:t:{EVERYWHERE}"]) / PAGES
    report.say("a page, all in all", f"{whole / PAGES:,.0f} B")
    report.say("  its two bodies", f"{bodies / PAGES:,.0f} B")
    report.row("  all in all, to its bodies", whole / bodies, LIMIT_PAGE, "×")
    report.row(f"a (page, tag): {tags} tags, most of them its own", (sets + names) / tags, LIMIT_OWN, "B")
    report.row(f"  where {PAGES // TOPICS:,} pages share it", topics + names / tags, LIMIT_SHARED, "B")
    report.row(f"  where {PAGES:,} pages share it", everywhere + names / tags, LIMIT_EVERYWHERE, "B")


def _size_of(redis: Redis, keys: Iterable[str | bytes]) -> int:
    pipe = redis.pipeline(transaction=False)
    for key in keys:
        pipe.memory_usage(key, samples=0)
    return sum(pipe.execute())


def _names(redis: Redis) -> float:
    """Bytes that a page's own list of its tags takes."""
    keys = [f"pc:p:{_id(number)}" for number in range(SAMPLE)]
    lists = [redis.hget(key, "t") for key in keys]
    before = _size_of(redis, keys)
    for key in keys:
        redis.hset(key, "t", "")
    taken = before - _size_of(redis, keys)
    for key, list_ in zip(keys, lists, strict=True):
        redis.hset(key, "t", list_ or b"")
    return taken / SAMPLE


def _id(number: int) -> int:
    from pagecache.store import page_id

    return page_id(_key(number))


# ── purging ───────────────────────────────────────────────────────────────────────────────────────


def _report_topics(report: Report, redis: Redis) -> None:
    """What a publish spends on its purge when it touches 1,000 pages, beside Redis's own way to forget some.

    Milliseconds are the machine's: where a purge took twice the time, so did the other.
    """
    pairs = [(_purge_topic(topic), _forget_by_name(redis, topic + TOPICS // 2)) for topic in range(10)]
    purge, by_name = (median(times) for times in zip(*pairs, strict=True))
    report.say(f"purge of {PAGES // TOPICS:,} pages, hold and end", f"{purge:.1f} ms")
    report.say("  Redis's UNLINK of as many by name", f"{by_name:.1f} ms")
    report.row("  the purge, to that", purge / by_name, LIMIT_PURGE, "×")


def _purge_topic(topic: int) -> float:
    """Milliseconds that a purge of all pages of the topic takes."""
    from pagecache import store

    tags, begun = frozenset({f"topic:{topic}#card"}), time.perf_counter()
    taken = store.hold(f"topic-{topic}", tags).count + store.end(f"topic-{topic}", tags).count
    passed = time.perf_counter() - begun
    assert taken == PAGES // TOPICS
    return passed * 1000


def _forget_by_name(redis: Redis, topic: int) -> float:
    """Milliseconds that Redis takes to forget the pages of the topic when it is told which."""
    keys = [f"pc:p:{_id(number)}" for number in range(topic, PAGES, TOPICS)]
    begun = time.perf_counter()
    taken = redis.unlink(*keys)
    passed = time.perf_counter() - begun
    assert taken == len(keys)
    return passed * 1000


def _report_everywhere(report: Report, redis: Redis) -> None:
    from pagecache import store

    redis.config_set("slowlog-log-slower-than", 0)
    redis.config_set("slowlog-max-len", 1_000_000)
    redis.slowlog_reset()
    tags, begun = frozenset({EVERYWHERE}), time.perf_counter()
    with _asking(redis) as waits:
        taken = store.hold("everywhere", tags).count + store.end("everywhere", tags).count
    seconds = time.perf_counter() - begun
    scripts = [entry for entry in redis.slowlog_get(1_000_000) if entry["command"].startswith(b"EVALSHA")]
    longest = max(entry["duration"] for entry in scripts) / 1000
    report.say(f"purge of {taken:,} pages", f"{seconds:.1f} s in {len(scripts)} slices")
    report.row("  longest slice (SLOWLOG)", longest, LIMIT_BLOCK, "ms")
    report.row(f"  longest of {waits[0]:,.0f} PINGs meanwhile", waits[2], LIMIT_BLOCK, "ms")
    report.say("  median PING", f"{waits[1]:.2f} ms")


@contextmanager
def _asking(redis: Redis) -> Iterator[list[float]]:
    """Ask from another process meanwhile: afterwards how often, and the median and longest wait in ms."""
    at = redis.connection_pool.connection_kwargs["path"]
    asker = subprocess.Popen(
        [sys.executable, "-c", ASKER, at], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert asker.stdout
    asker.stdout.readline()
    waits: list[float] = []
    yield waits
    said, _ = asker.communicate()
    waits += json.loads(said)


if __name__ == "__main__":
    main()
