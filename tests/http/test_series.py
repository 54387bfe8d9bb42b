"""A series for readers: its page, its feed, and where a post stands in it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from blog.models import Post
from blog.series import order_series, put_into_series
from content import planning, publishing
from content.actors import SITE
from content.revisions import newest
from studio.as_published import publication
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


def test_a_post_goes_into_a_series_when_that_is_published_and_not_before(read):
    marks, post = world.series("Marks", *world.posts(2)), world.post()
    world.revise(post, series=marks.pk)
    assert read(post.get_absolute_url()).select_one("#series") is None
    world.live(post)
    assert read(post.get_absolute_url()).select_one("#series").get_text() == "Part 3 of 3: Marks"


def test_an_edit_of_a_part_leaves_it_in_its_place():
    first, second = world.posts(2)
    marks = world.series("Marks", first, second)
    world.edit(first, body="Another word.")
    assert [entry.post for entry in marks.entries.all()] == [first, second]


def test_an_older_version_brings_its_series_back():
    post = world.post()
    marks = world.series("Marks", post)
    then = newest(post)
    world.edit(post, series=None)
    assert not marks.entries.exists()
    publishing.restore(actor=SITE, thing=post, revision=then)
    world.live(post)
    assert marks.entries.get().post == post


def test_a_version_from_before_series_were_kept_leaves_them_alone():
    post = world.post()
    marks = world.series("Marks", post)
    old = newest(post)
    old.fields.pop("series")
    old.save()
    world.edit(post, body="Another word.")
    assert marks.entries.get().post == post


def test_what_an_editor_arranges_is_in_the_draft_too():
    post = world.post()
    world.revise(post, body="Half a sentence")
    marks = world.series("Marks", post)
    assert newest(post).fields["series"] == marks.pk
    order_series(actor=SITE, series=marks, posts=[])
    assert newest(post).fields["series"] is None


def test_a_planned_change_of_series_waits_for_its_time():
    marks, post = world.series("Marks"), world.post()
    later = timezone.now() + timedelta(hours=1)
    planning.plan(actor=SITE, thing=post, revision=world.revise(post, series=marks.pk), at=later)
    assert not marks.entries.exists()
    planning.apply_due(later)
    assert marks.entries.get().post == post


def test_a_preview_shows_the_series_that_it_would_be_in():
    marks, post = world.series("Marks", *world.posts(2)), world.post()
    fields = world.revise(post, series=marks.pk).fields
    shown = publication(post, fields, timezone.now()).page(post.get_absolute_url())
    assert "Part 3 of 3" in BeautifulSoup(shown.text, "html.parser").select_one("#series").get_text()
    assert marks.entries.count() == 2
