"""The owner's one colour: how it is written, and how well what is made of it can be read.

The stylesheet takes only its hue and some of its strength, and sets the lightness itself (``tokens.css``), so
the numbers here repeat that file's. Conversions after Ottosson, "A perceptual color space for image
processing" (2020), and CSS Color 4; contrast after WCAG 2.2.
"""

import math
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

HOUSE = "#2a52be"
COLOUR = re.compile(r"#[0-9a-f]{6}")

# Lightness, most chroma and hue; the hue is the owner's where it is None (tokens.css: --accent, --paper).
LIGHT_ACCENT, DARK_ACCENT = (0.405, 0.17, None), (0.81, 0.1, None)
LIGHT_PAPER, DARK_PAPER = (0.99, 0.002, 100.0), (0.19, 0.008, 265.0)

Linear = tuple[float, float, float]
Tone = tuple[float, float, float | None]


@dataclass(frozen=True)
class Contrast:
    """How well links in a colour can be read on paper, by day and at night: 1 (not at all) to 21."""

    day: float
    night: float


def validate_colour(value: str) -> None:
    """Refuse what is no colour. Raises ValidationError."""
    if not COLOUR.fullmatch(value):
        raise ValidationError("A colour is written as # and six digits from 0 to f, such as #2a52be.")


def contrast(colour: str) -> Contrast:
    """The contrast of the accents made from *colour*."""
    _, chroma, hue = _polar(colour)
    pairs = ((LIGHT_ACCENT, LIGHT_PAPER), (DARK_ACCENT, DARK_PAPER))
    day, night = (_ratio(_toned(accent, chroma, hue), _toned(paper, 1, hue)) for accent, paper in pairs)
    return Contrast(round(day, 1), round(night, 1))


def stylesheet(colour: str) -> str:
    """The stylesheet that makes *colour* the site's own."""
    return f":root{{--brand:{colour}}}"


def _polar(colour: str) -> tuple[float, float, float]:
    """Lightness, chroma and hue in degrees of ``#rrggbb`` in OKLCH."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _toned(tone: Tone, chroma: float, hue: float) -> Linear:
    """*tone* as linear light: of the owner's *hue* where it has none, and no stronger than the owner's."""
    lightness, most, own = tone
    angle = math.radians(hue if own is None else own)
    strength = min(chroma, most)
    while strength > 0 and not _is_shown(found := _light(lightness, strength, angle)):
        strength -= 0.002  # a screen that cannot show it shows the nearest paler one
    return found if strength > 0 else _light(lightness, 0, angle)


def _is_shown(light: Linear) -> bool:
    return all(-0.0005 <= part <= 1.0005 for part in light)


def _light(lightness: float, chroma: float, angle: float) -> Linear:
    a, b = chroma * math.cos(angle), chroma * math.sin(angle)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _ratio(one: Linear, other: Linear) -> float:
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(light: Linear) -> float:
    red, green, blue = (min(1, max(0, part)) for part in light)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
