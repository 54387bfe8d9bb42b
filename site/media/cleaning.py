"""A picture made anew: its format read from its content, turned upright, its metadata left behind.

Only Pillow is known here, nothing of the site: ``media.workshop`` runs this file as a process of its own,
without the site's secrets and with little memory.
"""

import io
import struct
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from PIL import AvifImagePlugin, Image, ImageCms, ImageSequence, JpegImagePlugin, UnidentifiedImageError

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000  # of all frames together; decoded, that is 200 MB

EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}
MOVING = {"GIF", "WEBP", "AVIF"}  # a moving PNG stays as its first frame
QUALITY: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 88, "method": 4},
    "AVIF": {"quality": 80, "speed": 8},
    "GIF": {},
}
# How each value of the EXIF tag 0x0112 is turned upright.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
BROKEN = "The picture cannot be read; the file is broken or was cut short."

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
AvifImagePlugin.DEFAULT_MAX_THREADS = 2


class Refused(ValueError):
    """A file that is not kept as a picture; the text says why, for whoever brought it."""


@dataclass(frozen=True)
class Clean:
    """A picture made anew: the bytes of its file, its format as Pillow names it, and its size in pixels."""

    data: bytes
    format: str
    width: int
    height: int

    @property
    def extension(self) -> str:
        return EXTENSIONS[self.format]


def clean(data: bytes) -> Clean:
    """The picture in *data*, made anew in its own format.

    Raises Refused for anything that is not a whole JPEG, PNG, WebP, AVIF or GIF within the limits. Whatever
    follows the picture in the file, or hides in its metadata, is not copied.
    """
    refuse_size(len(data))
    try:
        with _opened(data) as image:
            return _remade(image, data)
    except Refused:
        raise
    except Image.DecompressionBombError as error:
        raise Refused(_too_large()) from error
    except MemoryError as error:
        raise Refused("The picture takes more memory than there is for one.") from error
    except Exception as error:  # decoders of hostile files fail in every way there is
        raise Refused(BROKEN) from error


def refuse_size(size: int) -> None:
    """Refuse a file of *size* bytes if it is empty or over the limit."""
    if size == 0:
        raise Refused("The file is empty.")
    if size > MAX_BYTES:
        raise Refused(f"The file has more than {MAX_BYTES // 1024**2} MB, which is the limit for a picture.")


def _opened(data: bytes) -> Image.Image:
    # The list of formats is given: without it Pillow would open some fifty, PostScript among them.
    try:
        image = Image.open(io.BytesIO(data), formats=tuple(EXTENSIONS))
    except UnidentifiedImageError as error:
        raise Refused(_not_a_picture(data)) from error
    if image.width * image.height > MAX_PIXELS:
        raise Refused(_too_large(image))
    return image


def _not_a_picture(data: bytes) -> str:
    if b"<svg" in data[:4096].lower():
        return "This is an SVG drawing, which can carry scripts. Save it as PNG and bring that."
    return "This is not a picture that can be kept. JPEG, PNG, WebP, AVIF and GIF can."


def _too_large(image: Image.Image | None = None) -> str:
    size = f"{image.width} × {image.height} pixels" if image else "too large"
    return f"The picture is {size}; the limit is {MAX_PIXELS // 10**6} million pixels."


def _remade(image: Image.Image, data: bytes) -> Clean:
    # A JPEG with a second picture behind it (3D cameras, some telephones) calls itself MPO.
    kind = "JPEG" if image.format == "MPO" else str(image.format)
    frames, timing = _frames(image) if kind in MOVING else ([image], {})
    image.load()
    turn = _turn(image)
    options = QUALITY[kind] | timing | (_as_before(image, data) if len(frames) == 1 else {})
    seen = [_seen(frame, kind, turn) for frame in frames]
    return Clean(_encoded(seen, kind, options), kind, seen[0].width, seen[0].height)


def _frames(image: Image.Image) -> tuple[list[Image.Image], dict[str, Any]]:
    """The frames of a moving picture, with its timing; a still one is its own only frame."""
    if not getattr(image, "is_animated", False):
        return [image], {}
    frames, durations = [], []
    room = MAX_PIXELS // (image.width * image.height)
    # Counted while going: a file of a few bytes can promise frames without end.
    for number, frame in enumerate(ImageSequence.Iterator(image)):
        if number >= room:
            raise Refused(f"The picture has too many frames; {room} of this size are the limit.")
        frame.load()
        frames.append(frame.convert("RGBA"))
        durations.append(int(frame.info.get("duration", 100)))
    image.seek(0)
    timing: dict[str, Any] = {"duration": durations, "save_all": True}
    if image.format != "GIF" or "loop" in image.info:
        timing["loop"] = image.info.get("loop", 0)
    return frames, timing | ({"disposal": 2} if image.format == "GIF" else {"quality": 80})


def _turn(image: Image.Image) -> Image.Transpose | None:
    with suppress(OSError, SyntaxError, ValueError, TypeError, KeyError, struct.error):
        return TURNS.get(image.getexif().get(0x0112, 1))
    return None  # EXIF that cannot be read turns nothing


def _as_before(image: Image.Image, data: bytes) -> dict[str, Any]:
    """How finely the file was encoded, so that it is made anew neither coarser nor larger."""
    if isinstance(image, JpegImagePlugin.JpegImageFile) and image.mode in {"L", "RGB"} and image.quantization:
        sampling = JpegImagePlugin.get_sampling(image)
        # With tables given, a quality would scale them; -1 leaves them as they are.
        kept: dict[str, Any] = {"quality": -1, "qtables": image.quantization}
        kept["progressive"] = "progressive" in image.info
        return kept | ({"subsampling": sampling} if image.mode == "RGB" and sampling >= 0 else {})
    if image.format == "WEBP" and b"VP8L" in data:
        return {"lossless": True, "method": 2}
    return {}


def _seen(frame: Image.Image, kind: str, turn: Image.Transpose | None) -> Image.Image:
    """What the eye sees of *frame*: upright, in sRGB, in a mode the format can hold, and nothing else."""
    image = _in_srgb(frame)
    if kind == "JPEG" and image.mode not in {"L", "RGB"}:
        image = image.convert("RGB")
    image = image.transpose(turn) if turn is not None else image.copy()
    transparent = image.info.get("transparency")
    image.info = {} if transparent is None else {"transparency": transparent}
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    image = image.convert("RGBA") if image.mode in {"P", "LA"} else image
    mode = image.mode if image.mode in {"RGB", "RGBA"} else "RGB"
    try:
        theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        ours = ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(image, theirs, ours, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a profile that is broken, or for another kind of picture, says nothing
    return turned or image


def _encoded(frames: list[Image.Image], kind: str, options: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    if len(frames) > 1:
        options = options | {"append_images": frames[1:]}
    frames[0].save(out, kind, **options)
    return out.getvalue()
