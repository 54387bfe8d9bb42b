"""nginx answers what is kept, as Python would."""

import gzip
import os
import re
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPResponse
from itertools import cycle, islice, product
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from redis import Redis

from config.middleware import HEADERS
from tests.deploy.apart import HITS, Apart, counted, state
from tests.waiting import until

# One says each of these anew every time, or only of the connection.
OWN = {"date", "server", "connection", "keep-alive", "x-request-id", "x-page-cache", "transfer-encoding"}
CODINGS = ["br, gzip", "br", "gzip", "identity"]
PAGES = [
    "/",
    "/blog/",
    "/blog/?part=posts",
    "/topics/",
    "/feed.atom",
    "/sitemap.xml",
    "/robots.txt",
    "/manifest.webmanifest",
    "/speculation-rules.json",
    "/blog/none/",
]


FOR_MACHINES = [
    *("/sitemaps/posts-1.xml", "/feed.json", "/llms.txt", "/api/v1/posts/?limit=2", "/api/v1/settings/"),
    *("/blog/everything-a-text-can-hold.md", "/blog/everything-a-text-can-hold.png", "/cards/site.png"),
]

LARGE_PAGES = Path("/sys/kernel/mm/transparent_hugepage")
TWINS = ("/search/?q=jylain", "/search/?q=pbybdd")  # one number leads to both (edge/asked.lua)


