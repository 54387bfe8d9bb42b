"""A public page made a preview: it says so, search engines stay out, its links stay within the preview."""

import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser

from django.utils.html import escape

TAG = re.compile(r"<[a-zA-Z][^<>]*>")
ADDRESS = re.compile(r'(\s(?:href|action|data-hx-get)=")(/(?!/)[^"]*)(")')
Within = Callable[[str], str]


def as_preview(html: str, within: Within, banner: str, head: str) -> str:
    """*html* with the *banner* on top of its body and *head* at the end of its head.

    ``within`` turns an address of the site into the one that shows it in the preview, or leaves it.
    """
    html = TAG.sub(lambda tag: _led_within(tag[0], within), html)
    html = html.replace("</head>", f"{head}</head>", 1)
    return re.sub(r"<body[^>]*>", lambda body: f"{body[0]}\n{banner}", html, count=1)


def _led_within(tag: str, within: Within) -> str:
    return ADDRESS.sub(lambda found: f"{found[1]}{escape(within(unescape(found[2])))}{found[3]}", tag)


class _Head(HTMLParser):
    """Reads what a page says of itself."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self.is_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("property") or given.get("name")
        if tag == "meta" and name:
            self.said.setdefault(name, given.get("content") or "")
        if tag == "link" and given.get("rel") == "canonical":
            self.said["canonical"] = given.get("href") or ""
        self.is_title = tag == "title" and "title" not in self.said

    def handle_data(self, data: str) -> None:
        if self.is_title:
            self.said["title"], self.is_title = data, False


def said_of_itself(html: str) -> dict[str, str]:
    """What the head of a page says: ``title``, ``canonical``, and each meta by its name or property."""
    head = _Head()
    head.feed(html.partition("</head>")[0])
    return head.said
