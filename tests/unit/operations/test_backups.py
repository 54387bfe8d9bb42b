"""A backup gives the same site back, and one that would not is refused with a clear word."""

import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest
import yaml
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.utils import timezone

from blog.models import Post
from content import library
from content.actors import SITE
from media.models import Picture
from operations import backups, safekeeping
from operations.backups import sealing
from operations.backups.stores import Folder
from operations.backups.thinning import stay
from tests import world
from tests.unit.media.test_sizing import photograph

pytestmark = pytest.mark.django_db(transaction=True)
KEY = pyrage.x25519.Identity.generate()


@pytest.fixture
def store(settings: LazySettings, tmp_path: Path) -> Folder:
    settings.MEDIA_ROOT, settings.VAR = tmp_path / "media", tmp_path
    settings.BACKUP_TO = str(tmp_path / "backups")
    world.site()
    world.post("Let it stand")
    library.keep(actor=SITE, data=photograph("JPEG", 40), name="plate.jpg")
    return Folder(tmp_path / "backups")


@pytest.fixture
def kept(store: Folder) -> Folder:
    backups.back_up(store, [str(KEY.to_public())])
    return store


def verified(store: Folder, key: str = str(KEY)) -> backups.Verdict:
    with backups.opened(store, "", key) as backup:
        return backups.verify(backup)


def test_a_backup_is_tried_beside_the_site(kept: Folder) -> None:
    found = verified(kept)
    assert (found.files, found.pages) == (1, 6)
    assert Post.objects.get().title == "Let it stand"


def test_nothing_in_it_can_be_read_without_the_key(kept: Folder) -> None:
    sealed = [name for name in kept.names("") if not name.endswith(("/blobs", "/begun"))]
    assert len(sealed) == 4
    assert all((kept.path / name).read_bytes().startswith(b"age-encryption.org/v1") for name in sealed)


def test_the_texts_lie_beside_it_as_open_files(kept: Folder, tmp_path: Path) -> None:
    sealing.unseal(only(kept, "texts"), tmp_path / "texts.zip", str(KEY))
    with zipfile.ZipFile(tmp_path / "texts.zip") as archive:
        [name] = [each for each in archive.namelist() if each.startswith("post/")]
        _, front, body = archive.read(name).decode().split("---\n", 2)
        assert json.loads(archive.read("rest/media.picture.json"))[0]["fields"]["width"] == 40
    assert yaml.safe_load(front)["title"] == "Let it stand"
    assert body.strip() == Post.objects.get().body.strip()


@pytest.mark.parametrize(("hours", "made"), [(1, 1), (25, 2)])
def test_open_files_are_made_once_a_day(kept: Folder, monkeypatch: Any, hours: int, made: int) -> None:
    later = timezone.now() + timedelta(hours=hours)
    monkeypatch.setattr(timezone, "now", lambda: later)
    backups.back_up(kept, [])
    assert len(list(kept.names("texts"))) == made


def test_of_open_files_one_a_day_stays(kept: Folder) -> None:
    source, now = only(kept, "texts"), timezone.now()
    for hours in range(24 * 4):
        kept.put(f"texts/{(now - timedelta(hours=hours)).strftime('%Y%m%dT%H%M%SZ')}", source)
    backups.thin(kept, now)
    assert len(list(kept.names("texts"))) < 24 * 2 + 8


def test_what_was_lost_since_comes_back(kept: Folder) -> None:
    Post.objects.all().delete()
    default_storage.delete(Picture.objects.get().file.name)
    with backups.opened(kept, "", str(KEY)) as backup:
        backups.restore(backup, replace=True)
    assert Post.objects.get().title == "Let it stand"
    assert default_storage.exists(Picture.objects.get().file.name)


def test_a_site_that_is_there_is_not_lost_unasked(kept: Folder) -> None:
    with backups.opened(kept, "", str(KEY)) as backup, pytest.raises(backups.Unusable, match="--replace"):
        backups.restore(backup, replace=False)


