"""Files to upload in tests."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def png(data: bytes | None = None) -> SimpleUploadedFile:
    """A small picture, or *data* that says it is one."""
    if data is None:
        made = io.BytesIO()
        Image.new("RGB", (16, 9), "navy").save(made, "PNG")
        data = made.getvalue()
    return SimpleUploadedFile("dot.png", data, content_type="image/png")
