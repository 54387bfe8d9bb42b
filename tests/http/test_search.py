"""The search page: a plain form, its results as a part, and answers that are kept in a bounded number."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from blog.models import Post
from content.search import due
from front import search
from tests import world
from tests.redis_fixture import pages_redis, pages_server

__all__ = ["pages_redis", "pages_server"]

pytestmark = pytest.mark.django_db


def results(page: BeautifulSoup) -> list[str]:
    """The titles of what was found, in their order."""
    return [link.get_text() for link in page.select(".results h2 a")]


def test_the_page_asks_before_it_answers(read):
    page = read("/search/")
    assert page.select_one("form[role=search] input[name=q]")["value"] == ""
    assert results(page) == []


def test_machines_may_find_the_search_and_none_of_its_answers(read):
    world.post("Let it stand")
    assert read("/search/").select_one("meta[name=robots]") is None
    assert read("/search/?q=stand").select_one("meta[name=robots]")["content"] == "noindex"
    assert read("/search/?kind=post").select_one("meta[name=robots]")["content"] == "noindex"


def test_every_page_leads_to_the_search(read):
    assert read("/").select_one(".masthead .find")["href"] == "/search/"


def test_what_was_asked_stays_in_the_box_and_is_marked_in_what_was_found(read):
    world.post("Let it stand", summary="There is <one> mark.")
    page = read("/search/?q=mark")
    assert page.select_one("input[name=q]")["value"] == "mark"
    assert results(page) == ["Let it stand"]
    assert str(page.select_one(".results p")) == "<p>There is &lt;one&gt; <mark>mark</mark>.</p>"


def test_hostile_words_are_words(client):
    world.post("Let it stand")
    answer = client.get("/search/", {"q": '"><script>alert(1)</script> stand'})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


def test_a_misspelt_word_is_told_and_can_be_asked_for_all_the_same(read):
    world.post("Queries to authors")
    page = read("/search/?q=querries")
    assert results(page) == ["Queries to authors"]
    status = page.select_one("[role=status]")
    assert "querries" in status.get_text()
    assert results(read(status.a["href"])) == []


def test_results_are_narrowed_by_plain_links(read):
    world.post("Marks one", topics=[world.topic("Queries")])
    world.post("Marks two", topics=[world.topic("Proofs")])
    page = read("/search/?q=marks")
    proofs = page.find("a", href="/search/?q=marks&topic=proofs")
    assert proofs.select_one(".n").get_text() == "1"
    narrowed = read(proofs["href"])
    assert results(narrowed) == ["Marks two"]
    assert narrowed.find("a", href="/search/?q=marks").get_text() == "Everything"


def test_more_results_stand_on_further_pages(read):
    world.posts(12)
    first = read("/search/?q=letter")
    assert len(results(first)) == 10
    second = read(first.select_one("a[rel~=next]")["href"])
    assert len(results(second)) == 2
    assert second.select_one("a[rel~=prev]")["href"] == "/search/?q=letter"
    read("/search/?q=letter&page=9", status=404)


def test_the_part_is_the_block_of_the_page_and_no_page(client):
    world.post("Let it stand")
    part, page = client.get("/search/?q=stand&part=results"), client.get("/search/?q=stand")
    assert part.content.decode() in page.content.decode()
    assert part["X-Robots-Tag"] == "noindex"
    navigated = client.get("/search/?q=stand&part=results", headers={"sec-fetch-dest": "document"})
    assert (navigated.status_code, navigated["Location"]) == (303, "/search/?q=stand")


def test_where_nothing_stands_the_search_is_offered_with_the_words_of_the_address(read):
    page = read("/blog/marks-in-the-margn/", status=404)
    assert page.select_one("form[role=search] input[name=q]")["value"] == "marks in the margn"


@pytest.mark.django_db(transaction=True)
class TestKept:
    """With a Redis for the pages."""

    def test_an_answer_is_kept_until_the_index_changes(self, client, pages_redis):
        post = world.post("Let it stand")
        states = [client.get("/search/?q=stand")["X-Page-Cache"] for _ in range(2)]
        assert states == ["miss", "hit"]
        world.edit(post, title="Let it all stand")
        answer = client.get("/search/?q=stand")
        assert answer["X-Page-Cache"] == "miss"
        assert "Let it all" in answer.content.decode()

    def test_an_answer_goes_when_the_worker_has_followed_what_came_from_outside(self, client, pages_redis):
        world.post("Let it stand")
        client.get("/search/?q=galley")
        Post.objects.update(title="Galley")
        due.follow()
        assert "Galley" in client.get("/search/?q=galley").content.decode()

    def test_answers_do_not_fill_the_store(self, client, pages_redis, monkeypatch):
        world.post("Let it stand")
        monkeypatch.setattr(search.search, "public", replace(search.search.public, most=5))
        for number in range(12):
            client.get(f"/search/?q=stand+{number}")
        assert len(pages_redis.keys("pc:p:*")) == 5

    def test_an_answer_is_worth_its_place_for_a_minute(self, client, pages_redis):
        client.get("/search/?q=stand")
        [page] = pages_redis.keys("pc:p:*")
        assert 55_000 < pages_redis.pttl(page) <= 60_000
