"""The picture that stands for a post where its address is shared."""

from io import BytesIO

import pytest
from PIL import Image

from content.models import Person
from media import cards
from tests import world

pytestmark = pytest.mark.django_db


def meta(page, name):
    return page.find("meta", attrs={"property": name})["content"]


def test_a_post_without_a_picture_has_a_card(client, read):
    world.post("Everything a text can hold, and why marks in a margin are worth a paragraph", slug="all")
    at = meta(read("/blog/all/"), "og:image")
    assert at.startswith("http://127.0.0.1:8000/blog/all.png?v=")
    answer = client.get(at.removeprefix("http://127.0.0.1:8000"))
    picture = Image.open(BytesIO(answer.content))
    assert (answer["Content-Type"], picture.format, picture.size) == ("image/png", "PNG", (1200, 630))
    assert len(answer.content) <= 80_000


def test_another_title_has_another_address(read):
    post = world.post("Let it stand")
    before = meta(read("/blog/let-it-stand/"), "og:image")
    world.edit(post, title="Let them stand")
    assert meta(read("/blog/let-it-stand/"), "og:image") != before


def test_a_picture_of_its_own_comes_first(read):
    world.post("Let it stand", lead_picture=world.picture().pk)
    assert meta(read("/blog/let-it-stand/"), "og:image").endswith("caret.png")


def test_what_no_font_can_write_has_none(client, read, monkeypatch):
    monkeypatch.setattr(cards, "_font_of", lambda letters: None)
    world.post("Let it stand")
    assert read("/blog/let-it-stand/").find("meta", attrs={"property": "og:image"}) is None
    assert client.get("/blog/let-it-stand.png").status_code == 404


def test_the_longest_title_stays_within_the_card():
    for title in ("Word " * 60, "W" * 300, "i"):
        assert len(cards.drawn(cards.Card(title, "Stet"))) <= 80_000


def test_lines_are_about_equally_long():
    font = cards._font(cards._font_of("a") or "", 62)
    lines = cards._balanced("Everything a text can hold and why an editor marks it", font, 1032, 2)
    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) < 8


@pytest.mark.parametrize(
    ("page", "card"),
    [
        ("/", "/cards/site.png"),
        ("/blog/", "/cards/site.png"),
        ("/topics/", "/cards/site.png"),
        ("/blog/2026/", "/cards/site.png"),
        ("/topics/queries/", "/cards/topics/queries.png"),
        ("/series/marks/", "/cards/series/marks.png"),
        ("/authors/ines-okafor/", "/cards/authors/ines-okafor.png"),
        ("/about/", "/about.png"),
    ],
)
def test_whatever_can_be_shared_has_a_card(client, read, page, card):
    world.ines()
    world.site(description="Marks and margins.")
    world.series(
        "Marks", world.post(topics=[world.topic()], authors=[Person.objects.get(slug="ines-okafor")])
    )
    world.page("About")
    at = meta(read(page), "og:image").removeprefix("http://127.0.0.1:8000")
    assert at.partition("?v=")[0] == card
    answer = client.get(at)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")


@pytest.mark.parametrize("card", ["/cards/topics/none.png", "/cards/authors/none.png", "/none.png"])
def test_what_is_not_there_has_none(client, card):
    assert client.get(card).status_code == 404
