"""What every test may ask for."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in the thread of the test

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Real content that is not part of the project."""
    folder = ROOT.parent / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip(f"the corpus of real content is not there ({folder})")
    return folder


@pytest.fixture(autouse=True)
def _own_media(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    """No test leaves pictures behind."""
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]


@pytest.fixture
def numbers_from_one(db: None) -> None:
    """New rows are numbered from 1, whatever ran before: files of the sitemap are named after the numbers."""
    from django.core.management.color import no_style
    from django.db import connection

    rooms = ("blog_", "pages_", "content_")
    columns = [each for each in connection.introspection.sequence_list() if each["table"].startswith(rooms)]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_by_name_sql(no_style(), columns):
            cursor.execute(statement)


@pytest.fixture
def without_database(db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Calls something where the database cannot be reached: in a thread, which has no connection yet."""
    from django.db import connections

    def call(*asked: Any, **more: Any) -> Any:
        with monkeypatch.context() as away, ThreadPoolExecutor(1) as elsewhere:
            for setting in ("NAME", "HOST"):
                away.setitem(connections.settings["default"], setting, "/nowhere/database")
            return elsewhere.submit(*asked, **more).result()

    return call
