"""Chosen while writing: links by the words of titles, pictures by theirs, and pictures that are brought."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.filing import person
from media.models import File, Picture
from tests import world
from tests.pictures import png

pytestmark = pytest.mark.django_db

LINKS, PICTURES, BRING = "/studio/pick/links/", "/studio/pick/pictures/", "/studio/media/bring/"


def browser(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk():
    """The browser of Ines, the editor."""
    return browser(world.ines())


def found(client, words, address=LINKS):
    soup = BeautifulSoup(client.get(address, {"q": words, "part": "choices"}).text, "html.parser")
    return soup.select(".choices a")


def references(client, words):
    return [choice["data-reference"] for choice in found(client, words)]


def test_a_text_is_found_by_words_of_its_title_in_any_order_and_without_marks(desk):
    post = world.post("Crème of the café")
    world.post("Something else")
    assert references(desk, "CAFE creme") == [f"post:{post.pk}"]


def test_pages_and_posts_are_found_together_last_changed_first(desk):
    post, page = world.post("Ink"), world.page("Ink wells")
    assert references(desk, "ink") == [f"page:{page.pk}", f"post:{post.pk}"]


def test_drafts_are_offered_to_their_authors_and_to_editors(desk):
    tomas = world.tomas()
    own = world.draft("Ink of mine", authors=[tomas.person])
    other = world.draft("Ink of hers", authors=[person("Somebody Else")])
    assert references(browser(tomas), "ink") == [f"post:{own.pk}"]
    assert references(desk, "ink") == [f"post:{other.pk}", f"post:{own.pk}"]


def test_what_lies_in_the_trash_is_not_offered(desk):
    post = world.post("Ink")
    desk.post(f"/studio/post/{post.pk}/trash/")
    assert references(desk, "ink") == []


@pytest.mark.parametrize("words", ["javascript:alert(1)", "//", "https://", "ink"])
def test_what_is_no_address_on_the_web_is_not_one_to_link_to(desk, words):
    assert references(desk, words) == []


def test_an_address_elsewhere_can_be_linked_to(desk):
    assert references(desk, "https://example.org/a b") == []
    assert references(desk, " https://example.org/a ") == ["https://example.org/a"]


def test_without_script_the_same_choices_stand_on_a_page(desk):
    post = world.post("Ink")
    page = BeautifulSoup(desk.get(LINKS, {"q": "ink"}).text, "html.parser")
    assert page.select_one("main .choices code").text == f"post:{post.pk}"
    assert page.select_one(".rail")


def test_looking_for_a_link_asks_no_more_for_many(desk):
    world.posts(2)
    with CaptureQueriesContext(connection) as few:
        references(desk, "letter")
    world.posts(9)
    with CaptureQueriesContext(connection) as many:
        references(desk, "letter")
    assert len(many) == len(few)


def test_a_picture_is_found_by_its_description_with_its_line(desk):
    picture = world.picture(alt="A caret")
    world.picture("dele.png", alt="A dele")
    assert [choice["data-line"] for choice in found(desk, "caret", PICTURES)] == [
        f"![A caret](picture:{picture.pk})"
    ]


def bring(client, **sent):
    return client.post(BRING, {"picture": png()} | sent).json()


def test_a_picture_is_brought_and_then_described(desk):
    told = bring(desk)
    assert desk.post(told["say"], {"alt": "  A  dot "}).json() == {
        "line": f"![A dot](picture:{Picture.objects.get().pk})"
    }
    assert Picture.objects.get().alt == "A dot"


def test_a_picture_can_be_decoration(desk):
    line = desk.post(bring(desk)["say"], {"is_decorative": "on"}).json()["line"]
    picture = Picture.objects.get()
    assert (line, picture.is_decorative) == (f"![](picture:{picture.pk})", True)
    assert 'alt="" role="presentation"' in world.draft(body=line).body_html


def test_a_picture_that_nobody_decided_about_does_not_say_that_it_is_decoration(desk):
    line = desk.post(bring(desk)["say"]).json()["line"]
    html = world.draft(body=line).body_html
    assert 'alt=""' in html
    assert "role" not in html


def test_the_words_of_one_text_do_not_change_what_a_picture_says_elsewhere(desk):
    desk.post(bring(desk)["say"], {"alt": "A dot"})
    again = bring(desk)
    assert again["alt"] == "A dot"
    assert "![Another](picture:" in desk.post(again["say"], {"alt": "Another"}).json()["line"]
    assert Picture.objects.get().alt == "A dot"


def test_an_author_shows_the_picture_of_another_but_does_not_make_it_decoration(desk):
    bring(desk)
    tomas = browser(world.tomas())
    say = bring(tomas)["say"]
    assert "![A dot](picture:" in tomas.post(say, {"alt": "A dot"}).json()["line"]
    assert tomas.post(say, {"is_decorative": "on"}).status_code == 422
    assert not Picture.objects.get().is_decorative


@pytest.mark.parametrize("sent", [{"picture": png(b"<svg onload=alert(1)>")}, {"picture": ""}])
def test_what_is_no_picture_is_refused_with_a_reason(desk, sent):
    answer = desk.post(BRING, sent)
    assert answer.status_code == 422
    assert answer.json()["refused"]
    assert not Picture.objects.exists()


def test_what_is_said_of_a_picture_that_is_not_there_is_said_of_nothing(desk):
    assert desk.post("/studio/media/999/say/").status_code == 404


def test_without_script_a_picture_is_brought_as_decoration_too(desk):
    sent = {"do": "picture", "picture": png(), "picture_decorative": "on", "language": "en"}
    answer = desk.post("/studio/post/new/", sent)
    assert f"![](picture:{Picture.objects.get(is_decorative=True).pk})" in answer.text


def test_a_file_is_found_by_its_name_with_how_a_text_names_it(desk):
    talk, _ = world.file("talk.mp3"), world.file("paper.pdf")
    [choice] = found(desk, "talk", "/studio/pick/files/")
    assert (choice["data-mark"], choice["data-reference"]) == ("!", f"file:{talk.pk}")


def bring_file(client, data):
    return client.post("/studio/files/bring/", {"file": SimpleUploadedFile("talk.mp3", data)})


def test_a_file_is_brought_and_kept_once(desk):
    told = [bring_file(desk, b"ID3\x04 a talk").json() for _ in range(2)]
    assert told == [{"reference": f"file:{File.objects.get().pk}"}] * 2


@pytest.mark.parametrize("data", [b"<script>", b""])
def test_what_is_no_file_to_be_kept_is_refused_with_a_reason(desk, data):
    answer = bring_file(desk, data)
    assert answer.status_code == 422
    assert "talk.mp3" in answer.json()["refused"]
    assert not File.objects.exists()
