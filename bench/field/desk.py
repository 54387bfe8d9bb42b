"""An author at the studio's own door: logs in by a link, writes and publishes with its forms."""

import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPConnection, HTTPResponse
from http.cookiejar import CookieJar
from typing import Any

from bs4 import BeautifulSoup, Tag

PATIENCE = 30.0  # seconds
BOUNDARY = "what-no-picture-has-in-it"


class _Machine(urllib.request.HTTPHandler):
    """Asks the machine at which its *desk* is, whatever the address says."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__()
        self.desk = desk

    def http_open(self, asked: urllib.request.Request) -> HTTPResponse:
        return self.do_open(self._connection, asked)  # type: ignore[arg-type]

    def _connection(self, host: str, **said: Any) -> HTTPConnection:
        connection = HTTPConnection(host, **said)
        connection.host = self.desk.at or connection.host
        return connection


class Desk:
    """A browser of somebody who is logged in at *site*, an address without a slash at its end.

    *at* is the machine that it asks, where the site's name leads nowhere; it may ask another later.
    """

    def __init__(self, site: str, login: str, at: str = "") -> None:
        self.site, self.at = site, at
        self.cookies = CookieJar()
        self.editor = ""
        self._open = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies), _Machine(self)
        ).open
        path = urllib.parse.urlsplit(login).path
        self._send(path, self._fields(path, "form"))

    @property
    def cookie(self) -> str:
        """What the browser sends with each request."""
        return "; ".join(f"{each.name}={each.value}" for each in self.cookies)

    def publish(self, title: str, body: str) -> str:
        """Write a post and publish it; the path at which readers find it."""
        self._write("/studio/post/new/", title, body)
        slug = title.lower().replace(" ", "-")
        return f"/blog/{slug}/"

    def publish_again(self, title: str, body: str) -> None:
        """Publish the same post with another title and text; its address stays."""
        self._write(self.editor, title, body)

    def upload(self, picture: bytes, name: str) -> str:
        """Bring a picture; the path at which readers find it. SystemExit says why it was refused."""
        fields = self._fields("/studio/media/", "form:has(input[type=file])") | {"alt": "What it shows"}
        said = self._send("/studio/media/", fields, ("picture", name, picture))
        page = BeautifulSoup(said.read(), "html.parser")
        found = [str(each["src"]) for each in page.select("main img[src^='/media/pictures/']")]
        if not urllib.parse.urlsplit(said.url).path.removeprefix("/studio/media/") or not found:
            refusals = [
                each.get_text(" ", strip=True) for each in page.select(".error, [role=alert], .errors")
            ]
            raise SystemExit(f"The picture was refused: {' '.join(refusals)}")
        return found[0]

    def _write(self, path: str, title: str, body: str) -> None:
        at = self._send(path, self._fields(path, "#editor") | {"title": title, "body": body})
        self.editor = urllib.parse.urlsplit(at.url).path
        step = f"{self.editor}publish/"
        said = self._send(step, self._fields(step, "main form") | {"when": "now"})
        words = said.read().decode()
        if "It stands." not in words:
            raise SystemExit(f"Publishing at {self.site} was refused: {words[:2000]}")

    def _send(
        self, path: str, fields: dict[str, str], file: tuple[str, str, bytes] | None = None
    ) -> HTTPResponse:
        asked = urllib.request.Request(f"{self.site}{path}", urllib.parse.urlencode(fields).encode())
        if file:
            asked.data = _in_parts(fields, *file)
            asked.add_header("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
        try:
            answer: HTTPResponse = self._open(asked, None, PATIENCE)
        except urllib.error.HTTPError as refusal:
            raise SystemExit(f"{path} answered {refusal.code}: {_words(refusal.read())}") from refusal
        return answer

    def _fields(self, path: str, form: str) -> dict[str, str]:
        """What the first *form* at *path* would send as it stands."""
        page = BeautifulSoup(self._open(f"{self.site}{path}", None, PATIENCE).read(), "html.parser")
        found = page.select_one(form)
        if found is None:
            raise SystemExit(f"{path} shows no {form}: {page.get_text(' ', strip=True)[:500]}")
        return _fields_of(found)


def _fields_of(form: Tag) -> dict[str, str]:
    fields = {
        str(each["name"]): str(each.get("value", "")) for each in form.select("input[name]:not([type=file])")
    }
    for box in form.select("input[type=checkbox]:not([checked]), input[type=radio]:not([checked])"):
        fields.pop(str(box["name"]), None)
    fields |= {str(each["name"]): str(each["value"]) for each in form.select("input[type=radio][checked]")}
    fields |= {str(each["name"]): each.text.removeprefix("\n") for each in form.select("textarea[name]")}
    for each in form.select("select[name]"):
        chosen = each.select_one("option[selected]")
        fields[str(each["name"])] = str(chosen["value"]) if chosen else ""
    return fields


def _in_parts(fields: dict[str, str], name: str, file: str, data: bytes) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{each}"\r\n\r\n{said}\r\n'
        for each, said in fields.items()
    ]
    parts += [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n\r\n']
    return "".join(parts).encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()


def _words(page: bytes) -> str:
    """What stands on *page* for whoever reads it."""
    read = BeautifulSoup(page, "html.parser")
    return (read.select_one("main") or read).get_text(" ", strip=True)[:2000]
