"""What was brought in from elsewhere is what was brought in, with its licence."""

import json
from hashlib import sha256

from tests.conftest import ROOT

VENDOR = ROOT / "assets" / "vendor"
HOUSE = ROOT / "assets" / "fonts"
FOLDERS = sorted(
    [HOUSE, *(folder for place in (VENDOR, ROOT / "site" / "media" / "fonts") for folder in place.iterdir())]
)


def sums():
    return [
        (folder, line.split())
        for folder in FOLDERS
        for line in (folder / "SHA256SUMS").read_text().splitlines()
    ]


def test_every_file_has_the_checksum_it_came_with():
    assert [
        name for folder, (kept, name) in sums() if sha256((folder / name).read_bytes()).hexdigest() != kept
    ] == []


def test_every_file_is_listed_and_every_library_has_its_licence():
    listed = {folder / name for folder, (_, name) in sums()}
    there = {file for folder in FOLDERS for file in folder.iterdir() if file.name != "SHA256SUMS"}
    assert listed == there
    assert all((folder / "LICENSE").is_file() for folder in FOLDERS)


def test_codemirror_is_of_the_versions_that_its_recipe_names():
    recipe = json.loads((ROOT / "bin" / "codemirror" / "package.json").read_text())
    built = dict(line.split() for line in (VENDOR / "codemirror" / "VERSIONS").read_text().splitlines())
    assert recipe["dependencies"].items() <= built.items()


def test_the_recipes_lock_says_what_each_package_is_and_no_address():
    lock = json.loads((ROOT / "bin" / "codemirror" / "package-lock.json").read_text())
    packages = [package for name, package in lock["packages"].items() if name]
    assert all("integrity" in package and "resolved" not in package for package in packages)
