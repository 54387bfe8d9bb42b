"""The database cannot be reached: what is said instead, to readers, programs and authors."""

import pytest
from django.db import OperationalError
from django.test import Client

from pagecache import store
from tests import world
from tests.redis_fixture import pages_redis, pages_server

__all__ = ["pages_redis", "pages_server"]

pytestmark = pytest.mark.django_db

READERS = ["/", "/blog/let-it-stand/", "/nothing/", "/feed.atom", "/sitemap.xml", "/search/?q=a"]
AUTHORS = ["/studio/", "/studio/post/new/", "/account/", "/admin/"]


@pytest.fixture
def away(without_database):
    """Asks where the database cannot be reached, as somebody who is logged in."""
    client = Client(raise_request_exception=False)
    client.force_login(world.ines())

    def ask(path, method="get", **more):
        return without_database(getattr(client, method), path, **more)

    return ask


@pytest.mark.parametrize("path", [*READERS, *AUTHORS])
def test_everybody_is_asked_to_come_again(away, path):
    answer = away(path)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")
    assert b"<h1>Back in a moment</h1>" in answer.content
    assert b"cannot be reached just now" in answer.content
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/studio/post/new/", "/login/", "/comments/post/1/"])
def test_who_sent_something_is_told_that_it_was_not_kept(away, path):
    answer = away(path, "post", data={"title": "Words"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert b"what you sent was not kept" in answer.content


@pytest.mark.parametrize("path", ["posts/", "posts/let-it-stand/", "settings/", "search/?q=a"])
def test_programs_are_told_in_json(away, path):
    answer = away(f"/api/v1/{path}")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")
    assert "cannot be reached" in answer.json()["detail"]


def test_health_answers_and_readiness_says_why_not(client, without_database):
    assert without_database(client.get, "/healthz").status_code == 200
    ready = without_database(client.get, "/readyz")
    assert (ready.status_code, ready.json()["database"]) == (503, "down")


def test_a_database_that_refuses_is_a_fault_of_ours(monkeypatch):
    def deadlocked(*_):
        raise OperationalError("deadlock detected")

    monkeypatch.setattr("blog.queries.whole", deadlocked)
    answer = Client(raise_request_exception=False).get("/blog/any/")
    assert (answer.status_code, "Retry-After" in answer) == (500, False)


@pytest.mark.django_db(transaction=True)
def test_readers_get_what_was_true_until_then_and_nothing_else_is_kept(client, away, pages_redis):
    world.post("Let it stand")
    kept = client.get("/blog/let-it-stand/")
    pages_redis.delete(store.FRESH)  # as soon as no keeper sees the database
    known = away("/blog/let-it-stand/")
    assert (known.status_code, known["X-Page-Cache"]) == (200, "stale-if-error")
    assert known.content == kept.content
    before = pages_redis.keys("pc:p:*")
    assert away("/topics/").status_code == 503
    assert pages_redis.keys("pc:p:*") == before


@pytest.mark.django_db(transaction=True)
def test_a_page_that_a_purge_named_is_not_shown_again(client, away, pages_redis):
    post = world.post("Let it stand")
    client.get("/blog/let-it-stand/")
    world.edit(post, title="Let it go")
    assert away("/blog/let-it-stand/").status_code == 503
