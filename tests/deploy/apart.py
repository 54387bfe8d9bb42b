"""The site's processes without honcho, which ends all when one ends: here each can be killed alone."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis

from tests.deploy.running import Running, emptied_environment
from tests.waiting import until

HITS = {"hit", "hit-redis"}
NAMES = ("redis", "pages-redis", "web", "worker", "nginx")
LAST_WORDS = 10.0  # seconds


def state(answer: http.client.HTTPResponse) -> str:
    """What became of the request: hit, miss, bypass and why."""
    return answer.headers["X-Page-Cache"] or ""


def counted(site: "Apart", name: str) -> int:
    """The sum of what all of nginx's workers counted; each shows its own four times a second."""
    time.sleep(0.4)
    return sum(worker[name] for worker in site.status())


class Apart(Running):
    """What ``make run`` starts, in a folder where it ran before, at the address that it had."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        found = re.search(r"listen 127\.0\.0\.1:(\d+)", (folder / "var/nginx.conf").read_text())
        assert found
        self.port = int(found[1])
        lines = (folder / "Procfile").read_text().splitlines()
        self.commands = dict(line.split(": ", 1) for line in lines if ": " in line)
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        for left in (folder / "var/run").glob("*.sock"):
            left.unlink()
        for name in NAMES:
            self.start(name)
        until(self._is_up, 60)

    @property
    def environment(self) -> dict[str, str]:
        return emptied_environment(
            PATH="/usr/sbin:/usr/bin:/bin",
            SITE_URL=f"http://127.0.0.1:{self.port}",
            REDIS_URL="unix://?path=var/run/redis.sock",
            PAGES_REDIS_URL="unix://?path=var/run/pages.sock",
            WEB_ADDRESS="",
            NGINX_LIBRARIES="",
        )

    def start(self, name: str, **said: str) -> None:
        """Start one process of the Procfile; *said* is what else its environment says."""
        with (self.folder / f"var/log/{name}.log").open("ab") as log:
            self.children[name] = subprocess.Popen(
                ["sh", "-c", self.commands[name]],
                cwd=self.folder,
                env=self.environment | said,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def await_kept(self, path: str) -> None:
        """Return when the page at *path* is kept, wherever its readers get it from."""
        until(lambda: state(self.get(path)) in HITS, 10)

    def await_all_codings(self, path: str) -> None:
        """Return when the page at *path* is kept, in brotli too: the keeper makes that once asked."""

        def is_packed() -> bool:
            answer = self.get(path, Accept_Encoding="br, gzip")
            return state(answer) in HITS and answer.headers["Content-Encoding"] == "br"

        until(is_packed, 10)

    def kill(self, name: str) -> None:
        """End one process and its workers, without a word."""
        os.killpg(self.children[name].pid, signal.SIGKILL)
        self.children[name].wait()

    def restart(self, name: str) -> None:
        """Kill one process, start it again, and return when the site answers."""
        self.kill(name)
        self.start(name)
        until(self._is_up, 20)

    def shell(self, lines: str) -> str:
        """What ``manage.py shell`` prints to these lines."""
        ran = subprocess.run(
            [".venv/bin/python", "manage.py", "shell", "--no-imports", "-c", lines],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not ran.returncode, ran.stderr
        return ran.stdout

    def from_python(self, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
        """gunicorn's own answer, past nginx."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.sock = socket.socket(socket.AF_UNIX)
        with self._sockets() as folder:
            connection.sock.connect(f"{folder}/web.sock")
        return self.ask(connection, path, method, headers)

    @contextmanager
    def pages_redis(self) -> Iterator[Redis]:
        """The Redis that the pages are kept in."""
        with self._sockets() as folder, Redis(unix_socket_path=f"{folder}/pages.sock") as redis:
            yield redis

    @contextmanager
    def _sockets(self) -> Iterator[str]:
        """A short name of their folder: a socket's path has 107 bytes at most, and its own may be longer."""
        descriptor = os.open(self.folder / "var/run", os.O_PATH)
        yield f"/proc/self/fd/{descriptor}"
        os.close(descriptor)

    def log_of(self, path: str) -> list[dict[str, str]]:
        """nginx's lines on *path*."""
        lines = (self.folder / "var/log/access.log").read_text().splitlines()
        return [entry for entry in map(json.loads, lines) if entry["uri"] == path]

    def status(self) -> list[dict[str, int]]:
        """What each nginx worker says of itself."""
        told: list[dict[str, int]] = json.loads(self.get("/edge-status").body)  # type: ignore[attr-defined]
        return told

    def _is_up(self) -> bool:
        try:
            return self.get("/healthz").status == 200
        except OSError:
            return False

    def end(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGTERM)
        for name, child in self.children.items():
            try:
                child.wait(LAST_WORDS)
            except subprocess.TimeoutExpired:
                self.kill(name)
