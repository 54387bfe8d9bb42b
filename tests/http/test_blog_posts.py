"""A post's page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content import publishing
from content.actors import SITE
from content.models import Person
from tests import world

pytestmark = pytest.mark.django_db
LONG = "\n\n".join(f"## Part {n}\n\nText." for n in range(1, 4))


def test_shows_what_was_written(read):
    world.post("Let it stand", summary="On dots.", body="Four *letters*.")
    page = read("/blog/let-it-stand/")
    assert page.h1.get_text() == "Let it stand"
    assert page.select_one(".standfirst").get_text() == "On dots."
    assert page.select_one(".prose em").get_text() == "letters"


def test_what_the_text_begins_with_is_not_said_above_it_too(read):
    world.post("Let it stand", summary='Some call it "stet".', body="Some call it *“stet”*. Others do not.")
    assert not read("/blog/let-it-stand/").select(".standfirst")


def test_names_its_authors_in_their_order_and_its_day(read):
    world.ines(), world.tomas()
    both = [Person.objects.get(slug="tomás-rey"), Person.objects.get(slug="ines-okafor")]
    world.post("Let it stand", authors=both)
    byline = read("/blog/let-it-stand/").select_one(".byline")
    assert [link.get_text() for link in byline.select("a")] == ["Tomás Rey", "Ines Okafor"]
    assert byline.time.get_text() == "2 March 2026"


def test_leads_to_its_topics_and_its_neighbours(read):
    world.posts(3, topics=[world.topic("Queries")])
    page = read("/blog/letter-2/")
    assert page.select_one(".article-foot a")["href"] == "/topics/queries/"
    assert [link["href"] for link in page.select(".related a")] == [
        "/blog/letter-3/",
        "/blog/letter-1/",
    ]


def test_a_short_post_has_no_contents_and_a_long_one_has(read):
    world.post("Short"), world.post("Long", body=LONG)
    assert read("/blog/short/").select_one(".toc") is None
    links = read("/blog/long/").select(".toc a")
    assert [link.get_text() for link in links] == ["Part 1", "Part 2", "Part 3"]


def test_contents_lead_to_headings_that_are_there(read):
    world.post("Long", body=LONG)
    page = read("/blog/long/")
    assert all(page.find(id=link["href"][1:]) for link in page.select(".toc a"))


def test_speaks_the_language_of_the_text(read):
    world.post("بگذار بماند", slug="بماند", language="fa")
    page = read("/blog/بماند/")
    assert (page.html["lang"], page.html["dir"]) == ("fa", "rtl")
    assert page.select_one(".byline time").get_text() == "۱۱ اسفند ۱۴۰۴"
    assert page.select_one(".skip").get_text() == "رفتن به متن"


def test_dates_in_japanese(read):
    world.post("イキ", slug="iki", language="ja")
    assert read("/blog/iki/").select_one(".byline time").get_text() == "2026年3月2日"


def test_the_font_is_preloaded_only_where_it_has_the_letters(read):
    world.post("Let it stand"), world.post("イキ", slug="iki", language="ja")
    assert read("/blog/let-it-stand/").select_one("link[rel=preload]")
    assert read("/blog/iki/").select_one("link[rel=preload]") is None


def test_nothing_is_said_of_a_revision_that_never_was(read):
    world.post("Let it stand", at=timezone.now() - timedelta(hours=1))
    assert read("/blog/let-it-stand/").select_one(".revised") is None


def test_a_revision_is_dated(read):
    world.edit(world.post("Let it stand"), body="Other words.")
    assert "Revised" in read("/blog/let-it-stand/").select_one(".revised").get_text()


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=300)])
def test_a_scheduled_post_is_not_there_yet(read, ahead):
    world.post("Soon", at=timezone.now() + ahead)
    assert "Nothing stands here" in read("/blog/soon/", 404).h1.get_text()


def test_drafts_and_withdrawn_posts_are_not_there(read):
    world.draft("Draft")
    publishing.withdraw(actor=SITE, thing=world.post("Gone"))
    read("/blog/draft/", 404), read("/blog/gone/", 404)


def test_six_queries_at_most(client, django_assert_max_num_queries):
    world.site()
    world.posts(3, topics=[world.topic()])
    with django_assert_max_num_queries(6):
        client.get("/blog/letter-2/")
