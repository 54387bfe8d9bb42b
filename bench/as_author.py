"""Lets a checker that cannot log in look at the studio: a way in that adds an author's session.

It listens on loopback, passes on what only looks, and ends with the measure that began it. What was answered
to a form that was sent has no address to be looked at: it is shown at one that is made up for it.
"""

import contextlib
import http.client
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OF_THE_WAY = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "host", "cookie"})


@contextlib.contextmanager
def way_in(
    port: int, cookie: str, answers: Mapping[str, str], told: Callable[[str], str] = str
) -> Iterator[int]:
    """The port of a way to the site on *port* for whoever has no *cookie* of his own.

    *answers* are pages by the path at which they are shown instead of what the site has there. Each page is
    handed out as it is *told*.
    """

    class WayIn(_WayIn):
        site, session, made_up = port, cookie, answers

        def as_told(self, page: str) -> str:
            return told(page)

    server = ThreadingHTTPServer(("127.0.0.1", 0), WayIn)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


class _WayIn(BaseHTTPRequestHandler):
    site: int
    session: str
    made_up: Mapping[str, str]

    def as_told(self, page: str) -> str:
        raise NotImplementedError

    def do_GET(self) -> None:
        if self.path in self.made_up:
            self._show(self.made_up[self.path])
        else:
            self._pass_on()

    def do_HEAD(self) -> None:
        self._pass_on()

    def _show(self, page: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self._end(self.as_told(page).encode())

    def _pass_on(self) -> None:
        headers = {name: said for name, said in self.headers.items() if name.lower() not in OF_THE_WAY}
        headers |= {"Host": f"127.0.0.1:{self.site}", "Cookie": self.session, "Accept-Encoding": "identity"}
        site = http.client.HTTPConnection("127.0.0.1", self.site, timeout=30)
        site.request(self.command, self.path, headers=headers)
        answer = site.getresponse()
        body = answer.read()
        self.send_response(answer.status)
        for name, said in answer.getheaders():
            if name.lower() not in OF_THE_WAY:
                self.send_header(name, said)
        is_page = (answer.getheader("Content-Type") or "").startswith("text/html")
        self._end(self.as_told(body.decode()).encode() if is_page else body)
        site.close()

    def _end(self, body: bytes) -> None:
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the site has its own log."""
