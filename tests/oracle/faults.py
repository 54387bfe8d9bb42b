"""Everything that goes wrong while somebody writes or reads."""

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.db import OperationalError, transaction
from django.utils import timezone
from redis import Redis

from pagecache import pauses
from tests import world
from tests.oracle import stage
from tests.redis_fixture import Server

Act = Callable[[], object]

PLENTY = "64mb"
A_MOMENT = 0.15  # seconds that a stopped Redis is stopped for
BEFORE_COMMIT = (pauses.TAKEN, pauses.WRITTEN, pauses.HELD)


@dataclass
class Surroundings:
    """What a fault may lay hands on."""

    server: Server
    redis: Redis
    random: Random = field(default_factory=Random)
    saved: dict[bytes, tuple[int, bytes]] = field(default_factory=dict)
    moment: datetime | None = None


class Fault:
    """One thing that goes wrong: got ready before the write, struck at a step of it, mended afterwards.

    ``steps`` are those of a writer at which it can happen. One that ``is_the_writers`` own happens to him at
    the last of them while a reader stands at one of his; ``is_slow`` takes a good part of a second.
    ``keeper_first``: the site may take until the keeper's next turn to notice.
    """

    steps: tuple[str, ...] = pauses.WRITERS
    is_the_writers = False
    is_slow = False
    keeper_first = False
    forgets = False  # Redis has lost pages for another reason than a purge

    def around(self, act: Act) -> Act:
        return act

    def place(self, step: str) -> str:
        """Where exactly it strikes at *step*."""
        return step

    def prepare(self, at: Surroundings) -> None:
        """Before the write."""

    def strike(self, at: Surroundings) -> None:
        """At the step."""

    def mend(self, at: Surroundings) -> None:
        """When the write is over."""


class Nothing(Fault):
    pass


class RolledBack(Fault):
    steps = ()
    is_the_writers = True

    def around(self, act: Act) -> Act:
        def rolled_back() -> None:
            with transaction.atomic():
                act()
                transaction.set_rollback(True)

        return rolled_back


class CommitFails(Fault):
    """The database refuses, with the connection intact."""

    steps = BEFORE_COMMIT
    is_the_writers = True

    def strike(self, at: Surroundings) -> None:
        raise OperationalError("the disk is full")


class OutcomeUnknown(Fault):
    """The connection breaks about the COMMIT; nobody tells whether before or after."""

    steps = (pauses.HELD, pauses.COMMITTED)
    is_the_writers = True

    def place(self, step: str) -> str:
        return stage.ON_THE_WAY if step == pauses.COMMITTED else step

    def strike(self, at: Surroundings) -> None:
        stage.cut_off()
        raise OperationalError("the connection was lost")


class WriterKilled(Fault):
    steps = (pauses.TAKEN, pauses.WRITTEN, pauses.HELD, pauses.ENDED, pauses.WAITED, pauses.COMMITTED)
    is_the_writers = True

    def strike(self, at: Surroundings) -> None:
        stage.die()


class RedisFlushed(Fault):
    forgets = True

    def strike(self, at: Surroundings) -> None:
        at.redis.flushall()


class RedisRestarted(Fault):
    """Killed and started again, with nothing."""

    is_slow = forgets = True

    def strike(self, at: Surroundings) -> None:
        at.server.stop()
        at.server.start()


class RedisRestartedOld(RedisRestarted):
    """Killed and started again, with what it held before the write."""

    keeper_first = True

    def prepare(self, at: Surroundings) -> None:
        at.saved = saved(at.redis)

    def strike(self, at: Surroundings) -> None:
        super().strike(at)
        for key, (ttl, value) in at.saved.items():
            at.redis.restore(key, ttl, value)


def saved(redis: Redis) -> dict[bytes, tuple[int, bytes]]:
    """Every key with its TTL in milliseconds (0: none) and its value, as Redis writes them down."""
    found: dict[bytes, tuple[int, bytes]] = {}
    for key in redis.keys("*"):
        value, ttl = redis.dump(key), redis.pttl(key)
        if value is not None and ttl != -2:
            found[key] = (max(0, ttl), value)
    return found


class RedisStarved(Fault):
    """No memory left: pages are evicted, and what needs room is refused."""

    forgets = True

    def strike(self, at: Surroundings) -> None:
        at.redis.config_set("maxmemory", int(at.redis.info("memory")["used_memory"]) - 20_000)

    def mend(self, at: Surroundings) -> None:
        at.redis.config_set("maxmemory", PLENTY)


class RedisStopped(Fault):
    """It stands still for a moment; what was sent meanwhile it does later."""

    is_slow = True
    keeper_first = True

    def strike(self, at: Surroundings) -> None:
        assert at.server.process
        pid = at.server.process.pid
        os.kill(pid, signal.SIGSTOP)
        threading.Timer(A_MOMENT, os.kill, (pid, signal.SIGCONT)).start()

    def mend(self, at: Surroundings) -> None:
        at.redis.ping()


class ClockMovesOn(Fault):
    """A post's moment comes at the step: one appears, another disappears."""

    is_slow = True
    ahead = 0.12  # seconds

    def prepare(self, at: Surroundings) -> None:
        at.moment = timezone.now() + timedelta(seconds=self.ahead)
        world.post(f"By the clock {at.moment:%f}", at=at.moment)

    def strike(self, at: Surroundings) -> None:
        assert at.moment
        time.sleep(max(0.0, (at.moment - timezone.now()).total_seconds()) + 0.002)


FAULTS: dict[str, Fault] = {
    "nothing": Nothing(),
    "rolled back": RolledBack(),
    "commit fails": CommitFails(),
    "outcome unknown": OutcomeUnknown(),
    "writer killed": WriterKilled(),
    "Redis flushed": RedisFlushed(),
    "Redis starved": RedisStarved(),
    "Redis stopped": RedisStopped(),
    "Redis restarted": RedisRestarted(),
    "restarted, old": RedisRestartedOld(),
    "the clock": ClockMovesOn(),
}
