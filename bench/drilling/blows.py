"""Who is struck, and how: kill -9, a stop, a cut network, a start with old data."""

import os
import random
import signal
from collections.abc import Callable
from dataclasses import dataclass

import redis

from bench.drilling.dictating import Dictation
from bench.live.process import Supervised, tell
from bench.live.site import Site

STOP = float(
    os.environ.get("DRILL_STOP") or 6
)  # seconds that a stop or a cut lasts: leases run out meanwhile
FRESH = 5.0  # seconds for which a Redis with old data may be believed (design: partition)
Heal = Callable[[], object]
ROLES = ("author", "web", "worker", "nginx")  # each has its own door to Redis


@dataclass(frozen=True)
class Blow:
    """*strike* returns what heals it after ``STOP`` seconds, None where it heals by itself.

    *prepare* is done before the publish begins, *clear* when all is over.
    """

    victim: str
    kind: str
    strike: Callable[[Site, Dictation], Heal | None]
    prepare: Callable[[Site], object] = lambda site: None
    clear: Callable[[Site], object] = lambda site: None
    may_be_stale: float = 0.0  # seconds after the blow
    sets_back_database: bool = False

    @property
    def name(self) -> str:
        return f"{self.victim}, {self.kind}"


def all_blows(database: str) -> list[Blow]:
    """Every victim with everything that can happen to it."""
    blows = [
        Blow("web worker", "kill -9", lambda site, author: author.kill()),
        Blow("web worker", "stop", lambda site, author: _stop(author.process.pid)),
        Blow("web worker", "partition", lambda site, author: _cut(site, "author")),
        Blow("keeper", "kill -9", lambda site, author: site["worker"].kill()),
        Blow("keeper", "stop", lambda site, author: _stop(site["worker"].pid)),
        Blow("keeper", "partition", lambda site, author: _cut(site, "worker")),
        Blow("nginx worker", "kill -9", lambda site, author: tell(_nginx_worker(site), signal.SIGKILL)),
        Blow("nginx worker", "stop", lambda site, author: _stop(_nginx_worker(site))),
        Blow("nginx worker", "partition", lambda site, author: _cut(site, "nginx")),
        Blow("Redis", "kill -9", lambda site, author: site["pages-redis"].kill()),
        Blow("Redis", "stop", lambda site, author: _stop(site["pages-redis"].pid)),
        Blow("Redis", "partition", lambda site, author: _cut(site, *ROLES)),
        Blow(
            "Redis",
            "old data",
            lambda site, author: site["pages-redis"].kill(),
            prepare=_save_redis,
            clear=_forget_what_redis_saved,
            may_be_stale=FRESH,
        ),
    ]
    return blows + (_on_postgresql() if database == "postgresql" else [])


def _on_postgresql() -> list[Blow]:
    return [
        Blow("PostgreSQL", "kill -9", lambda site, author: _server(site).kill()),
        Blow("PostgreSQL", "stop", lambda site, author: _stop_all(_server(site))),
        Blow("PostgreSQL", "partition", lambda site, author: _cut(site, "database")),
        Blow("PostgreSQL", "old data", _set_back, prepare=_copy_database, sets_back_database=True),
    ]


def _stop(pid: int) -> Heal:
    tell(pid, signal.SIGSTOP)
    return lambda: tell(pid, signal.SIGCONT)


def _stop_all(process: Supervised) -> Heal:
    process.stop()
    return process.go_on


def _cut(site: Site, *roles: str) -> Heal:
    gates = [site[f"gate-{role}"] for role in roles]
    for gate in gates:
        gate.stop()
    return lambda: [gate.go_on() for gate in gates]


def _nginx_worker(site: Site) -> int:
    return random.choice(site.nginx_workers)


def _save_redis(site: Site) -> None:
    with redis.Redis(unix_socket_path=str(site.pages_socket)) as client:
        client.save()


def _forget_what_redis_saved(site: Site) -> None:
    (site.folder / "var/redis/dump.rdb").unlink(missing_ok=True)


def _server(site: Site) -> Supervised:
    assert site.database
    return site.database.process


def _copy_database(site: Site) -> None:
    assert site.database
    site.database.copy()


def _set_back(site: Site, author: Dictation) -> None:
    assert site.database
    site.database.set_back()
