"""Makes the renditions of pictures, when nobody waits for them: smaller files, and lighter formats."""

import logging
from dataclasses import dataclass

from django.core.files.storage import default_storage

from media.cleaning import Refused
from media.files import clear, put
from media.models import TYPES, Picture, rendition_folder
from media.workshop import workshop

log = logging.getLogger(__name__)

RECIPE = 1  # rises with every change of media.sizing that is worth making all of them anew


@dataclass(frozen=True)
class Made:
    """What was made of a picture's *file*, named as the columns are."""

    file: str
    renditions: dict[str, object]
    tint: str


def make(picture: Picture) -> Made:
    """Make the renditions of *picture* and keep their files; no row tells of them yet.

    A picture whose file is gone or cannot be read gets none: it is shown as it is. Raises ConnectionError
    where the store of the media does not answer, Refused where it took nothing.
    """
    file = str(picture.file.name)
    try:
        with default_storage.open(file) as stored:
            sized = workshop.size(stored.read())
    except ConnectionError:
        raise  # the store is away: it is tried again
    except (Refused, OSError) as error:
        log.warning("No renditions of %s, %s: %s", picture, file, error)
        return Made(file, {}, "")
    widths: dict[str, list[int]] = {}
    for each in sized.sizes:
        put(f"{rendition_folder(file)}/{each.width}-{RECIPE}.{each.extension}", each.data)
        widths.setdefault(each.extension, []).append(each.width)
    return Made(file, {"of": file, "recipe": RECIPE} | widths, sized.tint)


def lightest(picture: Picture) -> int:
    """The bytes of *picture* as a browser gets it at its widest, in the first of its formats."""
    for extension in TYPES:
        for width in picture.renditions.get(extension, ())[:1]:
            name = f"{rendition_folder(str(picture.file.name))}/{width}-{RECIPE}.{extension}"
            return default_storage.size(name) if default_storage.exists(name) else picture.bytes
    return picture.bytes


def discard(file: str) -> None:
    """Delete the renditions of *file*, which nothing is any more."""
    clear(rendition_folder(file))
