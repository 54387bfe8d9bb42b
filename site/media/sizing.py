"""Renditions of a picture: the same picture smaller, and in formats that take fewer bytes.

Only Pillow is known here, nothing of the site: like ``media.cleaning`` it runs on the bench.
"""

import io
import math
from dataclasses import dataclass
from typing import Any

from PIL import Image

from media.cleaning import BROKEN, EXTENSIONS, Refused

# Pixels: a column of text once and twice, a plate beside the margin once and twice, a telephone.
WIDTHS = (360, 576, 808, 1152, 1616)
FEWER = ("avif", "webp")  # formats that take fewer bytes, first the one that takes fewest
PHOTOGRAPH: dict[str, dict[str, Any]] = {
    "avif": {"quality": 62, "speed": 7},
    "webp": {"quality": 80, "method": 4},
    "jpg": {"quality": 82, "progressive": True, "optimize": True},
    "png": {"compress_level": 7},
}
# Flat colours and hard edges show what a codec for photographs does to them, and lossless takes less.
DRAWING: dict[str, dict[str, Any]] = {
    "webp": {"lossless": True, "method": 3},
    "png": {"compress_level": 7},
}
FEW_COLOURS = 4096
HUES, LIGHTNESSES, CHROMAS = 12, 8, 3


@dataclass(frozen=True)
class Size:
    """One rendition: the extension that says its format, its width in pixels, the bytes of its file."""

    extension: str
    width: int
    data: bytes


@dataclass(frozen=True)
class Sized:
    """What was made of a picture, widest first in each format; ``tint`` is its mean colour as classes say it.

    The tint is empty where something behind the picture would show through.
    """

    sizes: tuple[Size, ...]
    tint: str


def size(data: bytes) -> Sized:
    """The renditions of the picture in *data*, which ``media.cleaning`` made.

    There are none of a moving picture, and none that would take more bytes than what is there already.
    Raises Refused where it cannot be read.
    """
    try:
        with Image.open(io.BytesIO(data), formats=tuple(EXTENSIONS)) as image:
            if getattr(image, "is_animated", False):
                return Sized((), "")
            extension = EXTENSIONS[str(image.format)]
            width = image.width
            image.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1] * image.height // width))
            return _sized(_seen(image), width, extension, len(data))
    except Exception as error:
        raise Refused(BROKEN) from error


def _seen(image: Image.Image) -> Image.Image:
    has_alpha = image.has_transparency_data
    return image.convert("RGBA" if has_alpha else "RGB")


def _sized(image: Image.Image, width: int, extension: str, weight: int) -> Sized:
    options = DRAWING if _is_drawing(image, extension) else PHOTOGRAPH
    widths = sorted({min(width, WIDTHS[-1]), *(each for each in WIDTHS if each < width)}, reverse=True)
    images = {each: _narrowed(image, each) for each in widths}
    smaller = {each: narrow for each, narrow in images.items() if each < width}
    formats = FEWER[: FEWER.index(extension)] if extension in FEWER else FEWER
    sizes = [
        each for kind in formats if kind in options for each in _lighter(images, kind, options[kind], weight)
    ]
    if extension in options:
        sizes += _lighter(smaller, extension, options[extension], weight)
    return Sized(tuple(sizes), _tint(image))


def _is_drawing(image: Image.Image, extension: str) -> bool:
    return extension in {"png", "gif"} and image.getcolors(FEW_COLOURS) is not None


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if image.width == width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _lighter(
    images: dict[int, Image.Image], extension: str, options: dict[str, Any], weight: int
) -> list[Size]:
    """The files in one format, each lighter than *weight* and than all that are wider.

    None where the widest is no gain: a browser that takes the format would get nothing wide.
    """
    made: list[Size] = []
    for width, image in images.items():
        data = _encoded(image, extension, options)
        if len(data) < weight:
            made.append(Size(extension, width, data))
            weight = len(data)
        elif not made:
            break
    return made


def _encoded(image: Image.Image, extension: str, options: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    kind = next(kind for kind, each in EXTENSIONS.items() if each == extension)
    image.save(out, kind, **options)
    return out.getvalue()


def _tint(image: Image.Image) -> str:
    """The mean colour in the nearest of the steps that assets/css/tint.css has, as classes."""
    if image.mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255):
        return ""
    pixel = image.convert("RGB").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    lightness, chroma, hue = _oklch(*(channel / 255 for channel in pixel[:3]))
    steps = {
        "tl": min(LIGHTNESSES - 1, round(lightness * (LIGHTNESSES - 1))),
        "tc": min(CHROMAS - 1, round(chroma / 0.06)),
        "th": round(hue * HUES) % HUES,
    }
    return " ".join(["tint", *(f"{name}-{step}" for name, step in steps.items())])


def _oklch(red: float, green: float, blue: float) -> tuple[float, float, float]:
    """Lightness from 0 to 1, chroma, and hue as a part of the circle.

    Source: CSS Color 4, section 9.2, and the sample code for it.
    """
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue))
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b_ = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    hue = math.atan2(b_, a) / math.tau % 1
    return lightness, math.hypot(a, b_), hue
