"""What was brought in from elsewhere is what was brought in, with its licence."""

from hashlib import sha256

from tests.conftest import ROOT

VENDOR = ROOT / "assets" / "vendor"


def sums():
    return [
        (file.parent, line.split())
        for file in VENDOR.glob("*/SHA256SUMS")
        for line in file.read_text().splitlines()
    ]


def test_every_file_has_the_checksum_it_came_with():
    assert [
        name for folder, (kept, name) in sums() if sha256((folder / name).read_bytes()).hexdigest() != kept
    ] == []


def test_every_file_is_listed_and_every_library_has_its_licence():
    listed = {folder / name for folder, (_, name) in sums()}
    there = {file for file in VENDOR.glob("*/*") if file.name != "SHA256SUMS"}
    assert listed == there
    assert all((folder / "LICENSE").is_file() for folder in VENDOR.iterdir())
