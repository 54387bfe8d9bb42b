"""How often pages whose views are counted were looked at, people and robots apart.

nginx's workers count what they answer themselves and what passes through them (edge/views.lua); here is
counted what came past no edge. Both add to one hash in the pages' Redis, which the worker empties. By address
only: nothing is kept of whoever looked. Without a Redis nothing is counted.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from redis import Redis

from pagecache import link

VIEWS = "pc:views"
# The same as the map in nginx/stet.conf: a test compares them.
ROBOTS = "bot|crawl|spider|slurp|https?:|curl|wget|python|java|httpclient|okhttp|axios|headless|monitor|feed"
IS_ROBOT = re.compile(ROBOTS, re.IGNORECASE)


@dataclass(frozen=True)
class Viewed:
    """So many views of an address by people and by robots."""

    path: str
    people: int
    robots: int

    def and_also(self, other: "Viewed") -> "Viewed":
        """These views and those of another address of the same."""
        return Viewed(self.path, self.people + other.people, self.robots + other.robots)


def count(request: HttpRequest, path: str) -> None:
    """One more view of *path*, unless nginx has counted it, or nobody looked at it by GET."""
    who = _who(request.META.get("HTTP_USER_AGENT", ""))
    if request.method != "GET" or request.META.get("HTTP_X_VIEW_COUNTED") == "1" or not who:
        return
    if not link.is_configured():
        return
    with suppress(link.Away):
        link.ask(lambda redis: redis.hincrby(VIEWS, f"{who} {path}", 1))


def _who(agent: str) -> str:
    """``person``, ``robot``, or "" for somebody who does not say."""
    return ("robot" if IS_ROBOT.search(agent) else "person") if agent else ""


def take() -> list[Viewed]:
    """What was counted since the last time; it is whoever takes it who keeps it. Raises Away."""
    told = link.ask(_taken) if link.is_configured() else {}
    return list(_by_path({name.decode(): int(number) for name, number in told.items()}))


def _taken(redis: Redis) -> Any:
    with redis.pipeline() as both:  # one transaction: what is counted in between is left for the next time
        both.hgetall(VIEWS)
        both.delete(VIEWS)
        return both.execute()[0]


def _by_path(told: dict[str, int]) -> Iterator[Viewed]:
    for path in sorted({name.partition(" ")[2] for name in told}):
        yield Viewed(path, told.get(f"person {path}", 0), told.get(f"robot {path}", 0))
