"""A CDN is told what changed: by servers that behave as its API does, or as badly as one can."""

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from pagecache import cdn, link, store
from pagecache.cdn import calling, saying, telling
from pagecache.missed import OutboxReader
from pagecache.models import CdnPurge, Outbox
from tests.deploy.running import ROOT

ZONE = "zone"


class Fake(ThreadingHTTPServer):
    """An API: ``answers`` are what it says next, then it says yes; ``heard`` are the keys of each call."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[tuple[int, dict[str, str], bytes] | str] = []
        self.heard: list[list[str]] = []
        self.asked: list[tuple[str, str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Fake

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.heard.append(said.get("tags") or said["surrogate_keys"])
        self._answer(
            json.dumps({"success": True} if "tags" in said else dict.fromkeys(said["surrogate_keys"], "1"))
        )

    def do_PURGE(self) -> None:
        self.server.heard.append(self.headers["xkey-purge"].split())
        self._answer("", {"X-Purged": "0"})

    def _answer(self, yes: str, headers: dict[str, str] | None = None) -> None:
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        answer = self.server.answers.pop(0) if self.server.answers else (200, headers or {}, yes.encode())
        if answer == "hang":
            time.sleep(1.5)
            return
        if answer == "drip":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for _ in range(15):
                time.sleep(0.1)
                self.wfile.write(b"X-A: a\r\n")
            return
        status, said, body = answer
        self.send_response(status)
        for name, value in said.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Nobody wants to read it."""


@pytest.fixture
def fake() -> Iterator[Fake]:
    server = Fake()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["cloudflare", "fastly", "varnish"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def api(fake: Fake, name: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Fake:
    settings.CDN, settings.CDN_URL = name, [fake.url]
    settings.CDN_SERVICE, settings.CDN_TOKEN = ZONE, "secret"
    monkeypatch.setattr(link, "ask", lambda call: None)  # no epoch
    return fake


def purged(*tags: str) -> CdnPurge:
    return CdnPurge.objects.create(tags=" ".join(tags))


def an_hour_ago() -> None:
    CdnPurge.objects.update(told_at=timezone.now() - timedelta(hours=1))


@pytest.mark.django_db
def test_a_change_is_told_and_once_more_and_never_again(api: Fake) -> None:
    purged("post:1#full", "clock")
    telling.tell()
    telling.tell()
    assert api.heard == [[saying.key("post:1#full")]]
    an_hour_ago()
    telling.tell()
    telling.tell()
    assert api.heard == [[saying.key("post:1#full")]] * 2
    assert not CdnPurge.objects.exists()


@pytest.mark.django_db
def test_no_call_has_more_than_it_may_and_no_key_is_told_twice(api: Fake, name: str) -> None:
    for number in range(30):
        purged(*(f"post:{n}#card" for n in range(number * 20, number * 20 + 25)))
    purged(*(f"page:{n}#card" for n in range(600)))
    telling.tell()
    assert max(map(len, api.heard)) <= cdn.KNOWN[name].most
    assert {key for call in api.heard for key in call} == telling.keys_of(
        [f"post:{n}#card" for n in range(605)] + [f"page:{n}#card" for n in range(600)]
    )


LIES: list[tuple[int, dict[str, str], bytes]] = [
    (200, {}, b'{"success": false}'),
    (200, {}, b"<html>all is well</html>"),
    (200, {}, b"[]"),
    (500, {}, b""),
    (403, {}, b"{}"),
    (302, {"Location": "/"}, b""),
]


@pytest.mark.django_db
@pytest.mark.parametrize("lie", LIES)
def test_what_is_no_yes_is_told_again(api: Fake, lie: tuple[int, dict[str, str], bytes]) -> None:
    api.answers = [lie]
    purged("post:1#full")
    with pytest.raises(calling.Failed):
        telling.tell()
    assert CdnPurge.objects.get().told_at is None
    telling.tell()
    assert api.heard == [[saying.key("post:1#full")]] * 2
    assert CdnPurge.objects.get().told_at


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["hang", "drip"])
def test_nobody_waits_for_long(api: Fake, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "SECONDS", 0.3)
    api.answers = [how]
    purged("post:1#full")
    with pytest.raises(calling.Failed):
        telling.tell()
    assert CdnPurge.objects.get().told_at is None


@pytest.mark.django_db
def test_a_server_that_is_not_there_is_no_yes(api: Fake, settings: Any) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.CDN_URL = [f"http://127.0.0.1:{nobody.getsockname()[1]}"]
        purged("post:1#full")
        with pytest.raises(calling.Failed, match="no answer"):
            telling.tell()


@pytest.mark.django_db
def test_rest_grows_as_it_goes_on_and_ends_with_the_first_yes(api: Fake) -> None:
    api.answers = [(500, {}, b"")] * 8
    purged("post:1#full")
    teller, rests = telling.Teller(), []
    for _ in range(9):
        teller.turn()
        rests.append(teller.rest)
    assert rests == [1, 2, 4, 8, 16, 32, 60, 60, telling.EVERY]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "rest"), [("17", 17), ("999999", 3600), ("Wed, 21 Oct 2026 07:28:00 GMT", 1), ("-5", 1)]
)
def test_who_is_asked_to_wait_waits(api: Fake, said: str, rest: float) -> None:
    api.answers = [(429, {"Retry-After": said}, b"")]
    purged("post:1#full")
    teller = telling.Teller()
    teller.turn()
    assert teller.rest == rest
    teller.turn()
    assert CdnPurge.objects.get().told_at


