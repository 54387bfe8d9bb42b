"""Whichever cache is chosen keeps the same promises: counts add up, windows end, nothing is unpickled."""

import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection

import ephemeral
from config import environment
from ephemeral.clearing import discard_ended
from tests.deploy.running import free_port
from tests.redis_fixture import Server

pytestmark = pytest.mark.django_db
MEMCACHED = shutil.which("memcached")
KINDS = ("redis", "memcached", "database", "file")


@pytest.fixture(scope="module")
def memcached() -> Iterator[str]:
    if not MEMCACHED:
        pytest.skip("there is no memcached here; as root: apt-get install memcached")
    port = free_port()
    server = subprocess.Popen([MEMCACHED, "-l", f"127.0.0.1:{port}", "-u", "nobody", "-m", "8"])
    try:
        end = time.monotonic() + 10
        while not _answers(port):
            assert time.monotonic() < end
        yield f"memcached://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return not probe.connect_ex(("127.0.0.1", port))


@pytest.fixture
def chosen(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[Any]:
    """The cache of the kind that the test is about, empty."""
    settings.CACHES = settings.CACHES | {"default": _settings_of(request.param, request, tmp_path)}
    caches["default"].clear()
    yield caches["default"]
    caches.close_all()


def _settings_of(kind: str, request: pytest.FixtureRequest, folder: Path) -> dict[str, Any]:
    if kind == "redis":
        server: Server = request.getfixturevalue("pages_server")
        options = {"SERIALIZER": "django_redis.serializers.json.JSONSerializer"}
        return {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": server.url, "OPTIONS": options}
    url = {
        "memcached": lambda: request.getfixturevalue("memcached"),
        "database": lambda: "database:",
        "file": lambda: f"file:///{folder}/cache",
    }[kind]()
    return environment.cache(url, folder)


every = pytest.mark.parametrize("chosen", KINDS, indirect=True)


@every
def test_what_is_kept_is_recalled_as_json_says_it(chosen: Any) -> None:
    ephemeral.keep("tabs", [["a", 1, "Inês", 2.5]], 60)
    ephemeral.keep("name", "Ünï", 60)
    assert ephemeral.recall_all(["tabs", "name", "none"]) == {"tabs": [["a", 1, "Inês", 2.5]], "name": "Ünï"}
    assert ephemeral.recall("none") is None
    assert chosen.delete("name")
    assert ephemeral.recall("name") is None


@every
@pytest.mark.django_db(transaction=True)
def test_no_count_is_lost_side_by_side(chosen: Any) -> None:
    def count_ten() -> None:
        for _ in range(10):
            ephemeral.count("letters", 60)
        caches.close_all()
        connection.close()

    together = [threading.Thread(target=count_ten) for _ in range(4)]
    for each in together:
        each.start()
    for each in together:
        each.join()
    assert ephemeral.count("letters", 60) == 41


@every
def test_counting_on_does_not_lengthen_the_window(chosen: Any) -> None:
    began = time.monotonic()
    while ephemeral.count("looks", 1) != 1 or time.monotonic() - began < 0.5:
        assert time.monotonic() - began < 10
    assert chosen.incr("looks") == 2


@every
def test_only_the_first_adds(chosen: Any) -> None:
    assert [chosen.add("code", "y", 60), chosen.add("code", "y", 60)] == [True, False]
    assert chosen.touch("code", 60)
    assert not chosen.touch("none", 60)


@pytest.mark.parametrize("chosen", ["database", "file"], indirect=True)
def test_what_has_ended_is_discarded(chosen: Any) -> None:
    chosen.set("ended", 1, -1)
    chosen.set("lasting", 1, 60)
    discard_ended()
    assert chosen.get("lasting") == 1
    assert _size(chosen) == 1


def _size(chosen: Any) -> int:
    if hasattr(chosen, "folder"):
        return len(list(chosen.folder.glob("*.json")))
    from ephemeral.models import Entry

    return Entry.objects.count()


GONE = {
    "redis": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": "unix:///nowhere.sock"},
    "memcached": environment.cache("memcached:///nowhere.sock", Path("/")),
    "file": environment.cache("file:////proc/nowhere", Path("/")),
}


@pytest.mark.parametrize("kind", GONE)
def test_without_its_cache_the_site_does_without(kind: str, settings: Any) -> None:
    settings.CACHES = settings.CACHES | {"default": GONE[kind]}
    ephemeral.keep("name", 1, 60)
    assert ephemeral.recall("name") is None
    assert ephemeral.count("letters", 60) == 0
    assert ephemeral.refusal()


def test_without_its_table_too_and_no_transaction_is_broken(settings: Any) -> None:
    settings.CACHES = settings.CACHES | {"default": environment.cache("database:", Path("/"))}
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ephemeral_entry RENAME TO elsewhere")
    try:
        assert ephemeral.count("letters", 60) == 0
        assert ephemeral.refusal()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elsewhere RENAME TO ephemeral_entry")


def test_nothing_of_it_is_ever_unpickled(tmp_path: Path) -> None:
    for module in Path(ephemeral.__file__).parent.glob("*.py"):
        assert "import pickle" not in module.read_text()
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    cache = environment.cache(f"file:///{folder}", tmp_path)
    assert cache["LOCATION"] == str(folder)
