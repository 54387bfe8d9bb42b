"""What a crawler reads on a page, in a sitemap and in a feed."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass
class Page:
    """What a page says."""

    title: str = ""
    headings: int = 0
    language: str = ""
    canonical: str = ""
    description: str = ""
    robots: str = ""
    twin: str = ""
    feeds: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    silent_pictures: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)

    def graph(self) -> list[dict[str, Any]]:
        """The nodes of its JSON-LD. Raises ValueError where that cannot be read."""
        said = [json.loads(each) for each in self.data]
        return [node for each in said for node in (each.get("@graph") or [each])]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        reader = getattr(self, f"_{tag}", None)
        if reader:
            reader(said)

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "title":
            self.page.title += data
        elif self.inside == "data":
            self.page.data[-1] += data

    def _html(self, said: dict[str, str]) -> None:
        self.page.language = said.get("lang", "")

    def _title(self, said: dict[str, str]) -> None:
        self.inside = "" if self.page.title else "title"  # one of an icon comes later

    def _h1(self, said: dict[str, str]) -> None:
        self.page.headings += 1

    def _meta(self, said: dict[str, str]) -> None:
        if said.get("name") in {"description", "robots"}:
            setattr(self.page, said["name"], said.get("content", ""))

    def _link(self, said: dict[str, str]) -> None:
        rel, kind, href = said.get("rel", ""), said.get("type", ""), said.get("href", "")
        if rel == "canonical":
            self.page.canonical = href
        elif rel == "alternate" and kind == "text/markdown":
            self.page.twin = href
        elif rel == "alternate" and kind.startswith("application/"):
            self.page.feeds.append(href)

    def _a(self, said: dict[str, str]) -> None:
        if said.get("href"):
            self.page.links.append(said["href"])

    def _img(self, said: dict[str, str]) -> None:
        if "alt" not in said:
            self.page.silent_pictures.append(said.get("src", ""))

    def _script(self, said: dict[str, str]) -> None:
        if said.get("type") == "application/ld+json":
            self.inside = "data"
            self.page.data.append("")


def page(text: str) -> Page:
    """What *text*, which is HTML, says."""
    reader = _Reader()
    reader.feed(text)
    return reader.page


def sitemap(text: str) -> list[tuple[str, str]]:
    """The addresses that a sitemap or its index names, with their dates. Raises ParseError."""
    tree = ElementTree.fromstring(text)  # noqa: S314 - the site's own answer
    found = [*tree.iter(f"{SITEMAP}sitemap"), *tree.iter(f"{SITEMAP}url")]
    return [(each.findtext(f"{SITEMAP}loc", ""), each.findtext(f"{SITEMAP}lastmod", "")) for each in found]


def feed(text: str, kind: str) -> dict[str, str]:
    """When each entry of a feed was updated, by its address. Raises ValueError or ParseError."""
    if kind.endswith("json"):
        return {item["url"]: item["date_modified"] for item in json.loads(text)["items"]}
    tree = ElementTree.fromstring(text)  # noqa: S314 - the site's own answer
    items = {each.findtext("link", ""): each.findtext(f"{ATOM}updated", "") for each in tree.iter("item")}
    return items | {
        link.get("href", ""): each.findtext(f"{ATOM}updated", "")
        for each in tree.iter(f"{ATOM}entry")
        for link in each.findall(f"{ATOM}link[@rel='alternate']")
    }
