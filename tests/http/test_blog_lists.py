"""The stream, topics and authors: heads, archives and their parts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content import archives
from content.actors import SITE
from content.models import Person
from content.publishing import trash, withdraw
from tests import world
from tests.http.conftest import titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def ten(monkeypatch):
    """Ten posts in three archive pages of four."""
    monkeypatch.setattr(archives, "PAGE_SIZE", 4)
    world.site(), world.ines()
    world.posts(10, topics=[world.topic("Queries")], authors=[Person.objects.get(slug="ines-okafor")])


HEADS = ("/blog/", "/topics/queries/", "/authors/ines-okafor/")


def letters(first, last):
    """Letters first to last, newest first."""
    return [f"Letter {n}" for n in range(last, first - 1, -1)]


def test_a_young_list_shows_everything_and_leads_nowhere(read):
    world.posts(3)
    page = read("/blog/")
    assert titles(page) == letters(1, 3)
    assert page.select_one(".older") is None


@pytest.mark.parametrize("head", HEADS)
def test_the_head_shows_the_last_two_archive_pages(read, ten, head):
    page = read(head)
    assert titles(page) == letters(5, 10)
    assert page.select_one(".older a")["href"] == f"{head}archive/1/"


@pytest.mark.parametrize("head", HEADS)
def test_the_library_comes_only_where_something_older_can_be_loaded(read, ten, head):
    pages = [read(head), read(f"{head}archive/1/")]
    assert [len(page.select("meta[data-htmx]")) for page in pages] == [1, 0]


@pytest.mark.parametrize("head", HEADS)
def test_older_leads_on_without_a_gap_or_a_repeat(read, ten, head):
    older = read(read(head).select_one(".older a")["href"])
    assert titles(read(head)) + titles(older) == letters(1, 10)


@pytest.mark.parametrize("head", HEADS)
def test_archive_pages_are_counted_from_the_oldest(read, ten, head):
    pages = [titles(read(f"{head}archive/{n}/")) for n in (1, 2, 3)]
    assert pages == [letters(1, 4), letters(5, 8), letters(9, 10)]
    read(f"{head}archive/4/", 404)


def test_an_archive_page_means_the_same_for_ever(read, ten):
    before = titles(read("/blog/archive/2/"))
    world.post("Newest of all", at=world.A_MONDAY.replace(month=9))
    assert titles(read("/blog/archive/2/")) == before


def test_an_archive_page_leads_to_newer_and_older(read, ten):
    page = read("/blog/archive/2/")
    assert page.select_one("a[rel=prev]")["href"] == "/blog/archive/3/"
    assert page.select_one("a[rel=next]")["href"] == "/blog/archive/1/"
    assert read("/blog/archive/3/").select_one("a[rel=prev]")["href"] == "/blog/"


def test_an_archive_page_is_named_by_its_days_and_not_by_a_count(read, ten):
    page = read("/blog/archive/1/")
    assert page.title.get_text() == "Posts, 2 March 2026 to 5 March 2026 · Stet"
    assert "page" not in page.main.get_text().lower()


@pytest.mark.parametrize(
    "head", [*HEADS, "/blog/archive/2/", "/topics/queries/archive/2/", "/authors/ines-okafor/archive/2/"]
)
def test_the_part_is_the_block_of_its_page(client, ten, head):
    page, part = client.get(head).content, client.get(f"{head}?part=posts").content
    assert b"Letter 8" in part
    assert part in page


def test_a_script_asks_the_same_address_for_its_part(read, ten):
    link = read("/blog/").select_one(".older a")
    assert link["data-hx-get"] == link["href"] + "?part=posts"


def test_a_part_is_no_page_for_search_engines(client, ten):
    part = client.get("/blog/?part=posts")
    assert part["X-Robots-Tag"] == "noindex"
    assert part["Link"].endswith('/blog/>; rel="canonical"')


def test_who_wrote_is_said_only_where_it_differs(read):
    world.ines(), world.tomas()
    ines, tomas = Person.objects.get(slug="ines-okafor"), Person.objects.get(slug="tomás-rey")
    world.post("One", authors=[ines])
    assert "Ines" not in read("/blog/").main.get_text()
    world.post("Two", authors=[ines, tomas])
    assert "Ines Okafor and Tomás Rey" in read("/blog/").main.get_text()


def test_a_topic_names_the_other_topics(read):
    world.post("One", topics=[world.topic("Queries"), world.topic("Proofs")])
    assert "Also in Proofs" in read("/topics/queries/").main.get_text()


def test_a_text_in_another_language_is_marked(read):
    world.post("بگذار بماند", slug="بماند", language="fa")
    body = read("/blog/").select_one(".posts .body")
    assert (body["lang"], body["dir"]) == ("fa", "rtl")


def test_topics_are_listed_with_what_is_live_in_them(read):
    world.topic("Empty")
    world.posts(2, topics=[world.topic("Queries")])
    page = read("/topics/")
    assert [link.get_text() for link in page.select(".contents a")] == ["Queries"]
    assert page.select_one(".contents .to").get_text() == "2"


def test_what_readers_do_not_see_is_not_counted_under_a_topic(read):
    queries = world.topic("Queries")
    world.draft("Not yet", topics=[queries])
    world.post("Ahead", topics=[queries], at=timezone.now() + timedelta(days=1))
    withdraw(actor=SITE, thing=world.post("Withdrawn", topics=[queries]))
    trash(actor=SITE, thing=world.post("Thrown away", topics=[queries]))
    world.post("One", topics=[queries])
    assert read("/topics/").select_one(".contents .to").get_text() == "1"


def test_an_empty_topic_is_kept_out_of_search_engines(read):
    world.topic("Empty")
    page = read("/topics/empty/")
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"


@pytest.mark.parametrize(
    "address", ["/topics/nobody/", "/authors/nobody/", "/blog/archive/01/", "/blog/archive/0/"]
)
def test_what_is_not_there_is_missing(read, address):
    read(address, 404)


@pytest.mark.parametrize(
    "address", [*HEADS, "/blog/archive/2/", "/", "/topics/", "/blog/2026/", "/blog/2026/03/"]
)
def test_six_queries_at_most(client, ten, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        assert client.get(address).status_code == 200
