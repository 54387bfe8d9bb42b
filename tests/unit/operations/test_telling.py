"""Search engines and hubs are told once of what changed, whatever becomes of them or of the worker."""

import json
import socket
import threading
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.utils import timezone

from content import publishing, remote, telling
from content.actors import SITE
from content.models import News
from content.remote import Fetcher
from operations.telling import go_round
from seo import indexnow
from tests import world

pytestmark = pytest.mark.django_db
HUB = "http://hub.example/"
TAKEN = b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"


class Killed(BaseException):
    """The worker is gone."""


class Server:
    """Engine and hub in one: answers each message with the next of *answers*, then takes all of them.

    An answer is what is sent: b"" hangs, an exception is what becomes of the worker meanwhile.
    """

    def __init__(self, *answers):
        self.answers, self.asked, self.heard = list(answers), 0, []

    @property
    def fetcher(self):
        return Fetcher(resolve=lambda host, port: ["93.184.215.14"], connect=self.connect)

    def connect(self, address, port, seconds):
        answer = self.answers.pop(0) if self.answers else TAKEN
        self.asked += 1
        if isinstance(answer, BaseException):
            raise answer
        ours, theirs = socket.socketpair()
        ours.settimeout(seconds)
        threading.Thread(target=self.serve, args=(theirs, answer), daemon=True).start()
        return ours

    def serve(self, theirs, answer):
        with theirs, theirs.makefile("rb") as said:
            size = 0
            while (line := said.readline().strip()) != b"":
                if line.lower().startswith(b"content-length:"):
                    size = int(line.partition(b":")[2])
            body = said.read(size)
            if answer.startswith(b"HTTP/1.1 20"):
                self.heard.append(body.decode())
            if answer:
                theirs.sendall(answer)
            else:
                said.read()  # until the other side hangs up

    def told(self):
        """Each address that it has taken, as often as it has."""
        return [
            url
            for body in self.heard
            for url in (json.loads(body)["urlList"] if body[0] == "{" else parse_qs(body)["hub.url"])
        ]


@pytest.fixture
def engines(settings):
    settings.INDEXNOW_URL = "http://engines.example/indexnow"
    world.site(indexnow=True)
    go_round(Server().fetcher, timezone.now() - timedelta(seconds=1))  # from now on
    return settings


def rounds(server, number=1, now=None):
    """So many rounds of the worker, each when what failed before is due again."""
    now = now or timezone.now()
    for _ in range(number):
        go_round(server.fetcher, now)
        now += timedelta(hours=7)
    return server


def at(path):
    return f"http://127.0.0.1:8000{path}"


def test_nobody_is_told_unless_the_settings_say_so():
    world.post()
    assert rounds(Server()).asked == 0
    assert not News.objects.exists()


def test_what_was_there_before_is_not_told(settings):
    settings.INDEXNOW_URL = "http://engines.example/indexnow"
    world.post()
    world.site(indexnow=True)
    assert rounds(Server(), 2).told() == []


def test_a_message_shows_the_key_that_stands_at_the_root(engines, client):
    world.post("Let it stand", at=timezone.now())
    said = json.loads(rounds(Server()).heard[0])
    assert said["urlList"] == [at("/blog/let-it-stand/")]
    assert (
        client.get(said["keyLocation"].removeprefix(at(""))).content.decode() == said["key"] == indexnow.key()
    )
    assert client.get(f"/{'0' * 32}.txt").status_code == 404


def test_changes_are_told_together_and_once(engines):
    for each in ("One", "Two"):
        world.post(each, at=timezone.now())
    server = rounds(Server(), 3)
    assert server.asked == 1
    assert sorted(server.told()) == [at("/blog/one/"), at("/blog/two/")]


def test_a_typo_is_no_news_and_another_text_is(engines):
    post = world.post("Let it stand", at=timezone.now())
    server = rounds(Server())
    world.edit(post, body="There is one mark that asks for nothing!")
    rounds(server)
    assert len(server.told()) == 1
    world.edit(post, body="Quite another text about quite another thing, long enough to be one.")
    assert rounds(server).told() == [at("/blog/let-it-stand/")] * 2


