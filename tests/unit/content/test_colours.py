"""The owner's colour: whatever it is, what is made of it can be read."""

import colorsys

import pytest
from django.core.exceptions import ValidationError

from content.colours import HOUSE, contrast, validate_colour
from content.robots import validate_robots
from tests.conftest import ROOT


def hues():
    for hue in range(0, 360, 5):
        for lightness in (0.15, 0.5, 0.85):
            rgb = colorsys.hls_to_rgb(hue / 360, lightness, 1)
            yield "#" + "".join(f"{round(part * 255):02x}" for part in rgb)


def test_every_colour_is_read_on_paper_by_day_and_at_night():
    found = [contrast(colour) for colour in (*hues(), "#000000", "#ffffff", HOUSE)]
    assert min(each.day for each in found) >= 7
    assert min(each.night for each in found) >= 7


def test_the_numbers_are_those_of_the_stylesheet():
    tokens = (ROOT / "assets/css/tokens.css").read_text()
    for said in (
        "oklch(from var(--brand) 0.405 min(c, 0.17) h)",
        "oklch(from var(--brand) 0.81 min(c, 0.1) h)",
        "--paper: light-dark(oklch(0.99 0.002 100), oklch(0.19 0.008 265))",
    ):
        assert said in tokens


@pytest.mark.parametrize("colour", ["red", "#fff", "#2A52BE", "#2a52be;}", ""])
def test_what_is_no_colour_is_refused(colour):
    with pytest.raises(ValidationError):
        validate_colour(colour)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "User-agent: *\nDisallow:",
        "# All\nuser-agent: Bot # one\nAllow: /blog/$\n\nSitemap: https://x.example/s",
    ],
)
def test_rules_that_robots_understand_stand(text):
    assert not refuses(text)
    assert refuses(f"{text}\nDisalow: /x")  # it was read to the end


def refuses(text):
    try:
        validate_robots(text)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Disallow: /", 1),
        ("User-agent: *\nDisalow: /x", 2),
        ("User-agent:", 1),
        ("User-agent: *\nAllow: x", 2),
        ("hi", 1),
    ],
)
def test_rules_that_no_robot_understands_are_named_by_their_line(text, line):
    with pytest.raises(ValidationError, match=f"Line {line},"):
        validate_robots(text)
