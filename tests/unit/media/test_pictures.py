"""How a picture is kept."""

import io

import pytest
from django.core.files.storage import default_storage

from media.models import Picture
from media.pictures import Refused, store
from tests.unit.media.drawing import picture

pytestmark = pytest.mark.django_db


def test_a_picture_is_kept_under_its_hash_and_knows_its_size() -> None:
    kept = store(picture("PNG", size=(40, 30)), name="Café at night.png", alt="A café")
    assert (kept.width, kept.height, kept.format, kept.alt) == (40, 30, "png", "A café")
    assert kept.file.size == kept.bytes
    assert kept.url.startswith("/media/pictures/")
    assert "Caf" not in kept.url


def test_the_same_upload_twice_is_one_picture() -> None:
    first = store(picture("PNG"), name="a.png")
    assert store(io.BytesIO(picture("PNG")), name="b.png") == first
    assert Picture.objects.get().name == "a.png"


def test_two_uploads_that_look_the_same_share_a_file() -> None:
    first, second = store(picture("PNG"), name="a.png"), store(picture("PNG") + b"tail", name="b.png")
    assert first != second
    assert first.file.name == second.file.name


def test_the_extension_follows_the_content() -> None:
    assert store(picture("PNG"), name="photo.jpg").url.endswith(".png")


@pytest.mark.parametrize("name", ["../../etc/a.png", "C:\\pictures\\a.png", "a\x00.png", "a.png"])
def test_only_the_last_part_of_a_name_is_kept(name: str) -> None:
    assert store(picture("PNG"), name=name).name == "a.png"


def test_a_file_left_half_written_is_written_again() -> None:
    kept = store(picture("PNG"), name="a.png")
    with kept.file.storage.open(str(kept.file.name), "wb") as file:
        file.write(b"half")
    kept.delete()
    assert store(picture("PNG"), name="a.png").file.size == kept.bytes


def test_what_is_refused_leaves_nothing() -> None:
    with pytest.raises(Refused):
        store(b"<svg onload='x()'>", name="a.png")
    assert not Picture.objects.exists()
    assert not default_storage.exists("pictures")
