"""``explain_page`` says whether a page is kept, and why not."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from redis import Redis

from content.models import Topic
from pagecache import store


def explained(url: str) -> str:
    out = StringIO()
    call_command("explain_page", url, stdout=out)
    return out.getvalue()


def test_a_kept_page(kept: Client, pages_redis: Redis) -> None:
    for _ in range(2):
        kept.get("/topics/?page=2&part=posts")
    pages_redis.zadd(store.EDGES, {"nginx-1": 1})
    said = explained("https://stet.example/topics/?page=2&part=posts&utm=x")
    for line in (
        "key      GET|stet.example|/topics/|page=2|posts",
        "kept     status 200, 13 bytes opened",
        "epoch    this one",
        "tags     table:content_topic",
        "trusted  yes",
        "heat     1 asked; 0 waiting",
        "edge     nginx-1",
    ):
        assert line in said


def test_one_that_a_commit_took(kept: Client) -> None:
    kept.get("/topics/")
    Topic.objects.create(name="Ink", slug="ink")
    said = explained("/topics/")
    assert "kept     no" in said
    assert "table:content_topic was purged" in said


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("/private/", "No public page"),
        ("/nowhere/at/all/", "No public page"),
        ("/topics/?page=0", "Malformed (page)"),
        ("/topics/a;b/", "Never looked up (address)"),
        ("/unfit/cookie/", "would not be kept (cookie)"),
    ],
)
def test_one_that_is_never_kept(kept: Client, url: str, why: str) -> None:
    assert why in explained(url)


def test_without_redis_nothing_is_kept(small: Client) -> None:
    with pytest.raises(CommandError, match="nothing is kept"):
        explained("/topics/")