def said(answer: HTTPResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    """All of an answer that may not depend on who gave it."""
    headers = [(name.lower(), value) for name, value in answer.getheaders() if name.lower() not in OWN]
    return answer.status, sorted(headers), answer.body  # type: ignore[attr-defined]


def test_readers_are_answered_while_python_stands_still(site: Apart) -> None:
    site.state_in_the_end("/topics/")
    os.killpg(site.children["web"].pid, signal.SIGSTOP)
    try:
        answers = [site.get("/topics/", Accept_Encoding="gzip") for _ in range(20)]
    finally:
        os.killpg(site.children["web"].pid, signal.SIGCONT)
    assert {state(answer) for answer in answers} <= HITS
    assert "hit" in {state(answer) for answer in answers}


@pytest.mark.parametrize("path", FOR_MACHINES)
def test_what_machines_ask_for_is_answered_by_nginx_alone(site: Apart, path: str) -> None:
    site.state_in_the_end(path)
    expected = said(site.from_python(path))
    os.killpg(site.children["web"].pid, signal.SIGSTOP)
    try:
        answers = [site.get(path) for _ in range(4)]
    finally:
        os.killpg(site.children["web"].pid, signal.SIGCONT)
    assert {state(answer) for answer in answers} <= HITS
    assert [said(answer) for answer in answers] == [expected] * 4


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("encoding", ["br, gzip", "br", "gzip;q=0.5", "identity", "br;q=0, *"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nginx_says_what_python_says(site: Apart, path: str, encoding: str, method: str) -> None:
    site.await_all_codings(path)
    ours = site.get(path, method, Accept_Encoding=encoding)
    assert state(ours) in HITS
    assert said(ours) == said(site.from_python(path, method, Accept_Encoding=encoding))


def test_of_two_addresses_with_one_number_each_gets_its_own(site: Apart) -> None:
    for path in TWINS:
        assert site.state_in_the_end(path) in HITS
    expected = {path: said(site.from_python(path)) for path in TWINS}
    assert expected[TWINS[0]] != expected[TWINS[1]]
    answers = [(path, site.get(path)) for path in TWINS * 10]
    assert {state(ours) for _, ours in answers} <= HITS
    assert [path for path, ours in answers if said(ours) != expected[path]] == []


def test_nginx_puts_no_page_into_brotli_itself(site: Apart) -> None:
    """Until the keeper has done so, whoever takes nothing else gets it opened, as from Python."""
    site.state_in_the_end("/feed.json")
    os.killpg(site.children["worker"].pid, signal.SIGSTOP)
    try:
        ours = site.get("/feed.json", Accept_Encoding="br")
        expected = said(site.from_python("/feed.json", Accept_Encoding="br"))
    finally:
        os.killpg(site.children["worker"].pid, signal.SIGCONT)
    assert (state(ours), ours.headers["Content-Encoding"]) == ("hit-redis", None)
    assert said(ours) == expected


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*", '"other"', "W/{}, W/{}"])
@pytest.mark.parametrize("encoding", ["br", "identity"])
def test_what_a_reader_has_is_not_sent_again(site: Apart, form: str, encoding: str) -> None:
    site.await_all_codings("/blog/")
    tag = site.get("/blog/", Accept_Encoding=encoding).headers["ETag"]
    asked = {"If_None_Match": form.format(tag, tag), "Accept_Encoding": encoding}
    ours = site.get("/blog/", **asked)
    assert state(ours) in HITS
    assert ours.status == (200 if form == '"other"' else 304)
    assert said(ours) == said(site.from_python("/blog/", **asked))


def test_who_names_no_tag_has_nothing(site: Apart) -> None:
    """Neither has a page that is not there; that they have this in common makes no 304 of it."""
    asked = {"If_None_Match": "", "If_Match": "*"}
    site.await_kept("/blog/none/")
    ours = site.get("/blog/none/", **asked)
    assert state(ours) in HITS
    assert said(ours) == said(site.from_python("/blog/none/", **asked))


@pytest.fixture
def without_copies(site: Apart) -> Iterator[Apart]:
    """The site while nginx takes each page from Redis."""
    configuration = site.folder / "var/nginx.conf"
    as_it_was = configuration.read_text()
    configuration.write_text(re.sub(r"\bpages = \d+", "pages = 0", as_it_was))
    site.restart("nginx")
    try:
        yield site
    finally:
        configuration.write_text(as_it_was)
        site.restart("nginx")


def test_from_redis_each_reader_is_given_his_own(without_copies: Apart) -> None:
    site = without_copies
    site.await_all_codings("/blog/")
    tags = {coding: site.get("/blog/", Accept_Encoding=coding).headers["ETag"] for coding in CODINGS}
    for coding, tag in product(CODINGS, [*tags.values(), '"other"']):
        asked = {"If_None_Match": tag, "Accept_Encoding": coding}
        ours = site.get("/blog/", **asked)
        assert state(ours) == "hit-redis"
        assert said(ours) == said(site.from_python("/blog/", **asked))

    # All of a worker's readers share one connection, so the answers to many at once are told apart.
    paths = [*PAGES[:-1], *FOR_MACHINES]
    for path in paths:
        site.await_kept(path)
    expected = {path: said(site.from_python(path)) for path in paths}
    with ThreadPoolExecutor(16) as readers:
        answers = list(readers.map(lambda path: (path, site.get(path)), paths * 20))
    assert [path for path, ours in answers if said(ours) != expected[path]] == []
    assert {state(ours) for _, ours in answers} == {"hit-redis"}


def test_the_keepers_word_is_asked_for_before_the_page_and_not_after_it(without_copies: Apart) -> None:
    """Or the page may be purged in between, and the word be of what followed."""
    site = without_copies
    site.await_kept("/blog/")
    with site.pages_redis() as redis, redis.monitor() as monitor:
        site.get("/blog/")
        heard = (said["command"] for said in monitor.listen())
        words = (
            command.split()[0] for command in heard if re.match("MGET pc:epoch pc:fresh|HMGET pc:p:", command)
        )
        assert list(islice(words, 2)) == ["MGET", "HMGET"]


def test_a_tag_stands_over_no_other_body_whatever_is_kept_meanwhile(without_copies: Apart) -> None:
    """Who takes brotli where there is none is given the page by two questions; it may change in between."""
    site = without_copies
    site.await_kept("/feed.json")
    tag, body = _tag_and_body(site, "gzip")
    with site.pages_redis() as redis, ThreadPoolExecutor(1) as pool:
        page = next(key for key in redis.scan_iter("pc:p:*") if redis.hget(key, "e") == stem_of(tag))
        versions = [{"e": stem_of(tag), "z": body}, {"e": "other", "z": gzip.compress(b"other")}]
        over = Event()
        changing = pool.submit(_change_to_and_fro, redis, page, versions, over)
        answers = {_tag_and_body(site, "br, gzip") for _ in range(200)}
        over.set()
        changing.result()
        redis.delete(page)
    assert answers == {(tag, body), ('"other-z"', versions[1]["z"])}


def _tag_and_body(site: Apart, codings: str) -> tuple[str, bytes]:
    answer = site.get("/feed.json", Accept_Encoding=codings)
    return answer.headers["ETag"], answer.body  # type: ignore[attr-defined]


def stem_of(tag: str) -> bytes:
    """What all codings of a page have in common."""
    return tag.strip('"').rpartition("-")[0].encode()


def _change_to_and_fro(redis: Redis, page: bytes, versions: list[dict[str, Any]], over: Event) -> None:
    for version in cycle(versions):
        if over.is_set():
            return
        with redis.pipeline(transaction=True) as all_at_once:
            all_at_once.hset(page, mapping=version).hdel(page, "r").execute()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("If_Modified_Since", "Sat, 01 Jan 2050 00:00:00 GMT"),
        ("If_Unmodified_Since", "Sat, 01 Jan 2000 00:00:00 GMT"),
        ("If_Match", '"other"'),
        ("Range", "bytes=0-9"),
        ("Content_Length", "0"),
    ],
)
def test_headers_that_mean_nothing_change_nothing(site: Apart, name: str, value: str) -> None:
    asked = {name: value, "Accept_Encoding": "gzip"}
    ours = site.get("/blog/", **asked)
    assert state(ours) in HITS
    assert ours.status == 200
    assert said(ours) == said(site.from_python("/blog/", **asked))


@pytest.mark.parametrize("path", ["/blog/", "/blog/none/", "/blog/?part=posts"])
def test_security_headers_and_the_requests_name_stand_once(site: Apart, path: str) -> None:
    site.state_in_the_end(path)
    tag = site.get(path).headers["ETag"] or ""
    for answer in (site.get(path), site.get(path, If_None_Match=tag), site.get(path, Cookie="pc_author=1")):
        assert {name: answer.headers.get_all(name) for name in HEADERS} == {
            n: [v] for n, v in HEADERS.items()
        }
        assert len(answer.headers.get_all("X-Request-ID", [])) == 1


@pytest.mark.parametrize(
    ("headers", "why"),
    [({"Cookie": "a=b; pc_author=1"}, "author"), ({"Authorization": "Basic YTpi"}, "authorization")],
)
def test_authors_get_pages_as_they_are_now(site: Apart, headers: dict[str, str], why: str) -> None:
    answer = site.get("/blog/", **headers)
    assert state(answer) == f"bypass ({why})"
    assert answer.headers["Cache-Control"] == "no-store"


def asking(path: str, *lines: str) -> str:
    """A request for *path* with these headers, as they are."""
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: x", "Connection: close", *lines, "", ""])


def raw(site: Apart, lines: str) -> bytes:
    """What comes back for a request that no client would write."""
    with socket.create_connection(("127.0.0.1", site.port), 20) as connection:
        connection.sendall(lines.encode("latin-1"))
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize("others", [0, 13, 60])  # 60 are more than the edge looks through at once
@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("AUTHORIZATION: Basic YTpi", "authorization"),
        ("authorization:", "authorization"),
        ("cookie: a=b; pc_author=1", "author"),
        ("ACCEPT: text/html;q=0.5, text/markdown", "markdown"),
    ],
)
def test_a_header_counts_however_it_is_written_and_wherever_it_stands(
    site: Apart, line: str, why: str, others: int
) -> None:
    before = counted(site, why)
    raw(site, asking("/blog/", *[f"X-Other-{number}: y" for number in range(others)], line))
    assert counted(site, why) == before + 1


