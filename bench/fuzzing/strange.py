"""An address plain, then with a strangeness, then plain again: nobody else may see anything of it."""

import re
import time
from collections.abc import Iterable

from bench.drilling.dictating import Dictation
from bench.fuzzing.names import CANARY, Strangeness
from bench.fuzzing.stored import Store, Stored
from bench.live.asking import Answer, Broken, Connection
from bench.live.report import Report

ADDRESSES = (
    "/",
    "/blog/",
    "/blog/letter-3/",
    "/blog/archive/1/",
    "/topics/topic-1/",
    "/feed.atom",
    "/nothing-here/",
)
KEPT = 2.0  # seconds that keeping a page may take
SETTLED = 0.02  # seconds after which a page that is going to be kept at once is kept
VOLATILE = re.compile(
    rb"\r\n(?:Date|X-Request-ID|X-Page-Cache|Connection|Content-Length|Transfer-Encoding): [^\r]*", re.I
)
SHOWN = 20
UNKNOWN_CODING = 501  # what a server says to a Transfer-Encoding that it does not know (RFC 9112, 6.1)


class Suspicion:
    """Compares everything with what plain requests got in the beginning."""

    def __init__(self, port: int, store: Store, author: Dictation) -> None:
        self.connection, self.store, self.author = Connection(port), store, author
        self.findings: list[str] = []
        self.tried = self.kept = 0
        self.forget()
        self.plain = {path: self._plainly(path) for path in ADDRESSES}
        self.pages = store.wait_for(len(ADDRESSES), KEPT)
        if len(self.pages) != len(ADDRESSES):
            raise SystemExit(f"Of {len(ADDRESSES)} pages {len(self.pages)} were kept: {list(self.pages)}")

    def forget(self) -> None:
        """Every kept page is invalid: the next request renders."""
        self.author.ask("epoch")

    def try_all(self, strangenesses: Iterable[Strangeness]) -> None:
        """Each where nothing is kept, so that it makes the page, and where the page is kept."""
        for number, strangeness in enumerate(strangenesses):
            path = ADDRESSES[number % len(ADDRESSES)]
            self.forget()
            self._ask(path, strangeness)
            time.sleep(SETTLED)
            self._compare(path, strangeness, "made with it")
            self._ask(path, strangeness)
            self._compare(path, strangeness, "kept before it")
            self._compare_kept(strangeness)
            self.tried += 1

    def compare_all(self, report: Report, what: str) -> None:
        """Every address once more, after *what* was asked for."""
        for path in ADDRESSES:
            self._compare(path, Strangeness(what), "kept before it")
        report.row(f"differences after {what}", len(self.findings), 0, "")

    def _ask(self, path: str, strangeness: Strangeness) -> None:
        query = f"{'&' if '?' in path else '?'}{strangeness.query}" if strangeness.query else ""
        headers = strangeness.headers
        if "host:" not in headers.lower():
            headers = f"Host: 127.0.0.1:{self.connection.port}\r\n{headers}"
        if "accept-encoding:" not in headers.lower():
            headers += "Accept-Encoding: gzip\r\n"
        question = f"{strangeness.method} {path}{query} HTTP/1.1\r\n{headers}\r\n".encode("latin-1")
        try:
            self.connection.send_bytes(question + strangeness.body)
            answer = self.connection.receive(strangeness.method)
        except Broken:
            return
        if answer.status >= 500 and answer.status != UNKNOWN_CODING and strangeness.method == "GET":
            self._found(f"{strangeness.name} at {path} answers {answer.status}")
        if strangeness.body or answer.status in {100, 101, 400}:
            self.connection.close()  # what follows may be a part of it

    def _plainly(self, path: str) -> tuple[int, bytes, bytes]:
        while True:
            try:
                return _essence(self.connection.get(path))
            except Broken:
                continue

    def _compare(self, path: str, strangeness: Strangeness, when: str) -> None:
        got = self._plainly(path)
        if got != self.plain[path]:
            self._found(
                f"{path} differs after {strangeness.name} ({when}): {_difference(got, self.plain[path])}"
            )

    def _compare_kept(self, strangeness: Strangeness) -> None:
        for key, page in self.store.pages().items():
            self.kept += 1
            if key not in self.pages:
                self._found(f"{strangeness.name} made the key {key}")
            elif page != self.pages[key]:
                self._found(f"{strangeness.name} changed {key}: {_fields(page, self.pages[key])}")

    def _found(self, what: str) -> None:
        self.findings.append(what)
        if len(self.findings) <= SHOWN:
            print(f"  {what}", flush=True)

    def report(self, report: Report, least: int) -> None:
        """What was tried so far and what came of it."""
        report.row("strange headers, cookies, parameters, bodies", self.tried, least, "", least=True)
        report.row("kept pages compared byte for byte", self.kept, least, "", least=True)
        report.row("keys that hold a strange value", len(self.store.holds(CANARY.encode())), 0, "")
        report.row("differences", len(self.findings), 0, "")


# Its end is the coding's; who makes a page gets it compressed by nginx, who comes later as it is kept.
ETAG = re.compile(rb'ETag: (?:W/)?"(\w+)-[zri]"')


def _essence(answer: Answer) -> tuple[int, bytes, bytes]:
    """What may not differ."""
    head = ETAG.sub(rb"ETag: \1", VOLATILE.sub(b"", answer.head))
    lines = sorted(head.split(b"\r\n")[1:])
    return answer.status, b"\n".join(lines), answer.text


def _difference(one: tuple[int, bytes, bytes], other: tuple[int, bytes, bytes]) -> str:
    if one[0] != other[0]:
        return f"status {one[0]}, was {other[0]}"
    if one[1] != other[1]:
        return f"headers {set(one[1].splitlines()) ^ set(other[1].splitlines())}"
    return f"body of {len(one[2])} bytes, was {len(other[2])}"


def _fields(one: Stored, other: Stored) -> str:
    return ", ".join(name.decode() for name in {*one, *other} if one.get(name) != other.get(name))
