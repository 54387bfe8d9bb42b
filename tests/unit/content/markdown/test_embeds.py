"""A bare address of a film or a recording: a card that sends nothing before it is pressed."""

import pytest
from bs4 import BeautifulSoup, Tag

from content.markdown import clean_html, render

FILM = "https://youtu.be/dQw4w9WgXcQ"


def card(html: str) -> Tag | None:
    return BeautifulSoup(html, "html.parser").select_one("figure.embed")


@pytest.mark.parametrize(
    ("address", "frame"),
    [
        (FILM, "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&start=0"),
        (f"{FILM}?t=43s", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&start=43"),
        (
            "https://www.youtube.com/watch?feature=share&v=dQw4w9WgXcQ&t=7",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&start=7",
        ),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1"),
        (
            "https://soundcloud.com/forss/flickermood",
            "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Fforss%2Fflickermood",
        ),
        (
            "https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk",
            "https://open.spotify.com/embed/episode/4rOoJ6Egrf8K2IrywzwOMk",
        ),
        (
            "https://codepen.io/someone/pen/abcDEF",
            "https://codepen.io/someone/embed/abcDEF?default-tab=result",
        ),
    ],
)
def test_a_line_that_is_only_an_address_is_a_card(address: str, frame: str) -> None:
    found = card(render(f"Before.\n\n{address}\n\nAfter.").html)
    assert found is not None
    assert found["data-frame"] == frame
    assert found.a is not None
    assert found.a["href"] == address


@pytest.mark.parametrize(
    "source",
    [
        f"See {FILM}",
        f"[The film]({FILM})",
        "https://youtu.be/short",
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example/youtu.be/dQw4w9WgXcQ",
        "https://example.org/film",
    ],
)
def test_anything_else_stays_what_it_is(source: str) -> None:
    assert card(render(source).html) is None


def test_a_card_says_what_happens_in_the_language_of_the_text() -> None:
    found = card(render(FILM, language="de").html)
    assert found is not None
    assert found.figcaption is not None
    assert found.figcaption.text == "Vor dem Drücken wird nichts an YouTube gesendet."


def test_a_card_keeps_its_line_and_is_no_part_of_the_words() -> None:
    made = render(f"One.\n\n{FILM}", positions=True)
    found = card(made.html)
    assert found is not None
    assert found["data-line"] == "3"
    assert (made.words, made.text, made.links) == (1, "One.", (FILM,))


def test_a_frame_of_an_imported_text_is_a_card_with_its_title() -> None:
    html = '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ" title="A talk"></iframe>'
    found = card(clean_html(html).html)
    assert found is not None
    assert found.b is not None
    assert found.b.text == "A talk"


def test_nobody_writes_a_card_by_hand() -> None:
    html = clean_html('<figure class="embed" data-frame="https://evil.example/"><p>x</p></figure>').html
    assert "data-frame" not in html
