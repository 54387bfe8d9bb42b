"""The oracle: whatever was done to the site, a kept page is the page that would be made now.

Every address is asked for before and after each edit, and compared byte for byte with a fresh render.
"""

import gzip
import os
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from redis import Redis

from content.models import Person
from pagecache import routes
from tests import world
from tests.oracle.addresses import AS_AN_AUTHOR, every_address, parts_of
from tests.oracle.edits import Author

EDITS = int(os.environ.get("ORACLE_EDITS", "25"))
SEED = 20261121
CANARIES = ("zebedee-canary", "Quillfeather", "canary-agent/9", "canary-value", "203.0.113.77")

pytestmark = pytest.mark.usefixtures("pages_redis", "transactional_db")


@pytest.fixture
def site() -> None:
    """A small site with some of everything."""
    world.site(description="Where things stand")
    queries, proofs = world.topic("Queries"), world.topic("Proofs")
    world.ines(), world.tomas()
    people = list(Person.objects.all())
    for number in range(4):
        world.post(f"Letter {number}", topics=[queries, proofs][: number % 3], authors=people[: number % 2])
    world.page("Colophon", parent=world.page("About"))


def said(answer: HttpResponse) -> tuple[Any, ...]:
    return answer.status_code, answer.get("Location"), answer.get("Content-Type"), answer.content


def differing(client: Client, addresses: list[str]) -> list[str]:
    """The addresses whose kept answer is not what a fresh render says."""
    return [address for address in addresses if differs(client, address) and differs(client, address)]


def differs(client: Client, address: str) -> bool:
    """Whether the two answers differ. Asked again, since a scheduled post may appear between them."""
    return said(client.get(address)) != said(client.get(address, headers=AS_AN_AUTHOR))


def warm(client: Client, addresses: list[str]) -> int:
    """Ask for every address twice; how many were answered from the store."""
    for address in addresses:
        client.get(address)
    return sum(client.get(address)["X-Page-Cache"] == "hit" for address in addresses)


def test_kept_equals_fresh_at_every_address_after_every_edit(client: Client, site: None) -> None:
    author = Author(SEED)
    hits, stale, addresses = 0, [], every_address(client)
    for number in range(EDITS):
        if number % 10 == 9:
            addresses = every_address(client, author.old_addresses)
        hits += warm(client, addresses)
        edit = author.act()
        stale += [(number, edit, address) for address in differing(client, addresses)]
    assert stale == []
    assert hits > EDITS * len(addresses) // 2  # or nothing was shown


def test_every_address_of_the_site_is_kept(client: Client, site: None) -> None:
    addresses = every_address(client)
    warm(client, addresses)
    states = {address: client.get(address)["X-Page-Cache"] for address in addresses}
    assert {address for address, state in states.items() if state != "hit"} == set()


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
    """Every stored page as one text: key, headers, body."""
    pages = [redis.hgetall(name) for name in redis.keys("pc:p:*")]
    return [b"\n".join((page[b"k"], page[b"h"], gzip.decompress(page[b"z"]))) for page in pages]


def test_every_part_is_the_very_block_of_its_page(client: Client, site: None) -> None:
    world.posts(45, topics=[world.topic("Queries")], authors=[Person.objects.first()])
    pages = [address for address in every_address(client) if parts_of(address)]
    shown = {route.name for route in routes.public_routes() if route.parts}
    assert len(pages) >= len(shown) > 0
    for page in pages:
        whole = client.get(page).content
        for part in parts_of(page):
            block = client.get(f"{page}?part={part}").content
            assert block.strip(), f"{page} has an empty {part}"
            assert block in whole, f"{page}: {part} is not what the page says"
