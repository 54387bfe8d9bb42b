"""Purged pages that readers had asked for are there again before the next reader; nobody else's are."""

import pytest
from django.test import Client
from redis import Redis

from content.models import Topic
from pagecache import asking, counters, store
from pagecache.address import Address
from pagecache.warming import Warmer, exactness
from tests.unit.pagecache import small_site

PAGE_2, PART = "/topics/?page=2", "/topics/?page=2&part=posts"
LONG_ENOUGH = 10.0  # seconds; it ends when nothing is left


def asked_for(reader: Client, address: str, times: int = 2) -> None:
    """Kept at the first time, hot by the others."""
    for _ in range(times):
        reader.get(address)


def renders_of(warmer: Warmer) -> list[str]:
    small_site.renders.clear()
    warmer.warm(LONG_ENOUGH)
    return small_site.renders


def warmed(event: str) -> int:
    return counters.totals().get(f"warmed {event}", 0)


def test_what_readers_asked_for_is_made_again_hottest_first(kept: Client) -> None:
    asked_for(kept, PAGE_2)
    asked_for(kept, "/topics/", times=5)
    Topic.objects.create(name="Ink", slug="ink")
    assert renders_of(Warmer()) == ["/topics/", PAGE_2]
    assert kept.get("/topics/")["X-Page-Cache"] == "hit"


def test_a_part_is_made_again_as_a_part(kept: Client) -> None:
    asked_for(kept, PART)
    Topic.objects.create(name="Ink", slug="ink")
    Warmer().warm(LONG_ENOUGH)
    answer = kept.get(PART)
    assert (answer["X-Page-Cache"], answer.content) == ("hit", b"posts|Ink|page=2")


def test_what_nobody_asked_for_stays_cold(kept: Client) -> None:
    kept.get("/topics/")  # once, by somebody who found nothing
    Topic.objects.create(name="Ink", slug="ink")
    assert renders_of(Warmer()) == []


def test_warming_makes_nothing_hotter(kept: Client, pages_redis: Redis) -> None:
    asked_for(kept, "/topics/")
    heat = pages_redis.zrange(store.HEAT, 0, -1, withscores=True)
    Topic.objects.create(name="Ink", slug="ink")
    Warmer().warm(LONG_ENOUGH)
    assert pages_redis.zrange(store.HEAT, 0, -1, withscores=True) == heat


def test_heat_is_halved_by_the_hour(kept: Client, pages_redis: Redis) -> None:
    asked_for(kept, "/topics/", times=5)
    warmer = Warmer()
    warmer.cool_at = 0
    warmer.warm(LONG_ENOUGH)
    warmer.warm(LONG_ENOUGH)
    assert [heat for _, heat in pages_redis.zrange(store.HEAT, 0, -1, withscores=True)] == [2.0]


def test_where_a_reader_was_first_nothing_is_made(kept: Client) -> None:
    warmer = Warmer()
    warmer.warm(LONG_ENOUGH)
    asked_for(kept, "/topics/")
    Topic.objects.create(name="Ink", slug="ink")
    kept.get("/topics/")
    assert renders_of(warmer) == []


def test_after_a_new_epoch_all_that_was_hot_is_made_again(kept: Client) -> None:
    asked_for(kept, "/topics/")
    warmer = Warmer()
    warmer.warm(LONG_ENOUGH)
    store.new_epoch()
    assert renders_of(warmer) == ["/topics/"]


def test_it_counts_purges_that_changed_nothing(kept: Client) -> None:
    asked_for(kept, "/topics/")
    warmer, before = Warmer(), (warmed("other"), warmed("same"))
    for name, description in (("Ink", "one"), ("Soot", "two"), ("Soot", "three")):
        Topic.objects.update_or_create(slug="ink", defaults={"name": name, "description": description})
        warmer.warm(LONG_ENOUGH)
        kept.get("/topics/")
    assert (warmed("other"), warmed("same")) == (before[0] + 1, before[1] + 1)
    assert exactness({"warmed other": 3, "warmed same": 1}) == 0.75


@pytest.mark.parametrize(
    "key",
    [
        "GET|stet.example|/private/||",  # not public
        "GET|evil.example|/topics/||",
        "GET|stet.example|/topics/|utm=1|",
        "GET|stet.example|/topics/|page=0|",
        "GET|stet.example|/topics/||nothing",
        "rubbish",
    ],
)
def test_a_key_that_no_reader_could_have_is_nothing(small: Client, key: str) -> None:
    assert asking.asked_by(key) is None


def test_a_key_leads_back_to_its_address(small: Client) -> None:
    address = Address("/topics/é t/", (), "")
    asked = asking.asked_by(address.key)
    assert asked
    assert asked.address == address
