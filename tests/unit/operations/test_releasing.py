from pathlib import Path
from typing import Any

import pytest

from blog.models import Post
from operations import assets, releasing
from tests import world


@pytest.fixture
def house(settings: Any, tmp_path: Path) -> Path:
    """A project with one stylesheet."""
    for name in assets.MADE_FROM:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("") if path.suffix else path.mkdir()
    (tmp_path / "assets/base.css").write_text("body { color: red }\n" * 40)
    settings.BASE_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STATICFILES_DIRS = [tmp_path / "assets"]
    (tmp_path / "static").mkdir()
    return tmp_path


def test_assets_are_made_once(house: Path) -> None:
    assert "compressed" in assets.make_ready()
    assert (house / "static/base.css").is_file()
    assert assets.make_ready() == "unchanged"


def test_a_change_makes_them_anew_and_keeps_the_old(house: Path) -> None:
    assets.make_ready()
    (house / "assets/base.css").rename(house / "assets/other.css")
    assert assets.make_ready() != "unchanged"
    assert (house / "static/base.css").is_file()
    assert (house / "static/other.css").is_file()


def test_a_release_that_failed_is_made_again(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(assets, "precompress", lambda folder: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            assets.make_ready()
    assert assets.make_ready() != "unchanged"


@pytest.mark.django_db
def test_a_database_at_its_last_migration_is_left_alone() -> None:
    assert releasing.migrate() == "unchanged"


@pytest.mark.django_db
def test_a_release_says_how_many_texts_the_worker_will_render_anew() -> None:
    post = world.post()
    assert releasing._count_old_texts() == "all of this renderer"
    Post.objects.filter(pk=post.pk).update(renderer="1")
    assert releasing._count_old_texts() == "1 are rendered anew by the worker"
