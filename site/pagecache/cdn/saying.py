"""What a page says to the CDN: the keys of what it was made of, and how long it may be held."""

import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpResponse

from pagecache import cdn
from pagecache.store import EVERYTHING


def key(tag: str) -> str:
    """*tag* as the CDN knows it: of one length, because 500 of them must fit into a header of 8 kB.

    Lower-case, as Cloudflare tells no capitals apart; with the site in it, as several may share an account.
    Two tags that share a key cost a page that need not have gone.
    """
    return hashlib.blake2b(f"{settings.SITE_URL} {tag}".encode(), digest_size=4).hexdigest()


def with_keys(headers: str, tags: Iterable[str]) -> str:
    """A kept page's header lines, and as the last one, for a CDN, what it was made of."""
    front = cdn.in_front()
    if front is None:
        return headers
    keys = sorted({key(tag) for tag in (EVERYTHING, *tags)})
    return f"{headers}\n{front.keys}: {front.separator.join(keys)}"


def without_keys(headers: str) -> str:
    """The lines that the view said."""
    front = cdn.in_front()
    before, _, last = headers.rpartition("\n")
    return before if front and last.startswith(f"{front.keys}: ") else headers


def may_hold(response: HttpResponse, milliseconds: int = 0) -> None:
    """Let the CDN hold *response* for so long: a page that says its keys, and no other.

    Only what comes from the store may be held. Whether a page rendered just now is still true is known when
    it is kept, and by then its reader, and the CDN, have it. Said in every case: a 304 without it would leave
    the CDN what an earlier answer said.
    """
    front = cdn.in_front()
    if front is not None:
        seconds = milliseconds // 1000 if response.has_header(front.keys) else 0
        response[front.control] = f"max-age={max(0, seconds)}"