@pytest.mark.parametrize("others", [0, 13, 60])
def test_a_browsers_many_headers_do_not_keep_it_from_a_kept_page(site: Apart, others: int) -> None:
    site.await_all_codings("/blog/")
    lines = ["Accept: text/html,*/*;q=0.8", "Cookie: a=b", "Accept-Encoding: gzip, br", "Accept-Language: de"]
    answer = raw(site, asking("/blog/", *[f"X-Other-{number}: y" for number in range(others)], *lines))
    assert b"X-Page-Cache: hit" in answer
    assert b"Content-Encoding: br" in answer


def test_a_header_is_not_taken_for_another_of_its_length(site: Apart) -> None:
    site.await_all_codings("/blog/")
    tag = site.get("/blog/", Accept_Encoding="gzip").headers["ETag"]
    answer = site.get("/blog/", Accept_Encoding="gzip", If_Some_Match=tag)
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, "gzip")
    answer = raw(site, asking("/blog/", "Accept-Datetime: gzip, br"))
    assert b"Content-Encoding" not in answer


@pytest.mark.parametrize("codings", [("gzip", "br"), ("br;q=0", "gzip"), ("identity", "br;q=0")])
def test_codings_that_stand_in_two_headers_are_one_list(site: Apart, codings: tuple[str, str]) -> None:
    site.await_all_codings("/blog/")
    expected = site.from_python("/blog/", Accept_Encoding=", ".join(codings))
    answer = raw(site, asking("/blog/", *[f"Accept-Encoding: {coding}" for coding in codings]))
    tag = expected.headers["ETag"].encode()
    assert b"ETag: " + tag in answer


