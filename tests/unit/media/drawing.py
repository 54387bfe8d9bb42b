"""Small pictures for tests."""

import io
import struct
import zlib
from typing import Any

from PIL import Image


def picture(
    kind: str, mode: str = "RGB", size: tuple[int, int] = (8, 6), color: Any = 0, **options: Any
) -> bytes:
    """The bytes of a picture of one colour in the format *kind*."""
    out = io.BytesIO()
    Image.new(mode, size, color).save(out, kind, **options)
    return out.getvalue()


def promise(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it holds *width* × *height* pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = [header, b"IDAT" + zlib.compress(bytes(64)), b"IEND"]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks
    )
