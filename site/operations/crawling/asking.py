"""How a crawler asks: one connection, one question after another, redirects seen and not followed."""

import http.client
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

AGENT = "StetCrawl/1.0 (manage.py crawl)"
SECONDS = 40


@dataclass(frozen=True)
class Answer:
    """What came back; *headers* by their names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", errors="replace")

    @property
    def kind(self) -> str:
        """The type of what it is, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip()


Ask = Callable[..., Answer]  # (path, method="GET", headers={…})


def asker(base: str) -> Ask:
    """What asks the site at *base* for a path. Raises OSError where nobody answers."""
    at = urlsplit(base)
    kind = http.client.HTTPSConnection if at.scheme == "https" else http.client.HTTPConnection
    connection = kind(at.netloc, timeout=SECONDS)

    def ask(path: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
        sent = {"User-Agent": AGENT, "Host": at.netloc} | dict(headers or {})
        try:
            connection.request(method, path, headers=sent)
            response = connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            connection.close()  # a server hangs up on who asked nothing for a while
            connection.request(method, path, headers=sent)
            response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, response.read())

    return ask
