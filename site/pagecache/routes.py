"""The public routes, read from the URLconf: for the router, nginx's table, the tests and the crawler."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver, get_resolver, resolve

from pagecache.address import tidy
from pagecache.declaring import Public, declaration


@dataclass(frozen=True)
class Route:
    """One public address pattern.

    ``pattern`` is a regular expression for the whole path, ``name`` the URL's with its namespaces.
    """

    pattern: str
    name: str
    declared: Public
    view: Any

    @property
    def params(self) -> dict[str, str]:
        return {name: pattern.pattern for name, pattern in self.declared.params.items()}

    @property
    def parts(self) -> tuple[str, ...]:
        return self.declared.parts


def public_routes() -> tuple[Route, ...]:
    """Every public route, in the order in which they are tried."""
    return tuple(_walk(get_resolver(), "^/", ()))


def _walk(resolver: URLResolver, prefix: str, namespaces: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + _bare(entry.pattern.regex.pattern)
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, pattern, inner)
        else:
            yield from _public(entry, pattern, namespaces)


def _public(entry: URLPattern, pattern: str, namespaces: tuple[str, ...]) -> Iterator[Route]:
    declared = declaration(entry.callback)
    if declared:
        yield Route(pattern, ":".join((*namespaces, entry.name or "")), declared, entry.callback)


def _bare(pattern: str) -> str:
    """*pattern* without its beginning mark, so that it can follow a prefix."""
    return pattern.removeprefix("^").removeprefix("\\A")


def find(path: str) -> tuple[ResolverMatch, Public] | None:
    """The public view at *path* and what it declared; None where there is none."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    declared = declaration(match.func)
    return (match, declared) if declared else None


def better_path(request: HttpRequest) -> str | None:
    """Where the public page is that a sloppy path means, or None: slashes doubled, or none at the end."""
    path = tidy(request.path_info)
    if path == request.path_info or not _is_sloppy(request.path_info):
        return None
    return path if find(path) else None


def _is_sloppy(path: str) -> bool:
    if "//" in path:
        return True
    try:
        resolve(path)
    except Resolver404:
        return True
    return False
