"""Puts kept pages into brotli, once somebody asks for them again who takes it.

Most pages of a large site are asked for once until they change, often by a crawler: compressing them for the
next reader was an eighth of what they cost. So a page is kept in gzip. Who would rather have had brotli is
given that, and lets the keeper know (``pc:wanted``); from then on there are both.
"""

import gzip
import time

import brotli

from pagecache import link, store

QUALITY = 5
SMALLEST_WINDOW, LARGEST_WINDOW = 16, 22  # as powers of two, in bytes


def pack(seconds: float) -> int:
    """Put pages that are wanted into brotli, for so long; how many. Raises Away."""
    end, packed = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        page = link.ask(lambda redis: redis.spop(store.WANTED))
        if page is None:
            break
        packed += _pack(page.decode())
    return packed


def _pack(page: str) -> bool:
    key, stem, zipped = link.ask(lambda redis: redis.hmget(page, "k", "e", "z"))
    if zipped is None:
        return False  # it went meanwhile
    return bool(link.run("pack", [page], [key, stem, compressed(gzip.decompress(zipped))]))


def compressed(body: bytes) -> bytes:
    """*body* in brotli."""
    return bytes(brotli.compress(body, quality=QUALITY, lgwin=_window(body)))


def _window(body: bytes) -> int:
    """No larger than *body*: brotli prepares tables after it, which for a short page is half of the work."""
    return min(max(len(body).bit_length(), SMALLEST_WINDOW), LARGEST_WINDOW)
