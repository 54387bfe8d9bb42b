"""A worker that is killed (SIGKILL) while it tells a server that fails, hangs and dies: nothing is lost."""

import json
import socket
import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from operations.telling import go_round
from tests import world
from tests.unit.operations.working import started

pytestmark = pytest.mark.django_db(transaction=True)
POSTS = 12
ENGINES = "http://engines.example/indexnow"
# Its rounds are an hour apart, so what failed is due again. The name leads to the test's own server.
ROUND = """
import os, socket
from datetime import timedelta
from django.utils import timezone
from content import remote
from operations.telling import go_round
remote.SECONDS = 2.0
here = ("127.0.0.1", int(os.environ["ENGINE_AT"]))
fetcher = remote.Fetcher(
    resolve=lambda host, port: ["93.184.215.14"],
    connect=lambda address, port, seconds: socket.create_connection(here, timeout=seconds),
)
go_round(fetcher, timezone.now() + timedelta(hours=int(os.environ["HOURS"])))
"""


class Engine:
    """Does with each message what *ways* say in turn, then takes what it is told; notes what it has heard."""

    def __init__(self, *ways):
        self.ways, self.heard, self.worker, self.open = list(ways), [], None, []
        self.listening = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                there, _ = self.listening.accept()
            except OSError:
                return  # the test is over
            self.open.append(there)
            self.talk(there, self.ways.pop(0) if self.ways else "takes")

    def talk(self, there, way):
        if way == "kills before it heard":
            self.worker.kill()
            return
        body = self.read(there)
        if way in {"takes", "kills when it heard"}:
            self.heard += json.loads(body)["urlList"]
        if way == "kills when it heard":
            self.worker.kill()
        elif way != "hangs":
            there.sendall(b"HTTP/1.1 %d .\r\nContent-Length: 0\r\n\r\n" % (500 if way == "fails" else 202))

    def read(self, there):
        with there.makefile("rb") as said:
            size = 0
            while (line := said.readline().strip()) != b"":
                if line.lower().startswith(b"content-length:"):
                    size = int(line.partition(b":")[2])
            return said.read(size)

    def work(self, rounds):
        """So many workers, one after the other; how each of them ended."""
        ends = []
        at = str(self.listening.getsockname()[1])
        for hours in range(rounds):
            self.worker = started(ROUND, ENGINE_AT=at, HOURS=str(hours * 7), INDEXNOW_URL=ENGINES)
            ends.append(self.worker.wait(timeout=60))
        self.listening.close()
        return ends


@pytest.mark.parametrize(
    ("killed", "times"),
    [("kills before it heard", 1), ("kills when it heard", 2)],  # it cannot know
)
def test_nothing_is_lost_over_a_kill(settings, killed, times):
    settings.INDEXNOW_URL = ENGINES
    world.site(indexnow=True)
    go_round(None, timezone.now() - timedelta(seconds=1))  # from now on; there is nothing to tell yet
    for number in range(POSTS):
        world.post(f"News {number}", at=timezone.now())
    engine = Engine("fails", killed, "hangs")
    assert engine.work(5) == [0, -9, 0, 0, 0]
    everything = sorted(f"http://127.0.0.1:8000/blog/news-{number}/" for number in range(POSTS))
    assert sorted(engine.heard) == sorted(everything * times)
