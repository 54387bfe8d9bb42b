"""What a file is, its content says, whatever it is called."""

import pytest

from media.formats import format_of

FTYP = b"\x00\x00\x00\x18ftyp"


@pytest.mark.parametrize(
    ("head", "extension"),
    [
        (b"ID3\x04\x00", "mp3"),
        (b"\xff\xfb\x90\x64", "mp3"),
        (b"OggS" + b"\x00" * 24 + b"OpusHead", "ogg"),
        (b"fLaC\x00", "flac"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "wav"),
        (FTYP + b"M4A \x00\x00\x00\x00M4A isom", "m4a"),
        (FTYP + b"isom\x00\x00\x00\x00isommp42", "mp4"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01\x42\x82\x84webm", "webm"),
        (b"%PDF-1.7", "pdf"),
    ],
)
def test_a_format_is_known_by_its_beginning(head, extension):
    found = format_of(head)
    assert found
    assert found.extension == extension


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"<!doctype html><script>",
        b"<svg xmlns=",
        b"MZ\x90\x00",
        b"PK\x03\x04",
        b"\xff\xd8\xff\xe0",  # a JPEG
        b"\xff\xf1\x50\x80",  # AAC without a box around it
        b"RIFF\x00\x00\x00\x00AVI LIST",
        FTYP + b"qt  \x00\x00\x00\x00qt  ",
        FTYP + b"avif\x00\x00\x00\x00avifmif1",
        b"OggS" + b"\x00" * 24 + b"\x80theora",
    ],
)
def test_nothing_else_is_kept(head):
    assert format_of(head) is None
