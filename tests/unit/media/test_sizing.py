"""Smaller files and lighter formats of a picture."""

import io

import pytest
from PIL import Image

from media.cleaning import Refused
from media.sizing import WIDTHS, size
from tests.unit.media.drawing import picture


def photograph(kind: str, width: int = 2000, **options: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, width // 2), 40).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def widths(made, extension: str) -> list[int]:
    return [each.width for each in made.sizes if each.extension == extension]


def test_a_photograph_is_offered_in_all_widths_and_formats():
    made = size(photograph("JPEG", quality=95))
    assert widths(made, "avif") == widths(made, "webp") == widths(made, "jpg") == sorted(WIDTHS, reverse=True)
    for each in made.sizes:
        assert Image.open(io.BytesIO(each.data)).size == (each.width, each.width // 2)


def test_nothing_is_wider_than_the_picture_or_heavier_than_its_file():
    source = photograph("WEBP", 400, quality=60)
    made = size(source)
    assert max(widths(made, "webp")) <= 400
    assert all(len(each.data) < len(source) for each in made.sizes)


def test_a_format_that_gains_nothing_at_full_width_is_left_out():
    assert not size(photograph("AVIF", 300, quality=10)).sizes


def test_a_drawing_stays_without_loss():
    made = size(picture("PNG", "RGB", (800, 300), "navy"))
    assert {each.extension for each in made.sizes} <= {"webp", "png"}


def test_a_moving_picture_stays_what_it_is():
    frames = [Image.new("RGB", (60, 60), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert size(out.getvalue()).sizes == ()


@pytest.mark.parametrize(
    ("colour", "tint"), [("white", "tl-7 tc-0"), ("black", "tl-0 tc-0"), ("#a00000", "tl-3 tc-2 th-1")]
)
def test_the_mean_colour_is_said_in_classes(colour: str, tint: str):
    assert size(picture("PNG", color=colour)).tint.startswith(f"tint {tint}")


def test_what_shows_through_has_no_colour():
    assert size(picture("PNG", "RGBA", color=(0, 0, 0, 40))).tint == ""


def test_what_is_no_picture_is_refused():
    with pytest.raises(Refused):
        size(b"words")
