"""What rendering gives."""

from __future__ import annotations

from dataclasses import dataclass

from content.markdown.body import Heading

MAX_BYTES = 1_000_000


class TooLarge(ValueError):
    """A source of more than MAX_BYTES."""


def check_size(source: str) -> None:
    """Raise TooLarge for a source that takes too long to render."""
    size = len(source.encode("utf-8", "replace"))
    if size > MAX_BYTES:
        raise TooLarge(f"The text has {size:,} bytes; at most {MAX_BYTES:,} can be rendered, so divide it.")


@dataclass(frozen=True)
class Shown:
    """A body ready to be seen.

    `unresolved` is what led nowhere; `words` for reading time; `text` one plain line for each block.
    """

    html: str
    headings: tuple[Heading, ...]
    words: int
    text: str
    unresolved: tuple[str, ...]


@dataclass(frozen=True)
class Rendered(Shown):
    """A body ready to publish, and what its page, its links and its search entry need to know.

    `links` are the addresses written in it, fragments of its own left out; `references` the `post:17` it
    names, found or not; `pictures` the sources of its pictures as written, remote ones included.
    """

    links: tuple[str, ...]
    references: tuple[str, ...]
    pictures: tuple[str, ...]


def once(names: list[str]) -> tuple[str, ...]:
    """The names in their order, each once."""
    return tuple(dict.fromkeys(names))