@pytest.mark.parametrize(
    "body", ["Content-Length: 3\r\n\r\na=b", "Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n"]
)
def test_a_get_has_no_body(site: Apart, body: str) -> None:
    answer = raw(site, f"GET /blog/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{body}")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"X-Page-Cache: bypass (body)" in answer


@pytest.mark.parametrize(
    "path",
    [
        "/blog//",
        "//blog/",
        "/blog/%2e%2e/",
        "/%62log/",
        "/blog/;a/",
        "/blog/\\/",
        "/blog/?part=posts&part=posts",
        "/blog/%FF/",
        "/studio/",
        f"/{'a' * 600}/",
    ],
)
def test_what_nobody_would_write_is_never_looked_up(site: Apart, path: str) -> None:
    before = counted(site, "address")
    answer = raw(site, asking(path))
    assert b"X-Page-Cache: hit" not in answer
    assert counted(site, "address") == before + 1


def test_what_others_add_to_addresses_adds_no_page(site: Apart) -> None:
    site.state_in_the_end("/blog/")
    before = counted(site, "entries")
    answers = [site.get(f"/blog/?utm_source={number}&fbclid=a") for number in range(20)]
    assert {state(answer) for answer in answers} <= HITS
    assert counted(site, "entries") <= before + 2  # the one page, in each worker


def test_a_browser_that_goes_to_a_part_is_sent_to_its_page(site: Apart) -> None:
    site.state_in_the_end("/blog/?part=posts")
    assert state(site.get("/blog/?part=posts")) in HITS
    answer = site.get("/blog/?part=posts", Sec_Fetch_Dest="document")
    assert (answer.status, answer.headers["Location"]) == (303, "/blog/")
    assert state(site.get("/blog/", Sec_Fetch_Dest="document")) in HITS


def test_nobody_outside_says_who_renders_or_who_they_are(site: Apart) -> None:
    answer = site.get("/blog/", X_Page_Lock="1", X_Forwarded_Host="evil.example", X_Original_URL="/studio/")
    assert state(answer) in HITS
    assert b"evil.example" not in answer.body  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/edge-status", "/metrics"])
def test_the_machines_numbers_are_for_the_machine(site: Apart, path: str) -> None:
    assert site.get(path).status == 200
    assert site.get(path, X_Forwarded_For="192.0.2.1").status == 404


@pytest.mark.skipif(not LARGE_PAGES.exists(), reason="this kernel has no large pages to be asked for")
def test_a_worker_asks_for_large_pages_of_memory(site: Apart) -> None:
    site.state_in_the_end("/topics/")
    for number in range(3000):  # what addresses come to is remembered: megabytes, in a place of Lua's own
        site.get(f"/topics/?utm_source={number}{'x' * 1800}")
    until(lambda: any(_asked_for_large_pages(worker["worker"]) for worker in site.status()))


def _asked_for_large_pages(pid: int) -> bool:
    flags = re.findall(r"^VmFlags: (.*)$", Path(f"/proc/{pid}/smaps").read_text(), re.MULTILINE)
    return any("hg" in line.split() for line in flags)
