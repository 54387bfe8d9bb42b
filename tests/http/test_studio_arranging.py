"""Topics, series, menus and redirects over HTTP."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.actors import SITE
from content.models import Redirect, Topic
from content.reviewing import submit
from studio.views import redirects, topics
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """The browser of Ines."""
    client.force_login(world.ines())
    return client


def rows(answer):
    return [each.text for each in BeautifulSoup(answer.text, "html.parser").select("th.title a")]


def following(answer, words):
    return BeautifulSoup(answer.text, "html.parser").find("a", string=words)["href"]


def queries_of(desk, address):
    with CaptureQueriesContext(connection) as asked:
        desk.get(address)
    return len(asked)


def test_topics_are_added_counted_and_called_otherwise(desk):
    desk.post("/studio/topics/", {"name": "Queries"})
    queries = Topic.objects.get()
    world.post(topics=[queries])
    world.page(topics=[queries])
    desk.post(f"/studio/topics/{queries.pk}/", {"name": "Questions", "description": "On asking"})
    listed = BeautifulSoup(desk.get("/studio/topics/").text, "html.parser").select_one("tbody tr")
    assert [" ".join(cell.get_text(" ").split()) for cell in listed.select("th, td:not(.pick)")][:2] == [
        "Questions Once: Queries",
        "2",
    ]
    assert "On asking" in Client().get("/topics/queries/").text


def test_a_topic_has_another_address_and_the_old_one_leads_there(desk):
    topic = world.topic()
    moved = desk.post(f"/studio/topics/{topic.pk}/address/", {"slug": "questions"}, follow=True)
    assert Client().get("/topics/queries/")["Location"] == "/topics/questions/"
    receipt = BeautifulSoup(moved.text, "html.parser").select_one(".said a")["href"]
    assert "It has moved." in desk.get(receipt).text
    refused = desk.post(f"/studio/topics/{topic.pk}/address/", {"slug": "Not this!"})
    assert "id_slug_error" in refused.text


def test_topics_are_merged_when_one_is_chosen_to_stay(desk):
    queries, questions = world.topic("Queries"), world.topic("Questions")
    world.post(topics=[queries])
    chosen = {"topic": [queries.pk, questions.pk]}
    assert "one text" in desk.get("/studio/topics/merge/", chosen).text
    assert desk.post("/studio/topics/merge/", chosen).status_code == 422
    desk.post("/studio/topics/merge/", chosen | {"into": questions.pk})
    assert Topic.objects.get().former_names == ["Queries"]
    assert questions.posts.count() == 1


def test_a_topic_with_texts_is_not_taken_away(desk):
    full, empty = world.topic("Full"), world.topic("Empty")
    world.post(topics=[full])
    assert desk.post(f"/studio/topics/{full.pk}/remove/").status_code == 422
    desk.post(f"/studio/topics/{empty.pk}/remove/")
    assert list(Topic.objects.all()) == [full]


def test_topics_turn_their_pages(desk, monkeypatch):
    monkeypatch.setattr(topics, "ROWS", 2)
    for name in "CABED":
        world.topic(name)
    first = desk.get("/studio/topics/")
    second = desk.get("/studio/topics/" + following(first, "More topics"))
    assert (rows(first), rows(second)) == (["A", "B"], ["C", "D"])


@pytest.mark.parametrize("address", ["/studio/topics/?q=t", "/studio/redirects/?q=o"])
def test_a_list_asks_as_much_for_many_rows_as_for_few(desk, address):
    world.topic("Topic")
    world.redirect("/o", "/blog/letter/")
    few = queries_of(desk, address)
    for number in range(12):
        world.topic(f"Topic {number}")
        world.redirect(f"/o/{number}", f"/blog/letter-{number}/")
    assert queries_of(desk, address) == few <= 8


def test_a_redirect_is_added_led_elsewhere_and_taken_away(desk):
    desk.post("/studio/redirects/", {"path": "/old/", "target": "/blog/", "status": 301})
    old = Redirect.objects.get()
    assert Client().get("/old/")["Location"] == "/blog/"
    desk.post(f"/studio/redirects/{old.pk}/", {"target": "", "status": 410})
    assert Client().get("/old/").status_code == 410
    desk.post(f"/studio/redirects/{old.pk}/remove/")
    assert not Redirect.objects.exists()


def test_where_something_stands_no_redirect_is_put(desk):
    post = world.post()
    sent = {"path": post.get_absolute_url(), "target": "/blog/", "status": 301}
    answer = desk.post("/studio/redirects/", sent)
    assert answer.status_code == 422
    assert "Something stands here" in answer.text


def test_the_list_says_where_nothing_stands(desk):
    world.post("Here")
    world.page("About")
    world.redirect("/a", "/blog/here/#part")
    world.redirect("/b", "/about/")
    world.redirect("/c", "/blog/nowhere/")
    world.redirect("/d", "https://example.org/")
    notes = BeautifulSoup(desk.get("/studio/redirects/").text, "html.parser").select("td.address .note")
    assert [note.text for note in notes] == ["Nothing stands there", "On another site"]


def test_redirects_turn_their_pages_and_are_found(desk, monkeypatch):
    monkeypatch.setattr(redirects, "ROWS", 2)
    for path in "cabed":
        world.redirect(f"/{path}")
    first = desk.get("/studio/redirects/")
    second = desk.get("/studio/redirects/" + following(first, "More redirects"))
    assert (rows(first), rows(second)) == (["/a", "/b"], ["/c", "/d"])
    assert rows(desk.get("/studio/redirects/?q=/e")) == ["/e"]


def test_redirects_go_out_as_a_table_and_come_back(desk):
    world.redirect("/a", "/blog/")
    world.redirect("/b", "", 410)
    out = b"".join(desk.get("/studio/redirects/table/"))
    assert out.decode().split() == ["path,target,status", "/a,/blog/,301", "/b,,410"]
    Redirect.objects.all().delete()
    desk.post("/studio/redirects/table/", {"file": SimpleUploadedFile("r.csv", out)})
    assert list(Redirect.objects.values_list("path", "status")) == [("/a", 301), ("/b", 410)]


@pytest.mark.parametrize(
    "line", [b"/a,/b,x", b"/a,/a", b"\xff\xfe", b"/a,/b,301,more", b"a,/b", b"/a,/b,307"]
)
def test_a_table_that_cannot_stand_is_refused_whole(desk, line):
    table = SimpleUploadedFile("r.csv", b"/ok,/blog/\n" + line)
    assert desk.post("/studio/redirects/table/", {"file": table}).status_code == 422
    assert not Redirect.objects.exists()


def test_an_empty_table_says_that_nothing_is_in_it(desk):
    table = SimpleUploadedFile("r.csv", b"path,target,status\n")
    assert "no redirect in the file" in desk.post("/studio/redirects/table/", {"file": table}).text


@pytest.mark.parametrize("query", ["q=%00", "after=x", "after=99999999999999999999", "after=%00"])
@pytest.mark.parametrize("name", ["topics", "redirects"])
def test_a_strange_question_is_answered_calmly(desk, name, query):
    assert desk.get(f"/studio/{name}/?{query}").status_code == 200


def test_a_series_is_begun_filled_ordered_and_read(desk):
    first, second, draft = world.post("One"), world.post("Two"), world.draft("Three")
    where = desk.post("/studio/series/", {"title": "Marks", "description": "On marks"})["Location"]
    for slug in ("one", "two", "three"):
        desk.post(f"{where}add/", {"post": f"/blog/{slug}/"})
    desk.post(f"{where}order/", {"post": [draft.pk, second.pk, first.pk]})
    page = BeautifulSoup(Client().get("/series/marks/").text, "html.parser")
    assert [link.text for link in page.select("main .parts a")] == ["Two", "One"]
    post = BeautifulSoup(Client().get("/blog/one/").text, "html.parser")
    assert post.select_one("#series").text == "Part 2 of 2: Marks"


def test_a_part_is_moved_without_script_and_saved_with_the_rest(desk):
    series = world.series("Marks", *world.posts(3))
    numbers = [entry.post_id for entry in series.entries.all()]
    moved = desk.post(f"/studio/series/{series.pk}/order/", {"post": numbers, "do": "2.up"})
    rows = BeautifulSoup(moved.text, "html.parser").select("[data-row] [name=post]")
    assert [int(each["value"]) for each in rows] == [numbers[0], numbers[2], numbers[1]]
    assert [entry.post_id for entry in series.entries.all()] == numbers


def test_a_series_says_which_of_its_posts_wait_for_review(desk):
    one, two = world.posts(2)
    world.revise(one, body="Another word.")
    submit(actor=SITE, thing=one)
    text = desk.get(f"/studio/series/{world.series('Marks', one, two).pk}/").text
    assert text.count("changes for review") == 1


def test_a_series_at_another_address_is_found_at_the_old_one(desk):
    series = world.series("Marks", world.post())
    sent = {"title": "Signs", "slug": "signs", "description": ""}
    desk.post(f"/studio/series/{series.pk}/", sent)
    assert Client().get("/series/marks/")["Location"] == "/series/signs/"
    refused = desk.post(f"/studio/series/{series.pk}/", sent | {"slug": "Not this"})
    assert refused.status_code == 422


def test_a_post_is_in_one_series_at_most(desk):
    post = world.post()
    marks = world.series("Marks", post)
    signs = world.series("Signs", post)
    assert (marks.entries.count(), signs.entries.get().post) == (0, post)


def test_only_an_empty_series_is_taken_away(desk):
    full, empty = world.series("Marks", world.post()), world.series("Signs")
    assert desk.post(f"/studio/series/{full.pk}/remove/").status_code == 422
    assert desk.post(f"/studio/series/{empty.pk}/remove/").status_code == 303


def test_no_post_at_an_address_is_said_in_place(desk):
    answer = desk.post(f"/studio/series/{world.series().pk}/add/", {"post": "/blog/nowhere/"})
    assert answer.status_code == 422
    assert "id_post_error" in answer.text
