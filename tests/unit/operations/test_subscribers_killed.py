"""A worker that is killed (SIGKILL) while it sends: the next one goes on, and nobody gets a letter twice."""

import socket
import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from content.models import Delivery, Subscriber
from operations import subscribers
from tests import world
from tests.unit.operations.working import started

ROUND = """
from django.utils import timezone
from operations import subscribers
subscribers.go_round(timezone.now())
"""


def say(line, words):
    line.write(f"{words}\r\n".encode())
    line.flush()


class Server:
    """A mail server that notes whose letters it has taken, and kills the worker at the *kill_at*-th.

    It does so right *before* it has heard the letter, or after that and before it says that it has taken it.
    """

    def __init__(self, kill_at=None, *, before=False):
        self.kill_at, self.before, self.taken, self.worker = kill_at, before, [], None
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                there, _ = self.listening.accept()
            except OSError:
                return  # the test is over
            with there, there.makefile("rwb") as line:
                self.talk(line)

    def talk(self, line):
        """Take letters until the worker has no more, or is no more."""
        say(line, "220 here")
        to = ""
        while (said := line.readline().decode()) and said[:4].lower() != "quit":
            if said[:4].lower() == "rcpt":
                to = said.partition("<")[2].partition(">")[0]
            if said[:4].lower() == "data":
                self.hear(line, to)
            else:
                say(line, "250 yes")

    def hear(self, line, to):
        is_last = len(self.taken) + 1 == self.kill_at
        if is_last and self.before:
            self.worker.kill()
            return
        say(line, "354 go on")
        while line.readline() not in {b".\r\n", b""}:
            pass
        self.taken.append(to)
        if is_last:
            self.worker.kill()
        else:
            say(line, "250 taken")

    def close(self):
        self.listening.close()


def work(server):
    """One round of a worker of its own."""
    server.worker = started(ROUND, EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
    return server.worker.wait(timeout=60)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("before", [True, False])
def test_a_killed_worker_sends_nothing_twice(before):
    world.site(by_mail=True)
    subscribers.go_round(timezone.now() - timedelta(minutes=1))
    everybody = {f"s{n}@example.org" for n in range(20)}
    confirmed = {"language": "en", "confirmed_at": timezone.now() - timedelta(days=1)}
    Subscriber.objects.bulk_create(Subscriber(address=each, key=each, **confirmed) for each in everybody)
    world.post("News", at=timezone.now())
    first, second = Server(8, before=before), Server()
    assert work(first) == -9
    assert work(second) == 0
    first.close(), second.close()
    taken = first.taken + second.taken
    assert len(taken) == len(set(taken)) == (19 if before else 20)
    [begun] = Delivery.objects.filter(state="begun").select_related("subscriber")
    assert set(taken) | {begun.subscriber.address} == everybody
