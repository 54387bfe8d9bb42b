"""Readers at both edges, who never stop, and what each of them was shown."""

import http.client
import re
import threading
import time
from dataclasses import dataclass

PORT = 8000
HOST = f"stet.test:{PORT}"
PATIENCE = 20.0  # seconds
PAUSE = 0.03  # seconds between two questions
VERSION = re.compile(rb"<title>Board v(\d+)")


@dataclass(frozen=True)
class Answer:
    """What came, and what became of it in the page store."""

    status: int
    body: bytes
    type: str
    state: str


def ask(address: str, path: str, **headers: str) -> Answer:
    """The answer of the site's machine at *address*. Raises OSError."""
    connection = http.client.HTTPConnection(address, PORT, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Host": HOST} | headers)
        answer = connection.getresponse()
        headed = answer.headers
        return Answer(
            answer.status, answer.read(), headed["Content-Type"] or "", headed["X-Page-Cache"] or ""
        )
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


def version(answer: Answer) -> int:
    """Which one of the board it shows; 0 where it shows none."""
    found = VERSION.search(answer.body)
    return int(found[1]) if found else 0


@dataclass(frozen=True)
class Seen:
    """What a reader saw at the edge *at*: when he asked, how long he waited, and what came."""

    at: str
    asked: float
    seconds: float
    status: int
    state: str
    version: int


class Readers:
    """One at each of *addresses*, reading the board at *path*; what was acknowledged to its author."""

    def __init__(self, addresses: dict[str, str], path: str) -> None:
        self.path = path
        self.seen: list[Seen] = []
        self.acknowledged: list[tuple[float, int]] = []
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._read, args=each, daemon=True) for each in addresses.items()
        ]
        for thread in self._threads:
            thread.start()

    def acknowledge(self, number: int) -> None:
        """The author was told just now that *number* is published."""
        self.acknowledged.append((time.monotonic(), number))

    def since(self, moment: float) -> list[Seen]:
        return [seen for seen in list(self.seen) if seen.asked >= moment]

    def stale(self, since: float) -> list[Seen]:
        """What was older than what had been acknowledged when it was asked for."""
        return [
            seen
            for seen in self.since(since)
            if seen.status == 200 and seen.version < self._acknowledged_at(seen.asked)
        ]

    def _acknowledged_at(self, moment: float) -> int:
        return max((number for when, number in list(self.acknowledged) if when <= moment), default=0)

    def _read(self, name: str, address: str) -> None:
        while not self._over.is_set():
            asked = time.monotonic()
            try:
                answer = ask(address, self.path)
                status, state, number = answer.status, answer.state, version(answer)
            except OSError:
                status, state, number = 0, "", 0
            self.seen.append(Seen(name, asked, time.monotonic() - asked, status, state, number))
            self._over.wait(PAUSE)

    def end(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(PATIENCE)