@pytest.mark.django_db
def test_what_was_told_before_a_failure_is_not_told_again(api: Fake, name: str) -> None:
    most = cdn.KNOWN[name].most
    for start in (0, most):
        purged(*(f"post:{n}#card" for n in range(start, start + most)))
    telling.tell()
    first = api.heard.copy()
    CdnPurge.objects.update(told_at=None)
    api.heard.clear()
    api.asked.clear()

    yes: dict[str, tuple[int, dict[str, str], bytes]] = {
        "cloudflare": (200, {}, b'{"success": true}'),
        "fastly": (200, {}, json.dumps(dict.fromkeys(first[0], "1")).encode()),
        "varnish": (200, {"X-Purged": "3"}, b""),
    }
    api.answers = [yes[name], (503, {}, b"")]
    with pytest.raises(calling.Failed):
        telling.tell()
    telling.tell()
    assert api.heard == [first[0], first[1], first[1]]


@pytest.mark.django_db
def test_everything_is_one_word(api: Fake) -> None:
    purged("post:1#full")
    telling.everything()
    telling.tell()
    assert api.heard == [[saying.key("*")]]


@pytest.mark.django_db
def test_a_long_silence_becomes_one_word(api: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "MOST_WAITING", 3)
    for number in range(4):
        purged(f"post:{number}#full")
    telling.tell()
    assert api.heard == [[saying.key("*")]]
    assert CdnPurge.objects.count() == 1


@pytest.mark.django_db
def test_who_asks_says_who_he_is(api: Fake, name: str) -> None:
    purged("post:1#full")
    telling.tell()
    [(method, path, headers)] = api.asked
    expected = {
        "cloudflare": ("POST", "/zones/zone/purge_cache", "Bearer secret"),
        "fastly": ("POST", "/service/zone/purge", "secret"),
        "varnish": ("PURGE", "/", None),
    }
    assert (method, path, headers.get("Authorization") or headers.get("Fastly-Key")) == expected[name]


@pytest.mark.django_db
def test_an_epoch_is_told_once(api: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    epochs = iter([None, b"a.1", b"a.1", b"b.1"])
    monkeypatch.setattr(link, "ask", lambda call: next(epochs))
    for calls in (0, 1, 1, 2):
        telling.tell()
        assert api.heard == [[saying.key("*")]] * calls


@pytest.mark.django_db(transaction=True)
def test_a_line_of_the_outbox_stays_until_it_is_handed_over(
    settings: Any, pages_redis: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CDN = "fastly"
    Outbox.objects.create(txn="x", tags="post:1#full")

    def killed(**said: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("pagecache.missed.Outbox.objects.filter", killed)
        with pytest.raises(KeyboardInterrupt):
            OutboxReader().read()
    assert (Outbox.objects.count(), CdnPurge.objects.count()) == (1, 0)
    OutboxReader().read()
    assert [purge.tags for purge in CdnPurge.objects.all()] == ["post:1#full"]
    assert not Outbox.objects.exists()


@pytest.mark.django_db
def test_without_a_cdn_nothing_is_written_down() -> None:
    telling.everything()
    with telling.handed_over([(1, "x", "post:1#full", False)]):
        pass
    assert not CdnPurge.objects.exists()


def test_without_a_cdn_a_page_says_nothing_of_it() -> None:
    response = HttpResponse()
    before = dict(response.items())
    saying.may_hold(response, 1000)
    assert dict(response.items()) == before
    assert saying.with_keys("A: b", ["post:1#full"]) == "A: b"


def test_a_page_with_the_most_tags_fits_into_every_header(settings: Any, name: str) -> None:
    settings.CDN = name
    line = saying.with_keys("A: b", (f"post:{n}#card" for n in range(500)))
    assert len(line) < 8000 - 100  # Varnish's http_resp_hdr_len, the least of them
    assert saying.without_keys(line) == "A: b"


def test_only_what_can_be_purged_may_be_held(settings: Any, name: str) -> None:
    settings.CDN = name
    front = cdn.KNOWN[name]
    keyed, bare = HttpResponse(headers={front.keys: "a"}), HttpResponse()
    saying.may_hold(keyed, 59_999)
    saying.may_hold(bare, 59_999)
    assert (keyed[front.control], bare[front.control]) == ("max-age=59", "max-age=0")


def test_the_edge_says_it_in_the_same_words() -> None:
    text = (ROOT / "site/pagecache/edge/cdn.lua").read_text()
    said = re.findall(r'(\w+) = \{ keys = "([^"]+)", control = "([^"]+)" \}', text)
    assert said == [(name, front.keys, front.control) for name, front in cdn.KNOWN.items()]


@pytest.mark.django_db
def test_a_page_is_held_only_once_it_came_from_the_store(
    client: Any, settings: Any, pages_redis: Any
) -> None:
    settings.CDN = "fastly"
    rendered, kept = client.get("/feed.atom"), client.get("/feed.atom")
    assert rendered["X-Page-Cache"] == "miss"
    assert (rendered["Surrogate-Control"], rendered.has_header("Surrogate-Key")) == ("max-age=0", False)
    assert kept["X-Page-Cache"] == "hit"
    assert saying.key(store.EVERYTHING) in kept["Surrogate-Key"].split()
    assert 0 < int(kept["Surrogate-Control"].removeprefix("max-age=")) <= 86_400
    again = client.get("/feed.atom", headers={"If-None-Match": kept["ETag"]})
    assert (again.status_code, again["Surrogate-Key"]) == (304, kept["Surrogate-Key"])
    assert client.get("/studio/")["Cache-Control"] == "private, no-store"
