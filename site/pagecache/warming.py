"""Renders purged pages again before readers wait for them: those that readers asked for, hottest first.

Purges write down the keys that had heat (``pc:cold``); nobody else's address is ever warmed. A page is asked
for as its readers ask, through the same router, and what becomes of it is the router's business.
"""

import logging
import time
from collections import OrderedDict

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from pagecache import asking, counters, link, store
from pagecache.router import PublicRouter

log = logging.getLogger(__name__)

MOST_REMEMBERED = 10_000  # pages
COOL_EVERY = 3600.0  # seconds after which half of the heat is gone: yesterday's crowd is not today's


class Warmer:
    """Remembers what each page was when it was warmed last, to tell purges that changed nothing."""

    def __init__(self) -> None:
        self.router = PublicRouter(_nobody_else)
        self.warmed: OrderedDict[str, str] = OrderedDict()  # key → entity tag
        self.epoch: bytes | None = None
        self.cool_at = time.monotonic() + COOL_EVERY

    def warm(self, seconds: float) -> int:
        """Warm pages for so long, resting after each for as long as it took: readers come first.

        Returns how many pages were rendered. Raises Away.
        """
        self._cool_when_due()
        self._notice_a_new_epoch()
        end, rendered = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            hottest = link.ask(lambda redis: redis.zpopmax(store.COLD))
            if not hottest:
                break
            began = time.monotonic()
            rendered += self._warm_page(hottest[0][0].decode())
            time.sleep(min(time.monotonic() - began, seconds))
        return rendered

    def _cool_when_due(self) -> None:
        if time.monotonic() >= self.cool_at:
            self.cool_at = time.monotonic() + COOL_EVERY
            link.ask(lambda redis: redis.zunionstore(store.HEAT, {store.HEAT: 0.5}))

    def _notice_a_new_epoch(self) -> None:
        """It took every page at once, and nothing wrote down which of them had heat."""
        before, self.epoch = self.epoch, link.ask(lambda redis: redis.get(store.EPOCH))
        if before is not None and before != self.epoch:
            link.ask(lambda redis: redis.zunionstore(store.COLD, [store.HEAT]))

    def _warm_page(self, key: str) -> bool:
        asked = asking.asked_by(key)
        if asked is None or self._is_kept(key):
            return False
        try:
            response = self.router(asked.request)
        except Exception:
            log.exception("%s could not be warmed.", asked.address.page)
            return False
        if response.get("X-Page-Cache") == "miss" and "ETag" in response:
            self._compare(key, response["ETag"])
        return True

    def _is_kept(self, key: str) -> bool:
        """Whether a reader came first. A look, which would tell as well, would make the page hotter."""
        return bool(link.ask(lambda redis: redis.hget(f"pc:p:{store.page_id(key)}", "g")) == self.epoch)

    def _compare(self, key: str, etag: str) -> None:
        before = self.warmed.pop(key, None)
        self.warmed[key] = etag
        if len(self.warmed) > MOST_REMEMBERED:
            self.warmed.popitem(last=False)
        counters.count(f"warmed {'first' if before is None else 'same' if before == etag else 'other'}")


def _nobody_else(request: HttpRequest) -> HttpResponseBase:
    """In place of the private views, which are never warmed."""
    raise Http404(request.path)


def exactness(totals: dict[str, int]) -> float | None:
    """Of the pages that were warmed twice or more, the share that a purge took rightly; None before any."""
    other, same = totals.get("warmed other", 0), totals.get("warmed same", 0)
    return other / (other + same) if other + same else None
