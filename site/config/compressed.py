"""``{% compress %}`` whose links are looked up once: what a release joined is the same until the next one."""

from types import CodeType
from typing import Any

import jinja2
from compressor.contrib.jinja2ext import CompressorExtension
from django.conf import settings


class Compressed(CompressorExtension):  # type: ignore[misc]  # it has no types
    """django-compressor's tag. Offline it would render and hash its whole block for each page anew."""

    def __init__(self, environment: jinja2.Environment) -> None:
        super().__init__(environment)
        self.links: dict[CodeType, str] = {}  # by the block they stand for, as Jinja compiled it

    def _compress_normal(self, kind: str, mode: str, name: str | None, caller: Any) -> str:
        block = caller._func.__code__
        links = self.links.get(block)
        if links is None:
            links = self._compress(kind, mode, name, caller, False)
            if settings.COMPRESS_OFFLINE:
                self.links[block] = links
        return links


# By this name the command that joins them finds the tags in a template.
Compressed.identifier = CompressorExtension.identifier
