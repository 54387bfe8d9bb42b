"""The site as files: each has the bytes of its address, and nothing that is not public is among them."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from content import library
from content.actors import SITE
from operations.static_site import Export
from tests import world
from tests.unit.media.test_sizing import photograph

pytestmark = pytest.mark.django_db


@pytest.fixture
def exported(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT, settings.STATIC_ROOT = tmp_path / "media", tmp_path / "assets"
    (tmp_path / "assets").mkdir()
    world.site()
    shown, _ = library.keep(actor=SITE, data=photograph("JPEG", 40), name="shown.jpg")
    library.keep(actor=SITE, data=photograph("JPEG", 50), name="kept to oneself.jpg")
    world.post("Let it stand", slug="let-it-stand", body=f"![A plate](picture:{shown.pk})")
    world.draft("Not yet")
    target = tmp_path / "out"
    target.mkdir()
    Export(target, timezone.now()).run()
    return target


def test_each_file_has_the_bytes_of_its_address(exported: Path, client: Client) -> None:
    files = [
        path for path in exported.rglob("*") if path.is_file() and path.suffix in {".html", ".xml", ".md"}
    ]
    addresses = {
        f"/{path.relative_to(exported).as_posix()}".removesuffix("index.html"): path for path in files
    }
    addresses.pop("/404.html")
    assert {"/", "/blog/let-it-stand/", "/blog/let-it-stand.md", "/sitemap.xml"} <= set(addresses)
    for address, path in addresses.items():
        assert client.get(address).content == path.read_bytes(), address


def test_only_what_is_public_is_there(exported: Path) -> None:
    assert not any(b"Not yet" in path.read_bytes() for path in exported.rglob("*") if path.is_file())
    assert len([path for path in (exported / "media").rglob("*.jpg") if path.is_file()]) == 1


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_static", str(tmp_path))
