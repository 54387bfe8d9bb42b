"""The three formats of a feed: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from blog.entries import Carried
from pagecache import render

if TYPE_CHECKING:
    from blog.feeds import Document

ATOM = "application/atom+xml; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
JSON = "application/feed+json; charset=utf-8"


def atom(request: HttpRequest, document: Document) -> HttpResponse:
    """*document* as Atom."""
    return render(request, "blog/feed.xml", {"feed": document})


def rss(request: HttpRequest, document: Document) -> HttpResponse:
    """*document* as RSS."""
    return render(request, "blog/feed.rss", {"feed": document})


def json(request: HttpRequest, document: Document) -> HttpResponse:
    """*document* as JSON Feed."""
    site = document.site
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": document.title,
        "home_page_url": document.page,
        "feed_url": document.url,
        "description": site.description,
        "language": site.language,
        "hubs": [{"type": "WebSub", "url": site.hub}] if site.hub else [],
        "items": [_item(entry) for entry in document.entries],
    }
    return HttpResponse(dumps(_said(said), ensure_ascii=False), content_type=JSON)


def _item(entry: Carried) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "date_published": _moment(entry.published),
        "date_modified": _moment(entry.updated),
        "language": entry.post.language,
        "authors": [_said({"name": name, "url": url}) for name, url in entry.authors],
        "tags": entry.topics,
    }
    return _said(item) | {"content_html": item["content_html"]}


def _said(fields: dict[str, Any]) -> dict[str, Any]:
    """*fields* without those that say nothing; a feed has items, if none."""
    return {name: value for name, value in fields.items() if value or name == "items"}


def _moment(moment: Any) -> str:
    return str(moment.isoformat(timespec="seconds"))
