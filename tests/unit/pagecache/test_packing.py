"""A page comes to be there in brotli when somebody asks for it again who takes that, and not before."""

import gzip

from django.test import Client
from redis import Redis

from content.models import Topic
from pagecache import link, packing, store

KEY = "GET|stet.example|/topics/||"
PAGE = f"pc:p:{store.page_id(KEY)}"
LONG_ENOUGH = 10.0  # seconds; it ends when nothing is left


def coding(reader: Client, accepted: str) -> str:
    answer: str = reader.get("/topics/", headers={"accept-encoding": accepted}).get("Content-Encoding", "")
    return answer


def test_whoever_asks_first_for_brotli_is_given_gzip(kept: Client) -> None:
    kept.get("/topics/")
    assert coding(kept, "gzip, br") == "gzip"
    packing.pack(LONG_ENOUGH)
    assert coding(kept, "gzip, br") == "br"


def test_what_nobody_wants_in_brotli_is_not_put_into_it(kept: Client, pages_redis: Redis) -> None:
    for accepted in ("gzip", "gzip", "identity"):
        coding(kept, accepted)
    assert packing.pack(LONG_ENOUGH) == 0
    assert not pages_redis.hexists(PAGE, "r")


def test_a_page_that_went_does_not_come_back(kept: Client, pages_redis: Redis) -> None:
    kept.get("/topics/")
    coding(kept, "gzip, br")
    Topic.objects.create(name="Ink", slug="ink")
    assert packing.pack(LONG_ENOUGH) == 0
    assert not pages_redis.exists(PAGE)


def test_a_page_that_was_made_anew_meanwhile_keeps_its_own_body(kept: Client, pages_redis: Redis) -> None:
    kept.get("/topics/")
    before = pages_redis.hmget(PAGE, "k", "e")
    Topic.objects.create(name="Ink", slug="ink")
    fresh = kept.get("/topics/").content
    assert link.run("pack", [PAGE], [*before, b"the old body"]) == 0
    assert gzip.decompress(kept.get("/topics/", headers={"accept-encoding": "gzip, br"}).content) == fresh
