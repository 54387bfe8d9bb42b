"""Views of texts: counted by address, booked by day, people and robots apart, shown in the studio."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from content.models import Views
from operations import viewing
from tests import world

pytestmark = pytest.mark.usefixtures("pages_redis", "transactional_db")
PERSON = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
ROBOT = {"user-agent": "Mozilla/5.0 (compatible; Somebot/2.1; +https://example.org)"}


def page(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser")


def booked():
    viewing.book()
    return list(Views.objects.values_list("thing_id", "day", "people", "robots"))


def test_people_and_robots_are_counted_apart_hits_and_misses_alike(client):
    post = world.post("بگذار بماند")
    for headers in (PERSON, PERSON, ROBOT):
        client.get(post.get_absolute_url(), headers=headers)
    assert booked() == [(post.pk, timezone.localdate(), 2, 1)]
    client.get(post.get_absolute_url(), headers=PERSON)
    assert booked() == [(post.pk, timezone.localdate(), 3, 1)]
    assert booked() == [(post.pk, timezone.localdate(), 3, 1)]


def test_pages_are_counted_too_and_a_home_page_at_both_of_its_addresses(client):
    home = world.page("درباره")
    below = world.page("Colophon", parent=home)
    world.site(home=f"page:{home.pk}")
    for address in ("/", home.get_absolute_url(), below.get_absolute_url(), "/none/"):
        client.get(address, headers=PERSON)
    today = timezone.localdate()
    assert sorted(booked()) == [(home.pk, today, 2, 0), (below.pk, today, 1, 0)]


def test_a_head_of_the_blog_is_no_text(client):
    client.get("/", headers=PERSON)
    assert booked() == []


def test_what_is_no_look_of_a_reader_is_not_counted(client):
    post = world.post("Let it stand")
    client.head(post.get_absolute_url(), headers=PERSON)
    client.get(post.get_absolute_url())
    client.get(post.get_absolute_url(), headers=PERSON | {"cookie": "pc_author=1"})
    client.get(post.get_absolute_url(), headers=PERSON | {"x-view-counted": "1"})
    client.get("/blog/", headers=PERSON), client.get("/blog/none/", headers=PERSON)
    assert booked() == []


def test_the_studio_says_it_quietly(client):
    post, today = world.post("Let it stand"), timezone.localdate()
    Views.objects.create(of="post", thing_id=post.pk, day=today, people=5, robots=2)
    Views.objects.create(of="post", thing_id=post.pk, day=today - timedelta(days=31), people=9)
    client.force_login(world.ines())
    says = "5 views in thirty days, 2 more by robots"
    assert page(client, f"/studio/post/{post.pk}/timeline/").select_one(".read-by").get_text() == says
    Views.objects.create(of="page", thing_id=world.page("Colophon").pk, day=today, people=3)
    desk = page(client, "/studio/")
    assert desk.select_one(".read-by polyline")["points"].endswith(" 116,0.0")
    assert "5 views" in desk.select_one("[aria-labelledby=read] li").get_text()
