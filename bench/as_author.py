"""Lets a checker that cannot log in look at the studio: a way in that adds an author's session.

It listens on loopback, passes on what only looks, and ends with the measure that began it.
"""

import contextlib
import http.client
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OF_THE_WAY = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "host", "cookie"})


@contextlib.contextmanager
def way_in(port: int, cookie: str) -> Iterator[int]:
    """The port of a way to the site on *port* for whoever has no *cookie* of his own."""

    class WayIn(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._pass_on()

        def do_HEAD(self) -> None:
            self._pass_on()

        def _pass_on(self) -> None:
            headers = {name: said for name, said in self.headers.items() if name.lower() not in OF_THE_WAY}
            headers |= {"Host": f"127.0.0.1:{port}", "Cookie": cookie, "Accept-Encoding": "identity"}
            site = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            site.request(self.command, self.path, headers=headers)
            answer = site.getresponse()
            body = answer.read()
            self.send_response(answer.status)
            for name, said in answer.getheaders():
                if name.lower() not in OF_THE_WAY:
                    self.send_header(name, said)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            site.close()

        def log_message(self, *_: object) -> None:
            """Nothing: the site has its own log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), WayIn)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