def test_what_comes_by_the_clock_is_told_when_it_comes(engines):
    soon = timezone.now() + timedelta(hours=1)
    world.post("Let it stand", at=soon)
    server = rounds(Server())
    assert server.told() == []
    assert rounds(server, now=soon + timedelta(seconds=1)).told() == [at("/blog/let-it-stand/")]


def test_what_moved_or_went_is_told(engines):
    post, page = world.post("Let it stand", at=timezone.now()), world.page("About")
    server = rounds(Server())
    server.heard.clear()
    publishing.rename(actor=SITE, thing=post, slug="stet")
    publishing.trash(actor=SITE, thing=page)
    rounds(server)
    assert sorted(server.told()) == [at("/about/"), at("/blog/let-it-stand/"), at("/blog/stet/")]


def test_a_hub_is_told_of_each_feed_that_has_news():
    world.site(hub=HUB)
    rounds(Server())
    world.post(topics=[world.topic()], at=timezone.now())
    told = rounds(Server(), 2).told()
    assert sorted(told) == [
        *(at(f"/feed.{form}") for form in ("atom", "json", "rss")),
        *(at(f"/topics/queries/feed.{form}") for form in ("atom", "json", "rss")),
    ]


BAD = {
    "fails": b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n",
    "is busy": b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
    "hangs": b"",
    "leads inside": b"HTTP/1.1 307 On\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n",
    "speaks nonsense": b"\x00\xff" * 4000,
    "is not there": OSError("refused"),
}


@pytest.mark.parametrize("way", BAD)
def test_a_server_that_does_not_take_it_is_told_again(way, engines, monkeypatch):
    world.post(at=timezone.now())
    with monkeypatch.context() as hurried:  # only while nobody answers: a busy machine takes its time
        hurried.setattr(remote, "SECONDS", 0.2)
        server = rounds(Server(BAD[way], BAD[way]), 2)
    assert News.objects.get().says
    rounds(server, 2, now=timezone.now() + timedelta(days=1))
    assert server.told() == [at("/blog/let-it-stand/")]
    assert (server.asked, News.objects.get().says) == (3, "")


LIES = {
    "promises more than it sends": b"HTTP/1.1 202 Accepted\r\nContent-Length: 99999\r\n\r\nno",
    "says so without an end": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n",
    "leads on besides": b"HTTP/1.1 202 Accepted\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n",
    "says that it failed": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nerror",
}


@pytest.mark.parametrize("way", LIES)
def test_a_server_that_took_it_is_not_told_again_whatever_else_it_says(way, engines):
    world.post(at=timezone.now())
    assert rounds(Server(LIES[way]), 3).told() == [at("/blog/let-it-stand/")]


def test_the_longer_it_does_not_take_it_the_rarer_it_is_told(engines):
    world.post(at=timezone.now())
    waits, now = [], timezone.now()
    for _ in range(12):
        go_round(Server(BAD["fails"]).fetcher, now)
        waits.append(News.objects.get().due_at - now)
        now += waits[-1]
    assert waits[:3] == [timedelta(minutes=minutes) for minutes in (1, 2, 4)]
    assert waits[-1] == telling.LONGEST_WAIT


def test_a_worker_that_is_killed_meanwhile_loses_nothing(engines):
    for title in ("One", "Two", "Three"):
        world.post(title, at=timezone.now())
    server, now = Server(Killed(), Killed()), timezone.now()
    for _ in range(2):
        with pytest.raises(Killed):
            rounds(server, now=now)
        now += timedelta(hours=1)
    assert len(rounds(server, 3, now=now).told()) == 3


def test_two_workers_do_not_tell_the_same(engines):
    world.post(at=timezone.now())
    now = timezone.now()
    go_round(Server(BAD["fails"]).fetcher, now)
    assert telling.take(telling.Told.ENGINES, now, 9) == []
