"""A bucket by its address, and what becomes of a picture while the store is away."""

import pytest
from django.core.files.storage import default_storage

from media import files, renditions
from media.bucket import Bucket, bucket_at
from media.cleaning import Refused
from media.models import Picture


@pytest.mark.parametrize(
    ("place", "read_at"),
    [
        ("s3://kept/site?endpoint=https://store.example/", "https://store.example/kept/site"),
        ("s3://kept?endpoint=http://10.0.0.33:8333", "http://10.0.0.33:8333/kept"),
        ("s3://kept/a/b/?region=eu-1", "https://kept.s3.eu-1.amazonaws.com/a/b"),
        ("s3://kept", "https://kept.s3.amazonaws.com"),
    ],
)
def test_where_what_stands_in_it_is_read(place: str, read_at: str) -> None:
    assert bucket_at(place).address == read_at


def test_a_bucket_is_read_from_its_address() -> None:
    assert bucket_at("s3://kept/a/b?endpoint=https://x.example&region=eu") == Bucket(
        "kept", "a/b", "https://x.example", "eu"
    )


@pytest.fixture
def store_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ConnectionError("The store of the media does not answer.")

    for verb in ("exists", "open", "save"):
        monkeypatch.setattr(default_storage, verb, fail)


@pytest.mark.usefixtures("store_is_away")
def test_what_cannot_be_kept_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="Nothing was kept"):
        files.put("pictures/aa/aa.png", b"a picture")


@pytest.mark.usefixtures("store_is_away")
def test_sizes_that_cannot_be_made_now_are_made_later() -> None:
    with pytest.raises(ConnectionError):
        renditions.make(Picture(file="pictures/aa/aa.png"))
