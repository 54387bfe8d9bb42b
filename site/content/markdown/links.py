"""Links: references resolved, addresses made valid, the rest kept as readable text."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from content.markdown.body import Body
from content.markdown.tree import Element, escaped, find, is_blank, text_of, walk

REFERENCE = re.compile(r"(?:post|page|picture|file):\d+(?:#\S*)?$")
WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
SCHEMES = ("http:", "https:", "mailto:", "tel:")
STRAY_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
# Everything RFC 3986 lets stand in an address; letters of other scripts are kept readable.
LEGAL = "%/:?#@!$&'()*+,;=~-._"
WHOLLY_LEGAL = re.compile(r"[a-zA-Z0-9/:?@!$&'()*+,;=~._-]*(?:#[a-zA-Z0-9/:?@!$&'()*+,;=~._-]*)?")


def resolve_links(body: Body) -> None:
    """Lead references to their targets; a link that leads nowhere becomes its text."""
    for element in walk(body.tree):
        if element.tag == "a" and "remote-picture" not in element.classes():
            _resolve(body, element)
        elif "cite" in element.attrs and not _set_address(element, "cite", element.attrs["cite"]):
            del element.attrs["cite"]


def _resolve(body: Body, link: Element) -> None:
    href = link.attrs.get("href", "").strip()
    if href.startswith("#"):
        return
    if REFERENCE.match(href):
        _resolve_reference(body, link, href)
    elif href and _stands_anywhere(href) and _set_address(link, "href", href):
        _finish(body, link)
    else:
        if href and not _stands_anywhere(href):
            body.unresolved.append(href)
        _without_address(link)


def _stands_anywhere(href: str) -> bool:
    """Whether the address means the same on every page that shows the text: its own, a list, a feed."""
    return href.startswith("/") or bool(SCHEME.match(href))


def _resolve_reference(body: Body, link: Element, reference: str) -> None:
    target = body.target(reference)
    if target is None:
        _say(link, reference)
        link.unwrap()
        return
    _say(link, target.title or target.url)
    link.attrs["href"] = target.url


def _finish(body: Body, link: Element) -> None:
    _say(link, link.attrs["href"])
    body.links.append(link.attrs["href"])
    if is_remote(link.attrs["href"]):
        link.attrs["rel"] = "noopener"


def _say(link: Element, words: str) -> None:
    """A link that shows nothing gets words; one that holds a picture without a description gets a name."""
    if not text_of(link).strip():
        picture = find(link, "img")
        if picture is not None:
            picture.attrs["alt"] = words
        elif is_blank(link):
            link.children = [escaped(words)]


def _without_address(link: Element) -> None:
    """An anchor that only carried an id stays one; anything else is its text."""
    if link.attrs.get("id"):
        link.tag = "span"
        link.attrs.pop("href", None)
    else:
        link.unwrap()


def _set_address(element: Element, name: str, address: str) -> bool:
    valid = valid_address(address)
    if valid:
        element.attrs[name] = valid
    return bool(valid)


def is_remote(address: str) -> bool:
    """True for an address on the web, `//host/…` included; ours are written without a host."""
    return bool(WEB.match(address))


def valid_address(address: str) -> str:
    """The address as RFC 3986 and the HTML checkers want it; empty when it cannot be one.

    Letters of any script stay readable, whatever is illegal is percent-encoded.
    """
    address = re.sub(r"[\x00-\x1f\x7f]", "", address.strip())
    if SCHEME.match(address) and not address.lower().startswith(SCHEMES):
        return ""
    try:
        parts = urlsplit(address)
        host_needed = parts.scheme in ("http", "https") or address.startswith("//")
        if host_needed and not (parts.hostname and _is_host(parts.hostname) and parts.port != 0):
            return ""
    except ValueError:
        return ""
    return _encoded(address)


def _is_host(host: str) -> bool:
    return bool(re.fullmatch(r"[\w-]+(?:\.[\w-]+)*\.?|[0-9a-f:.]*:[0-9a-f:.]*", host))


def _encoded(address: str) -> str:
    if WHOLLY_LEGAL.fullmatch(address):
        return address
    before, hash_, fragment = address.partition("#")
    legal = "".join(c if c.isalnum() or c in LEGAL else quote(c) for c in before)
    fragment = "".join(c if c.isalnum() or (c in LEGAL and c != "#") else quote(c) for c in fragment)
    return STRAY_PERCENT.sub("%25", f"{legal}{hash_}{fragment}")
