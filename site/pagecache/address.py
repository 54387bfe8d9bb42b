"""A page's address in its one canonical form, and the key that follows from it."""

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.signals import setting_changed
from django.http import HttpRequest, QueryDict

from pagecache.declaring import Public

LONGEST_KEY = 512  # bytes
SAFE = "!$&'()*+,;=/~:@"  # what Django's reverse() leaves as it is
STRANGE = re.compile(r"//|;|\\|/\.{1,2}(?:/|$)|[\x00-\x20\x7f]|�")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")  # PostgreSQL refuses the first of them with an error
ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")


class Malformed(ValueError):
    """A declared parameter is there twice, or is not what its pattern says; or the path is not text."""


@cache
def site() -> SplitResult:
    """The site's own address, from the settings and never from a request."""
    return urlsplit(settings.SITE_URL)


def _settings_changed(*, setting: str, **kwargs: object) -> None:
    if setting == "SITE_URL":
        site.cache_clear()


setting_changed.connect(_settings_changed)


@dataclass(frozen=True)
class Address:
    """Where a page or a part of it is: the canonical path, its declared parameters, its declared part."""

    decoded_path: str
    params: tuple[tuple[str, str], ...] = ()
    part: str = ""

    @property
    def path(self) -> str:
        return quote(self.decoded_path, safe=SAFE)

    @property
    def query(self) -> str:
        return "&".join(f"{name}={quote(value, safe='')}" for name, value in self.params)

    @property
    def page(self) -> str:
        """The address of the whole page."""
        return f"{self.path}?{self.query}" if self.params else self.path

    @property
    def key(self) -> str:
        """What the page is kept by. No field can hold the separator: all are percent-encoded."""
        return f"GET|{site().netloc}|{self.path}|{self.query}|{self.part}"

    @property
    def is_strange(self) -> bool:
        """Whether nobody who means well writes such a path. It is answered and never looked up."""
        return bool(STRANGE.search(self.decoded_path))

    @property
    def is_too_long(self) -> bool:
        return len(self.key) > LONGEST_KEY

    def query_dict(self) -> QueryDict:
        return QueryDict(self.query)


def address_of(request: HttpRequest, declared: Public) -> Address:
    """The canonical address of *request*, with what its view declared and nothing else.

    Raises Malformed.
    """
    if CONTROL.search(request.path_info):
        raise Malformed("path")
    given = _declared_only(request.META.get("QUERY_STRING", ""), declared)
    part = given.pop("part", "")
    params = tuple((name, given[name]) for name in declared.params if name in given)
    return Address(request.path_info, params, part)


def _declared_only(query: str, declared: Public) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name == "part":
            if value not in declared.parts:
                continue
        elif name not in declared.params:
            continue
        elif not declared.params[name].fullmatch(value) or "�" in value or CONTROL.search(value):
            raise Malformed(name)
        if name in found:
            raise Malformed(name)
        found[name] = value
    return found


def is_canonical(request: HttpRequest) -> bool:
    """Whether the path came with the slashes and the escapes that it needs, and no others.

    Where the server does not tell what was sent, it is taken for canonical.
    """
    sent = _sent(request)
    if not sent.startswith("/"):
        return True
    path = ESCAPE.sub(lambda escape: escape[0].upper(), sent.partition("?")[0])
    return "//" not in path and path == _well_escaped(path)  # Apache tells the path with single ones


def _sent(request: HttpRequest) -> str:
    """The address as it came, as gunicorn, then uWSGI and Apache, then ASGI's servers tell it; else ""."""
    told = request.META.get("RAW_URI") or request.META.get("REQUEST_URI")
    if told:
        return str(told)
    raw: bytes = getattr(request, "scope", {}).get("raw_path") or b""
    return raw.decode("latin-1")


def _well_escaped(path: str) -> str:
    try:
        return quote(unquote_to_bytes(path).decode(), safe=SAFE)
    except UnicodeDecodeError:
        return path  # not text in any spelling


def tidy(path: str) -> str:
    """*path* as a document's: single slashes, and one at its end."""
    return re.sub(r"/{2,}", "/", f"{path}/")
