"""An author at the studio's own door: logs in by a link, writes and publishes with its forms."""

import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPResponse
from http.cookiejar import CookieJar

from bs4 import BeautifulSoup, Tag

PATIENCE = 30.0  # seconds


class Desk:
    """A browser of somebody who is logged in at *site*, an address without a slash at its end."""

    def __init__(self, site: str, login: str) -> None:
        self.site = site
        self.cookies = CookieJar()
        self._open = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies)
        ).open
        path = urllib.parse.urlsplit(login).path
        self._send(path, self._fields(path, "form"))

    @property
    def cookie(self) -> str:
        """What the browser sends with each request."""
        return "; ".join(f"{each.name}={each.value}" for each in self.cookies)

    def publish(self, title: str, body: str) -> str:
        """Write a post and publish it; the path at which readers find it."""
        at = self._send("/studio/post/new/", self._fields("/studio/post/new/", "#editor") | {
            "title": title, "body": body,
        })  # fmt: skip
        step = f"{urllib.parse.urlsplit(at.url).path}publish/"
        said = self._send(step, self._fields(step, "main form") | {"when": "now"})
        words = said.read().decode()
        if "It stands." not in words:
            raise SystemExit(f"Publishing at {self.site} was refused: {words[:2000]}")
        slug = title.lower().replace(" ", "-")
        return f"/blog/{slug}/"

    def _send(self, path: str, fields: dict[str, str]) -> HTTPResponse:
        data = urllib.parse.urlencode(fields).encode()
        try:
            answer: HTTPResponse = self._open(f"{self.site}{path}", data, PATIENCE)
        except urllib.error.HTTPError as refusal:
            raise SystemExit(f"{path} answered {refusal.code}: {refusal.read()[:1000]!r}") from refusal
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
