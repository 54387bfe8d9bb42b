"""Markdown and imported HTML, rendered once at save: `render`, `clean_html`.

A text becomes plain HTML, is read into a tree, put into our markup, and sanitised last.
Nothing here knows Django or any setting.
"""

from __future__ import annotations

from content.markdown.body import Body, Heading, Resolve, Target, nothing
from content.markdown.by_block import render_again
from content.markdown.counting import count_words
from content.markdown.parser import to_html
from content.markdown.rendered import MAX_BYTES, Rendered, Shown, TooLarge, check_size, once
from content.markdown.sanitise import canonical, sanitised
from content.markdown.steps import STEPS, STEPS_AFTER_READING, needed
from content.markdown.tree import paragraphs_of, read, tags_in, write
from content.markdown.wording import Wording, wording_of

__all__ = [
    "MAX_BYTES",
    "RENDERER",
    "Heading",
    "Rendered",
    "Shown",
    "Target",
    "TooLarge",
    "clean_html",
    "render",
    "render_while_written",
]

RENDERER = "8"


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
    check_size(source)
    wording = wording_of(language)
    html = to_html(source, wording=wording, with_positions=positions)
    return _finish(html, resolve, prefix, wording, positions=positions)


def render_while_written(source: str, *, resolve: Resolve = nothing, language: str = "en") -> Shown:
    """Render Markdown with positions, as `render` does, in a fraction of its time after a small change.

    What did not change is remembered in this process. Raises TooLarge.
    """
    check_size(source)
    again = render_again(source, resolve, wording_of(language))
    return again or render(source, resolve=resolve, positions=True, language=language)


def clean_html(html: str, *, resolve: Resolve = nothing, prefix: str = "", language: str = "en") -> Rendered:
    """Bring an imported HTML body into the same markup, by the same rules as `render`. Raises TooLarge."""
    check_size(html)
    return _finish(html, resolve, prefix, wording_of(language), positions=False)


def _finish(html: str, resolve: Resolve, prefix: str, wording: Wording, *, positions: bool) -> Rendered:
    clean = canonical(html)
    written = tags_in(clean)
    body = Body(read(clean), resolve, prefix, wording)
    for step in needed(STEPS, written):
        step(body)
    text = "\n".join(paragraphs_of(body.tree))
    for step in needed(STEPS_AFTER_READING, written):
        step(body)
    return _rendered(body, text, positions=positions)


def _rendered(body: Body, text: str, *, positions: bool) -> Rendered:
    return Rendered(
        html=sanitised(write(body.tree), positions=positions).strip(),
        headings=tuple(body.headings),
        links=once(body.links),
        references=once(body.references),
        pictures=once(body.pictures),
        words=count_words(text),
        text=text,
        unresolved=once(body.unresolved),
    )
