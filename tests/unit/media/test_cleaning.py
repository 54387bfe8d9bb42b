"""What comes out of a picture, and what does not."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from media.cleaning import MAX_BYTES, Refused, clean
from tests.unit.media.drawing import picture, promise

HOSTILE = ("html-named.png", "gif-js-polyglot.gif", "empty.jpg")
BROKEN = ("broken.png", "broken_data_stream.png", "truncated_jpeg.jpg", "16bit.cropped.tif")


def opened(data: bytes) -> Any:
    return Image.open(io.BytesIO(clean(data).data))


@pytest.fixture(scope="module")
def images(corpus: Path) -> Path:
    return corpus / "torture" / "images"


def test_every_readable_picture_of_the_corpus_comes_out_upright_and_bare(corpus: Path) -> None:
    facts = json.loads((corpus / "torture" / "facts.json").read_text())["images"]
    kept = {"JPEG", "PNG", "WEBP", "AVIF", "GIF"}
    readable = {
        path: fact
        for path, fact in facts.items()
        if fact.get("decode") == "ok" and fact["format"] in kept and "exif_error" not in fact
    }
    assert len(readable) > 35
    for path, fact in readable.items():
        made = clean((corpus / "torture" / path).read_bytes())
        again = Image.open(io.BytesIO(made.data))
        assert [made.format, [made.width, made.height]] == [fact["format"], fact["upright_size"]], path
        assert again.size == (made.width, made.height), path
        assert not again.getexif(), path
        assert not {"icc_profile", "exif", "xmp", "comment"} & set(again.info), path


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_picture_is_refused_whatever_its_name(images: Path, name: str) -> None:
    with pytest.raises(Refused, match=r"empty|not a picture"):
        clean((images / "generated" / name).read_bytes())


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused(images: Path, name: str) -> None:
    with pytest.raises(Refused, match=r"cannot be read|not a picture"):
        clean((images / "pillow" / name).read_bytes())


def test_every_svg_is_refused_by_name(images: Path) -> None:
    drawings = sorted((images / "generated").glob("*.svg"))
    assert len(drawings) == 5
    for drawing in drawings:
        with pytest.raises(Refused, match="SVG"):
            clean(drawing.read_bytes())


def test_all_eight_orientations_show_the_same_picture(images: Path) -> None:
    folder = images / "exif-orientation"
    plain = opened((folder / "Landscape_1.jpg").read_bytes()).resize((9, 6)).tobytes()
    for number in range(2, 9):
        seen = opened((folder / f"Landscape_{number}.jpg").read_bytes()).resize((9, 6)).tobytes()
        assert sum(abs(a - b) for a, b in zip(seen, plain, strict=True)) / len(plain) < 12, number


def test_where_it_was_taken_is_gone(images: Path) -> None:
    source = (images / "generated" / "gps-and-orientation.jpg").read_bytes()
    assert Image.open(io.BytesIO(source)).getexif().get_ifd(0x8825)
    assert b"Exif" not in clean(source).data


def test_what_hides_behind_a_picture_is_gone(images: Path) -> None:
    source = (images / "generated" / "trailing-php.png").read_bytes()
    assert b"<?php" in source
    assert b"<?php" not in clean(source).data


def test_a_comment_does_not_travel() -> None:
    assert b"secret" not in clean(picture("GIF", "P", comment=b"secret")).data
    assert b"secret" not in clean(picture("JPEG", comment=b"secret")).data


def test_a_jpeg_is_made_anew_neither_coarser_nor_larger(images: Path) -> None:
    source = (images / "exif-orientation" / "Landscape_6.jpg").read_bytes()
    made = clean(source)
    assert len(made.data) < 1.05 * len(source)
    before: Any = Image.open(io.BytesIO(source))
    assert opened(source).quantization == before.quantization


@pytest.mark.parametrize(("name", "frames"), [("iss634.webp", 42), ("dispose_bgnd_transparency.gif", 10)])
def test_a_moving_picture_keeps_its_frames(images: Path, name: str, frames: int) -> None:
    assert opened((images / "pillow" / name).read_bytes()).n_frames == frames


def test_a_moving_png_stays_as_its_first_frame(images: Path) -> None:
    assert clean((images / "pillow" / "apng-delay.png").read_bytes()).data.count(b"fcTL") == 0


@pytest.mark.parametrize("mode", ["1", "L", "LA", "RGBA", "I;16"])
def test_a_png_keeps_its_mode(mode: str) -> None:
    assert opened(picture("PNG", mode)).mode == mode


def test_cmyk_becomes_rgb() -> None:
    assert opened(picture("JPEG", "CMYK")).mode == "RGB"


def test_colours_of_another_profile_become_srgb() -> None:
    ours = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = ours.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    made = opened(picture("PNG", color=(255, 0, 0), icc_profile=swapped))
    assert made.getpixel((0, 0)) == (0, 0, 255)
    assert "icc_profile" not in made.info


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_bomb_is_refused_before_it_is_decoded(images: Path) -> None:
    for bomb in (promise(30_000, 30_000), promise(8_000, 7_000)):
        with pytest.raises(Refused, match="50 million pixels"):
            clean(bomb)
    with pytest.raises(Refused, match="50 million pixels"):
        clean((images / "pillow" / "decompression_bomb.gif").read_bytes())


def test_frames_count_towards_the_limit() -> None:
    frames = [Image.new("L", (200, 200), number % 255) for number in range(2000)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    with pytest.raises(Refused, match="too many frames"):
        clean(out.getvalue())


def test_the_widest_jpeg_is_kept() -> None:
    made = clean(picture("JPEG", size=(65_500, 10)))
    assert (made.width, made.height) == (65_500, 10)


def test_a_file_over_the_limit_is_not_looked_at() -> None:
    with pytest.raises(Refused, match="20 MB"):
        clean(b"\xff" * (MAX_BYTES + 1))
