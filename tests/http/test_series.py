"""A series for readers: its page, its feed, and where a post stands in it."""

import pytest

from blog.models import Post
from blog.series import put_into_series
from content import publishing
from content.actors import SITE
from tests import world

pytestmark = pytest.mark.django_db


def around(page):
    return [(link.get_text(), link.parent.select_one(".to").get_text()) for link in page.select(".nearest a")]


def test_a_part_says_which_it_is_and_leads_to_those_beside_it(read):
    world.series("Marks", *world.posts(5))
    page = read("/blog/letter-2/")
    assert page.select_one("#series").get_text() == "Part 2 of 5: Marks"
    assert page.select_one("#series a")["href"] == "/series/marks/"
    assert around(page) == [("Letter 1", "Previous part"), ("Letter 3", "Next part")]


def test_the_first_part_leads_on_and_the_last_back(read):
    world.series("Marks", *world.posts(3))
    assert around(read("/blog/letter-1/")) == [("Letter 2", "Next part")]
    assert around(read("/blog/letter-3/")) == [("Letter 2", "Previous part")]


def test_a_draft_is_no_part_yet(read):
    world.series("Marks", *world.posts(2), world.draft("Not yet"))
    assert read("/blog/letter-2/").select_one("#series").get_text() == "Part 2 of 2: Marks"


def test_its_page_leads_up_and_to_its_feed(read):
    world.series("Marks", *world.posts(2))
    page = read("/series/marks/")
    assert page.select_one(".crumbs a")["href"] == "/blog/"
    assert page.select_one('link[type="application/atom+xml"]')["href"].endswith("/series/marks/feed.atom")


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_its_feed_has_its_parts_and_nothing_else(client, form):
    world.series("Marks", *world.posts(2)), world.post("Elsewhere")
    text = client.get(f"/series/marks/feed.{form}").content.decode()
    assert "Letter 1" in text
    assert "Letter 2" in text
    assert "Elsewhere" not in text


def test_no_feed_of_no_series(client):
    assert client.get("/series/none/feed.atom").status_code == 404


def test_what_goes_from_a_series_or_from_the_site_goes_from_its_feed(client):
    first, second, third = world.posts(3)
    world.series("Marks", first, second, third)
    put_into_series(actor=SITE, post=first, series=None)
    publishing.withdraw(actor=SITE, thing=Post.objects.get(pk=second.pk))
    text = client.get("/series/marks/feed.atom").content.decode()
    assert [title for title in ("Letter 1", "Letter 2", "Letter 3") if title in text] == ["Letter 3"]
