"""What is kept and what is in it: every public address, nothing of anybody, parts as on their pages."""

import gzip
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from redis import Redis

from pagecache import routes
from tests import world
from tests.oracle import small_site
from tests.oracle.addresses import every_address, parts_of

CANARIES = ("zebedee-canary", "Quillfeather", "canary-agent/9", "canary-value", "203.0.113.77")

# Pages that a question makes, beside those that links lead to.
ASKED = ("/search/?q=letter", "/search/?q=lettre", "/search/?q=letter&kind=post", "/topics/proofs+queries/")

pytestmark = pytest.mark.usefixtures("pages_redis", "transactional_db")


@pytest.fixture
def site() -> None:
    small_site.lay_out()


def test_every_address_of_the_site_is_kept(client: Client, site: None) -> None:
    addresses = every_address(client)
    for address in addresses:
        client.get(address)
    states = {address: client.get(address)["X-Page-Cache"] for address in addresses}
    assert {address: state for address, state in states.items() if state != "hit"} == {}


def test_a_scheduled_post_appears_by_the_clock_alone(client: Client, site: None) -> None:
    soon = timezone.now() + timedelta(milliseconds=700)
    world.post("Not yet", at=soon)
    while timezone.now() < soon:
        assert b"Not yet" not in client.get("/blog/").content or timezone.now() >= soon
    while b"Not yet" not in client.get("/blog/").content:  # Redis's clock counts whole milliseconds
        assert timezone.now() < soon + timedelta(seconds=1)


def test_nothing_of_anybody_is_in_any_kept_page(client: Client, site: None, pages_redis: Redis) -> None:
    canary = world._account("zebedee-canary", "editor", "Zebedee", "Quillfeather")
    canary.email = "zebedee-canary@example.org"
    canary.save()
    reader = Client(HTTP_USER_AGENT="canary-agent/9", REMOTE_ADDR="203.0.113.77")
    reader.force_login(canary)
    reader.cookies["theme"] = "canary-value"
    strange = {"accept-language": "canary-value", "x-any": "canary-value"}
    for address in every_address(client):
        mark = "&" if "?" in address else "?"
        reader.get(f"{address}{mark}utm=canary-value", headers=strange)
    marks = [*CANARIES, str(reader.session.session_key)]
    kept = everything_kept(pages_redis)
    assert len(kept) > 10
    assert [mark for mark in marks for text in kept if mark.encode() in text] == []


def everything_kept(redis: Redis) -> list[bytes]:
    """Every stored page as one text: key, headers, tags, body."""
    pages = [redis.hgetall(name) for name in redis.keys("pc:p:*")]
    fields = (b"k", b"h", b"l", b"t")
    return [b"\n".join([page.get(field, b"") for field in fields] + [_body(page)]) for page in pages]


def _body(page: dict[bytes, bytes]) -> bytes:
    return gzip.decompress(page[b"z"])


def test_every_part_is_the_very_block_of_its_page(client: Client, site: None) -> None:
    world.posts(45, topics=[world.topic("Queries")], authors=[world.Person.objects.first()])
    seen = set()
    pages = [address for address in every_address(client) if "part=" not in address]
    for page in [*pages, *ASKED]:
        for part in parts_of(urlsplit(page).path):
            whole = client.get(page).content
            block = client.get(f"{page}{'&' if '?' in page else '?'}part={part}").content
            assert block.strip(), f"{page} has an empty {part}"
            assert whole.count(block) == 1, f"{page}: {part} is not what the page says"
            seen.add((urlsplit(page).path, part))
    shown = {route.name for route in routes.public_routes() if route.parts}
    assert len(seen) >= len(shown) > 0
