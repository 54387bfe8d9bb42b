"""Home, what machines ask for, health."""

import shutil
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection

from operations.doctor import machine
from pagecache import figures, link, viewing
from tests import world
from tests.http.conftest import titles

pytestmark = pytest.mark.django_db


def test_home_is_the_head_of_the_blog(read):
    world.posts(9, topics=[world.topic("Queries")])
    page = read("/")
    assert page.select_one(".lead h2").get_text() == "Letter 9"
    assert titles(page) == [f"Letter {n}" for n in range(8, 2, -1)]
    assert page.select_one(".pager a")["href"] == "/blog/"


def test_home_of_an_empty_site_says_so(read):
    assert "Nothing has been published yet." in read("/").main.get_text()


def test_home_is_the_page_that_was_chosen_with_one_address(read):
    about = world.page("About")
    world.site(home=f"page:{about.pk}")
    assert read("/").h1.get_text() == "About"
    canonical = read("/about/").find("link", rel="canonical")["href"]
    assert canonical == "http://127.0.0.1:8000/"


def test_a_chosen_page_that_is_gone_gives_way_to_the_blog(read):
    world.site(home="page:999")
    world.post("Let it stand")
    assert read("/").select_one(".lead h2").get_text() == "Let it stand"


def test_robots_name_the_sitemap(client):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text
    assert "Disallow: /studio/" in text


def test_robots_are_the_sites_own_where_it_says_so(client):
    world.site(robots="User-agent: *\nDisallow: /about/")
    text = client.get("/robots.txt").content.decode()
    assert text.startswith("User-agent: *\nDisallow: /about/\n")


def test_health_and_readiness(client):
    assert client.get("/healthz").content == b"ok\n"
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["database"]) == (200, "ok")
    assert ready["Cache-Control"] == "no-store"
    assert ready.json() == {
        "database": "ok",
        "pages": "absent",
        "cache": "ok",
        "keeper": "absent",
        "disk": "ok",
    }


def test_readiness_tells_of_a_full_disk(client, monkeypatch):
    """At the same figure as the doctor and the status page."""
    for free, said in ((199_999_999, "full"), (200_000_000, "ok")):
        monkeypatch.setattr(shutil, "disk_usage", lambda folder, free=free: SimpleNamespace(free=free))
        assert client.get("/readyz").json()["disk"] == said
        assert any(found.is_wrong for found in machine.room()) == (said == "full")


def test_readiness_tells_of_a_keeper_that_is_away(client, monkeypatch):
    moment = figures.Moment(fresh=False, edges=2, behind=0, lag=0, holds=0, cold=0)
    monkeypatch.setattr(link, "is_configured", lambda: True)
    monkeypatch.setattr(figures, "of_this_moment", lambda: moment)
    assert client.get("/readyz").json()["keeper"] == "away"


def test_readiness_tells_of_a_database_that_is_gone(client, monkeypatch):
    def gone():
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", gone)
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["database"]) == (503, "down")


def test_colours_are_chosen_at_the_foot_of_every_page(read):
    world.page("About")
    choices = read("/about/").select(".theme input[type=radio]")
    assert [(each["value"], each.has_attr("checked")) for each in choices] == [
        ("auto", True),
        ("light", False),
        ("dark", False),
    ]


def test_humans_are_told_whose_site_it_is_and_what_made_it(client):
    world.site(name="Stet", description="Marks.")
    said = client.get("/humans.txt")
    assert said["Content-Type"] == "text/plain; charset=utf-8"
    assert "Name: Stet\nAddress: http://127.0.0.1:8000/\nAbout: Marks.\n" in said.content.decode()


@pytest.mark.parametrize("path", ["/favicon.ico", "/apple-touch-icon.png"])
def test_the_sign_of_the_site_is_where_it_is_looked_for_unasked(client, path):
    said = client.get(path)
    assert (said["Content-Type"], said.content[:4]) == ("image/png", b"\x89PNG")


def test_a_browser_is_answered_where_no_redis_counts_its_views(client):
    world.post("Let it stand")
    assert client.get("/blog/let-it-stand/", headers={"user-agent": "Mozilla/5.0"}).status_code == 200
    assert viewing.take() == []