def test_a_file_is_kept_once_however_often_it_is_backed_up(kept: Folder, monkeypatch: Any) -> None:
    before = list(kept.names("media"))
    later = timezone.now() + timedelta(minutes=5)
    monkeypatch.setattr(timezone, "now", lambda: later)
    backups.back_up(kept, [str(KEY.to_public())])
    assert list(kept.names("media")) == before
    assert len(backups.whole(kept)) == 2


def only(store: Folder, end: str) -> Path:
    [name] = [name for name in store.names("") if name.endswith(end) or f"/{end}/" in f"/{name}"]
    return store.path / name


def flip(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[-5] ^= 1
    path.write_bytes(bytes(body))


def swap(store: Folder) -> None:
    """Another backup's database under this one's manifest, sealed with the right key."""
    path = only(store, "/database")
    path.write_bytes(pyrage.encrypt(b"not this one", [KEY.to_public()]))


BROKEN = {
    "the wrong key": (lambda store: None, str(pyrage.x25519.Identity.generate()), "does not open"),
    "no key": (lambda store: None, "", "no key was given"),
    "a key that is none": (lambda store: None, "hello", "The key is none"),
    "a changed manifest": (lambda store: flip(only(store, "/manifest")), str(KEY), "manifest"),
    "no manifest": (lambda store: only(store, "/manifest").unlink(), str(KEY), "no whole backup"),
    "a manifest cut off": (
        lambda store: only(store, "/manifest").write_bytes(only(store, "/manifest").read_bytes()[:200]),
        str(KEY),
        "manifest",
    ),
    "no database": (lambda store: only(store, "/database").unlink(), str(KEY), "missing"),
    "a changed database": (lambda store: flip(only(store, "/database")), str(KEY), "database"),
    "another database": (swap, str(KEY), "not the one that was kept"),
    "a file that is gone": (lambda store: only(store, "media").unlink(), str(KEY), "missing"),
    "a changed file": (lambda store: flip(only(store, "media")), str(KEY), "does not open"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_backup_is_refused_with_a_clear_word(kept: Folder, case: str) -> None:
    break_it, key, word = BROKEN[case]
    break_it(kept)
    with pytest.raises(backups.Unusable, match=word):
        verified(kept, key)


def test_a_backup_that_was_cut_off_is_none_and_goes(kept: Folder) -> None:
    name = backups.whole(kept)[0]
    later = (backups.made_at(name) - timedelta(minutes=1)).strftime("%Y%m%dT%H%M%SZ")
    kept.put(f"backups/{later}/database", kept.path / f"backups/{name}/database")
    assert backups.whole(kept) == [name]
    assert backups.thin(kept, timezone.now()) == 1
    assert verified(kept).name == name


def test_a_file_that_no_backup_names_goes(kept: Folder) -> None:
    blob = only(kept, "media")
    kept.put("media/00/00", blob)
    assert backups.thin(kept, timezone.now()) == 0
    assert only(kept, "media") == blob


def test_of_a_year_of_backups_one_a_month_stays_of_two_hours_all() -> None:
    now = timezone.now()
    names = [(now - timedelta(minutes=5 * each)).strftime("%Y%m%dT%H%M%SZ") for each in range(12 * 24 * 365)]
    staying = stay(names, now)
    assert set(names[:24]) <= staying
    assert 24 + 45 + 32 + 10 < len(staying) < 24 + 50 + 37 + 15


def test_the_worker_makes_one_when_it_is_due(store: Folder, settings: LazySettings) -> None:
    settings.BACKUP_EVERY = 5
    assert safekeeping.keep_when_due() == backups.whole(store)[0]
    assert safekeeping.keep_when_due() == ""


@pytest.mark.parametrize("place", ["", "ftp://store/site", "s3://", "s3://kept?endpoint=store.example"])
def test_what_is_no_place_for_backups_is_refused_in_words(place: str) -> None:
    with pytest.raises(backups.Unusable, match=r"is no (place|bucket|endpoint)"):
        backups.store_at(place)
