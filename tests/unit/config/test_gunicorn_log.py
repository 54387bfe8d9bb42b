"""gunicorn itself, started and ended: each of its lines is JSON, as the application's are."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.deploy.running import free_port

ROOT = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-m", "gunicorn", "--config", "site/config/gunicorn.py", "--workers", "1"]
KEY = "sEcret-of-at-least-some-length"
FAILING = """
import time
from config import wsgi

def application(environ, start_response):
    if environ["PATH_INFO"] == "/slow/":
        time.sleep(60)
    raise LookupError("before any answer")
"""


class Gunicorn:
    """One that runs, with what it has said so far."""

    def __init__(self, folder, *arguments, **said):
        self.words, self.port = folder / "words.log", free_port()
        bind = ["--bind", f"127.0.0.1:{self.port}", "--pythonpath", str(folder)]
        env = {"PATH": os.environ["PATH"], "VAR_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/x"}
        with self.words.open("w") as words:
            self.process = subprocess.Popen(
                [*COMMAND, *bind, *arguments],
                cwd=ROOT,
                env=env | {"SECRET_KEY": "kept-in-the-environment-" * 3} | said,
                stdout=words,
                stderr=subprocess.STDOUT,
            )

    def lines(self):
        return [json.loads(line) for line in self.words.read_text().splitlines()]

    def until_it_says(self, words):
        deadline = time.monotonic() + 30
        while not (found := [line for line in self.lines() if words in line["event"]]):
            assert time.monotonic() < deadline, self.words.read_text()
            time.sleep(0.05)
        return found[0]

    def ask(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@pytest.fixture
def started(tmp_path):
    """Starts one that is ended whatever a test found."""
    (tmp_path / "failing.py").write_text(FAILING)
    made = []

    def start(*arguments, **said):
        made.append(Gunicorn(tmp_path, *arguments, **said))
        return made[-1]

    yield start
    for each in made:
        each.end()


def test_it_tells_of_its_start_and_its_end_in_json(started):
    server = started()
    assert server.until_it_says("Booting worker")["level"] == "info"
    assert server.until_it_says("Listening at")["logger"] == "gunicorn.error"
    assert server.end() == 0
    server.until_it_says("Worker exiting")
    server.until_it_says("Shutting down: Master")


def test_the_level_is_that_of_the_application(started):
    server = started(LOG_LEVEL="WARNING")
    while not server.ask("/healthz"):
        time.sleep(0.05)
    server.end()
    assert server.lines() == []


def test_a_refused_start_is_one_sentence(started):
    server = started(DATABASE_URL="mysql://x")
    assert server.process.wait(30) == 1
    [line] = server.lines()
    assert line["level"] == "critical"
    assert line["event"].startswith("The site does not start: DATABASE_URL ")
    assert "exception" not in line


def test_a_start_that_fails_otherwise_says_where(started):
    server = started("there_is_no_such_application")
    assert server.process.wait(30) == 1
    assert "ModuleNotFoundError" in server.until_it_says("gunicorn ends.")["exception"]


def test_what_failed_outside_django_is_told_without_its_key(started):
    server = started("failing")
    server.until_it_says("Booting worker")
    assert server.ask(f"/login/once/{KEY}/") == 500
    assert "LookupError" in server.until_it_says("/login/once/.../")["exception"]
    assert KEY not in server.words.read_text()


def test_a_worker_that_takes_too_long_is_named(started):
    server = started("failing", "--timeout", "1", "--threads", "1", "--worker-class", "sync")
    server.until_it_says("Booting worker")
    server.ask("/slow/")
    assert server.until_it_says("WORKER TIMEOUT")["level"] == "critical"
