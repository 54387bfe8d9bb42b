"""The media library over HTTP."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.models import LogEntry
from media.models import Picture
from studio import library
from tests import world
from tests.pictures import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """The browser of Ines."""
    client.force_login(world.ines())
    return client


def described(**fields):
    return {"alt": "", "focus_x": "50", "focus_y": "50"} | fields


def names(answer):
    return [each.text for each in BeautifulSoup(answer.text, "html.parser").select(".thumb .name")]


def test_a_picture_is_kept_described_and_has_a_focus(desk):
    answer = desk.post("/studio/media/", {"picture": png(), "alt": "A dot"})
    made = Picture.objects.get()
    assert answer["Location"] == f"/studio/media/{made.pk}/"
    desk.post(answer["Location"], described(alt="A small dot", focus_x="20", focus_y="75"))
    made.refresh_from_db()
    assert (made.alt, made.focus_x, made.focus_y) == ("A small dot", 0.2, 0.75)
    assert "fx-2 fy-8" in desk.get("/studio/media/").text
    assert list(LogEntry.objects.order_by("pk").values_list("verb", flat=True)) == ["upload", "describe"]


def test_several_pictures_come_at_once_and_the_bad_one_is_named(desk, red_square):
    from django.core.files.uploadedfile import SimpleUploadedFile

    files = [SimpleUploadedFile("red.png", red_square), SimpleUploadedFile("evil.svg", b"<svg/>")]
    answer = desk.post("/studio/media/", {"picture": files})
    assert answer.status_code == 422
    assert "evil.svg" in BeautifulSoup(answer.text, "html.parser").select_one(".error").text
    assert Picture.objects.get().name == "red.png"


def test_the_same_picture_again_is_said_to_be_here_already(desk):
    desk.post("/studio/media/", {"picture": png()})
    answer = desk.post("/studio/media/", {"picture": png()}, follow=True)
    assert "was here already" in answer.text
    assert Picture.objects.count() == 1


def test_a_focus_outside_of_the_picture_is_refused_in_place(desk):
    answer = desk.post(f"/studio/media/{world.picture().pk}/", described(focus_x="101"))
    assert answer.status_code == 422
    assert "id_focus_x_error" in answer.text


def test_a_picture_says_where_it_is_used(desk):
    caret = world.picture(alt="A caret")
    world.post("Marks", body=f"![](picture:{caret.pk})")
    world.draft("Notes", body=f"![](picture:{caret.pk})")
    page = desk.get(f"/studio/media/{caret.pk}/").text
    assert "Marks" in page
    assert "Notes" in page
    assert "In 2 texts" in desk.get("/studio/media/").text


def test_what_lacks_a_description_and_what_is_not_used_are_found(desk):
    world.picture("bare.png")
    said = world.picture("said.png", alt="What it shows")
    world.picture("ornament.png", is_decorative=True)
    world.draft(body=f"![](picture:{said.pk})")
    assert names(desk.get("/studio/media/?only=lacking")) == ["bare.png"]
    assert names(desk.get("/studio/media/?only=unused")) == ["ornament.png", "bare.png"]
    assert names(desk.get("/studio/media/?q=what+it")) == ["said.png"]


def test_the_found_part_is_what_the_page_shows(desk):
    world.picture("bare.png")
    part = desk.get("/studio/media/?part=found&q=bare").text
    assert "<html" not in part
    grid = part[part.index("<ul") : part.index("</ul>")]
    assert grid in desk.get("/studio/media/?q=bare").text


def test_the_library_turns_its_pages(desk, monkeypatch):
    monkeypatch.setattr(library, "SHOWN", 2)
    for number in range(5):
        world.picture(f"{number}.png")
    first = desk.get("/studio/media/")
    older = BeautifulSoup(first.text, "html.parser").find("a", string="Older pictures")["href"]
    assert names(first) == ["4.png", "3.png"]
    assert names(desk.get(f"/studio/media/{older}")) == ["2.png", "1.png"]


def test_the_library_asks_as_much_for_many_pictures_as_for_few(desk):
    world.picture()
    with CaptureQueriesContext(connection) as few:
        desk.get("/studio/media/?only=unused&q=p")
    for number in range(12):
        world.picture(f"{number}.png")
    with CaptureQueriesContext(connection) as many:
        desk.get("/studio/media/?only=unused&q=p")
    assert len(many) == len(few) <= 8


def test_readers_see_the_new_file_in_the_place_of_the_old(desk, red_square):
    desk.post("/studio/media/", {"picture": png(), "alt": "A dot"})
    dot = Picture.objects.get()
    post = world.post(body=f"![](picture:{dot.pk})", lead_picture=dot.pk)
    was = dot.url
    assert was in Client().get(post.get_absolute_url()).text
    from django.core.files.uploadedfile import SimpleUploadedFile

    desk.post(f"/studio/media/{dot.pk}/replace/", {"picture": SimpleUploadedFile("red.png", red_square)})
    page = Client().get(post.get_absolute_url()).text
    assert was not in page
    assert page.count(Picture.objects.get().url) >= 2


def test_a_picture_in_use_stays_and_another_goes_to_the_trash_and_back(desk):
    used, free = world.picture("used.png"), world.picture("free.png")
    world.draft(body=f"![](picture:{used.pk})")
    assert desk.post(f"/studio/media/{used.pk}/trash/").status_code == 422
    desk.post(f"/studio/media/{free.pk}/trash/")
    assert names(desk.get("/studio/media/")) == ["used.png"]
    assert names(desk.get("/studio/media/?only=trash")) == ["free.png"]
    desk.post(f"/studio/media/{free.pk}/untrash/")
    assert names(desk.get("/studio/media/")) == ["free.png", "used.png"]


@pytest.mark.parametrize("query", ["only=x", "before=x", "before=99999999999999999999", "q=%00"])
def test_a_strange_question_to_the_library_is_answered_calmly(desk, query):
    world.picture()
    assert names(desk.get(f"/studio/media/?{query}")) == ["caret.png"]
