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


TITLES = {
    "fa": "از زمانی که تصمیم به ساده‌سازی گرفته‌ام، چند ابزار خیلی به کارم آمده است: Django و بقیه",
    "ja": "人間らしい文章を書くために、編集者が余白に残す印について考えたこと。Django と日本語の組版",
    "zh": "写作者需要知道的排版常识：为什么标点不能出现在一行的开头，以及怎样避免",
    "ko": "글을 쓰는 사람을 위한 조판 상식, 그리고 여백에 남긴 표시에 대하여",
}


@pytest.fixture
def no_fonts_of_the_machine(monkeypatch):
    def forget():
        cards._font_of.cache_clear()
        cards._fonts.cache_clear()

    monkeypatch.setattr(cards, "FONTS", ())
    forget()
    yield
    forget()


@pytest.mark.usefixtures("no_fonts_of_the_machine")
@pytest.mark.parametrize("language", TITLES)
def test_titles_in_other_scripts_are_drawn_with_what_came_with_the_house(language):
    drawn = cards.drawn(cards.Card(TITLES[language], "Stet"))
    _, lines = cards._fitting(TITLES[language], cards._font_of(cards._letters(TITLES[language])))
    assert len(drawn) <= 80_000
    assert 2 <= len(lines) <= cards.MOST_LINES
    assert "".join(TITLES[language].split()) == "".join("".join(lines).split())
    assert not any(line[0] in "、。，：）" for line in lines)


def test_what_goes_from_right_to_left_needs_who_can_write_so(monkeypatch):
    assert cards.can_be_drawn(TITLES["fa"])
    monkeypatch.setattr(cards, "_shapes", lambda: False)
    assert not cards.can_be_drawn(TITLES["fa"])
    assert cards.can_be_drawn(TITLES["ja"])


def test_the_longest_title_stays_within_the_card():
    for title in ("Word " * 60, "W" * 300, "i"):
        assert len(cards.drawn(cards.Card(title, "Stet"))) <= 80_000


@pytest.mark.parametrize("words", [3, 6, 9, 12, 15])
def test_no_title_is_written_over_the_name_of_the_site(words):
    title = " ".join(["Paragraphs"] * words)
    font, lines = cards._fitting(title, cards._font_of(cards._letters(title)) or "")
    assert len(lines) * font.size * cards.LEADING <= cards.TALLEST


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
