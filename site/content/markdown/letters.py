"""The Markdown of readers' letters: words, lists, quotations, code and links, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import nh3
from markdown_it import MarkdownIt
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from content.markdown.sanitise import FORBIDDEN

NOT_FOR_LETTERS = ("heading", "lheading", "hr", "html_block", "html_inline", "image", "reference")
NESTING = 12  # quotations in quotations; deeper ones are plain text


@dataclass(frozen=True)
class Letter:
    """A letter ready to stand in a page: its ``html``, its plain ``text``, and the ``links`` it leads to."""

    html: str
    text: str
    links: tuple[str, ...]


_LAST_WORD = nh3.Cleaner(
    tags={"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"},
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="nofollow ugc noopener",
)


@cache
def _parser() -> MarkdownIt:
    options = {"html": False, "linkify": False, "breaks": True, "maxNesting": NESTING}
    md = MarkdownIt("commonmark", options).enable("strikethrough").use(gfm_autolink_plugin)
    return md.disable(list(NOT_FOR_LETTERS))


def render_letter(source: str) -> Letter:
    """Render the Markdown of one letter. HTML in it is shown as it was typed."""
    source = FORBIDDEN.sub("", source)
    pieces = [each for token in _parser().parse(source) for each in (token, *(token.children or ()))]
    return Letter(
        html=_LAST_WORD.clean(_parser().render(source)).strip(),
        text=" ".join(each.content for each in pieces if each.type in {"text", "code_inline", "fence"}),
        links=tuple(str(each.attrs["href"]) for each in pieces if each.type == "link_open"),
    )
