"""Sound, film and documents: brought, named in a text, played to readers, thrown away."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from content import brought, publishing
from content.actors import SITE
from content.markdown import Target, render
from content.revisions import newest
from media.models import File
from tests import world

pytestmark = pytest.mark.django_db

TALK = b"ID3\x04\x00\x00\x00\x00\x00\x00 a talk"


@pytest.fixture
def desk(client):
    """The browser of Ines."""
    client.force_login(world.ines())
    return client


def bring(desk, data=TALK, name="The talk.mp3"):
    return desk.post("/studio/files/", {"file": SimpleUploadedFile(name, data)})


def shown(body):
    return BeautifulSoup(world.post(body=body).body_html, "html.parser")


def test_a_file_is_kept_as_it_is_by_its_content(desk):
    answer = bring(desk, name="../The talk.exe")
    kept = File.objects.get()
    assert answer["Location"] == f"/studio/files/{kept.pk}/"
    assert kept.file.name.endswith("/the-talk.mp3")
    assert (kept.name, kept.format) == ("The talk.exe", "mp3")
    with kept.file.open() as opened:
        assert opened.read() == TALK


def test_the_same_file_is_kept_once(desk):
    assert bring(desk)["Location"] == bring(desk, name="again.mp3")["Location"]


@pytest.mark.parametrize("data", [b"<script>alert(1)</script>", b"", b"MZ\x90\x00"])
def test_what_is_no_such_file_is_refused_in_place(desk, data):
    answer = bring(desk, data, "talk.mp3")
    assert answer.status_code == 422
    assert "id_file_error" in answer.text
    assert not File.objects.exists()


def test_too_large_a_file_is_refused(desk, monkeypatch):
    monkeypatch.setattr("media.uploads.MAX_BYTES", 10)
    assert "which is the limit" in bring(desk).text


@pytest.mark.parametrize(("name", "tag"), [("talk.mp3", "audio"), ("film.webm", "video")])
def test_a_text_plays_it_with_the_browsers_own_controls(name, tag):
    player = shown(f"![What is said](file:{world.file(name).pk})").select_one(tag)
    assert (player["src"], player["preload"]) == (f"/media/files/{name}", "metadata")
    assert "controls" in player.attrs
    assert player["aria-label"] == player.a.text == "What is said"


def test_a_line_of_the_bare_reference_plays_it_too():
    talk = world.file()
    assert shown(f"<file:{talk.pk}>").audio["aria-label"] == talk.name
    assert not shown(f"Hear <file:{talk.pk}> first.").audio


def test_what_cannot_play_is_a_link():
    paper = world.file("paper.pdf")
    link = shown(f"![](file:{paper.pk})").a
    assert (link["href"], link.text) == ("/media/files/paper.pdf", "paper.pdf")


def test_a_caption_makes_a_figure_of_it():
    figure = shown(f'![Talk](file:{world.file().pk} "In Lund")').figure
    assert figure.audio
    assert figure.figcaption.text == "In Lund"


def test_a_name_cannot_leave_its_place():
    evil = Target("/media/files/x.mp3", '"><script>alert(1)</script>', plays="audio")
    made = render("![](file:1)", resolve=lambda _: evil).html
    assert "<script" not in made
    assert BeautifulSoup(made, "html.parser").audio["aria-label"] == evil.title


def test_another_name_is_said_by_the_texts_that_play_it(desk):
    talk = world.file()
    post = world.post(body=f"![](file:{talk.pk})")
    desk.post(f"/studio/files/{talk.pk}/", {"name": "On marks"})
    post.refresh_from_db()
    assert 'aria-label="On marks"' in post.body_html


def test_it_says_where_it_is_used_and_stays_while_it_is(desk):
    talk = world.file()
    post = world.post("Hear this", body=f"![](file:{talk.pk})")
    page = desk.get(f"/studio/files/{talk.pk}/").text
    assert "Hear this" in page
    assert "In one text" in desk.get("/studio/files/").text
    assert desk.post(f"/studio/files/{talk.pk}/trash/").status_code == 422
    world.edit(post, body="Nothing to hear.")
    assert desk.post(f"/studio/files/{talk.pk}/trash/").status_code == 303


def test_a_draft_that_names_it_keeps_it(desk):
    talk, post = world.file(), world.post()
    publishing.revise(actor=SITE, thing=post, fields={"body": f"<file:{talk.pk}>"}, base=newest(post))
    assert desk.post(f"/studio/files/{talk.pk}/trash/").status_code == 422


def test_the_trash_keeps_it_for_thirty_days(desk):
    bring(desk)
    kept = File.objects.get()
    desk.post(f"/studio/files/{kept.pk}/trash/")
    assert brought.empty(File, actor=SITE, now=timezone.now()) == 0
    assert "The talk.mp3" in desk.get("/studio/files/?only=trash").text
    assert brought.empty(File, actor=SITE, now=timezone.now() + timedelta(days=31)) == 1
    assert not File.objects.exists()


def test_the_shelf_finds_by_name(desk):
    world.file("talk.mp3"), world.file("film.webm")
    page = desk.get("/studio/files/?q=fil&part=found").text
    assert "film.webm" in page
    assert "talk.mp3" not in page
