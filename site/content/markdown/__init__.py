"""Markdown and imported HTML, rendered once at save: `render`, `clean_html`.

A text becomes plain HTML, is read into a tree, put into our markup, and sanitised last.
Nothing here knows Django or any setting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from content.markdown.body import Body, Heading, Resolve, Target
from content.markdown.code import set_code
from content.markdown.counting import count_words
from content.markdown.embeds import make_cards
from content.markdown.formulas import set_formulas
from content.markdown.galleries import make_galleries
from content.markdown.headings import name_headings_and_anchors
from content.markdown.links import resolve_links
from content.markdown.parser import to_html
from content.markdown.pictures import make_figures, show_pictures
from content.markdown.renditions import offer_renditions
from content.markdown.sanitise import canonical, sanitised
from content.markdown.structure import keep_known_classes, put_in_order
from content.markdown.tables import set_tables
from content.markdown.tasks import set_tasks
from content.markdown.tree import paragraphs_of, read, write
from content.markdown.wording import Wording, wording_of

__all__ = [
    "MAX_BYTES",
    "RENDERER",
    "Heading",
    "Rendered",
    "Target",
    "TooLarge",
    "clean_html",
    "render",
]

RENDERER = "5"
MAX_BYTES = 1_000_000

Step = Callable[[Body], None]
STEPS: tuple[Step, ...] = (
    put_in_order,
    set_tasks,
    show_pictures,
    name_headings_and_anchors,
    resolve_links,
    make_cards,
    make_galleries,
    make_figures,
    offer_renditions,
)
STEPS_AFTER_READING: tuple[Step, ...] = (set_code, set_tables, set_formulas, keep_known_classes)


class TooLarge(ValueError):
    """A source of more than MAX_BYTES."""


@dataclass(frozen=True)
class Rendered:
    """A body ready to publish, and what its page, its links and its search entry need to know.

    `links` are the addresses it leads to, fragments of its own left out; `references` the `post:17` it
    names, found or not; `pictures` the sources of its pictures as written, remote ones included;
    `unresolved` what led nowhere; `words` for reading time; `text` one plain line for each block.
    """

    html: str
    headings: tuple[Heading, ...]
    links: tuple[str, ...]
    references: tuple[str, ...]
    pictures: tuple[str, ...]
    words: int
    text: str
    unresolved: tuple[str, ...]


def nothing(reference: str) -> Target | None:
    """Resolve no reference: for texts that name none, and for previews without a database."""
    return None


def render(
    source: str,
    *,
    resolve: Resolve = nothing,
    prefix: str = "",
    positions: bool = False,
    language: str = "en",
) -> Rendered:
    """Render Markdown.

    `resolve` answers what `post:17`, `page:3`, `picture:5`, `file:2` stand for; `prefix` stands before
    every id, for several texts on one page; `positions` adds `data-line` (from 1) for the editor;
    `language` (BCP 47) chooses the quotes and the few words we add ourselves. Raises TooLarge.
    """
    _check_size(source)
    wording = wording_of(language)
    html = to_html(source, wording=wording, with_positions=positions)
    return _finish(html, resolve, prefix, wording, positions=positions)


def clean_html(html: str, *, resolve: Resolve = nothing, prefix: str = "", language: str = "en") -> Rendered:
    """Bring an imported HTML body into the same markup, by the same rules as `render`. Raises TooLarge."""
    _check_size(html)
    return _finish(html, resolve, prefix, wording_of(language), positions=False)


def _check_size(source: str) -> None:
    size = len(source.encode("utf-8", "replace"))
    if size > MAX_BYTES:
        raise TooLarge(f"The text has {size:,} bytes; at most {MAX_BYTES:,} can be rendered, so divide it.")


def _finish(html: str, resolve: Resolve, prefix: str, wording: Wording, *, positions: bool) -> Rendered:
    body = Body(read(canonical(html)), resolve, prefix, wording)
    for step in STEPS:
        step(body)
    text = "\n".join(paragraphs_of(body.tree))
    for step in STEPS_AFTER_READING:
        step(body)
    return _rendered(body, text, positions=positions)


def _rendered(body: Body, text: str, *, positions: bool) -> Rendered:
    return Rendered(
        html=sanitised(write(body.tree), positions=positions).strip(),
        headings=tuple(body.headings),
        links=_once(body.links),
        references=_once(body.references),
        pictures=_once(body.pictures),
        words=count_words(text),
        text=text,
        unresolved=_once(body.unresolved),
    )


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
