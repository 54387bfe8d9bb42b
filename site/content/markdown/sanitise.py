"""What may stand in a text: nh3 reads whatever came in, and has the last word on what goes out."""

from __future__ import annotations

import re
from collections import Counter

import nh3

from content.markdown.elements import (
    BLOCKS,
    INLINE,
    MATHML,
    MATHML_ATTRIBUTES,
    TO_TRANSLATE,
    WRITTEN_BY_US,
    classes_of,
    names,
)

SCHEMES = {"http", "https", "mailto", "tel"}
REFERENCE_SCHEMES = {"post", "page", "picture", "file"}
CONTENT_TO_DROP = {"script", "style", "template", "noscript", "svg", "title", "textarea", "select", "object"}

SIZE = {"width", "height"}
MEDIA = {"src", "controls", "preload", "loop", "muted"}
ATTRIBUTES = {
    "*": {"dir", "id", "lang", "title"},
    "a": {"href", "hreflang", "rel", "aria-label"},
    "aside": {"data-kind"},
    "audio": MEDIA,
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"alt", "src", "loading", "decoding", *SIZE},
    "input": {"checked", "disabled", "aria-label"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"reversed", "start"},
    "pre": {"aria-label", "tabindex"},
    "q": {"cite"},
    "section": {"aria-label", "aria-labelledby", "tabindex"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"abbr", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "track": {"src", "srclang", "label", "default"},
    "video": {"poster", *MEDIA, *SIZE},
}
VALUES = {
    "aside": {"role": {"note"}},
    "div": {"role": {"group"}},
    "img": {"role": {"presentation"}},
    "input": {"type": {"checkbox"}},
    "pre": {"role": {"group"}},
    "ol": {"type": {"1", "a", "A", "i", "I"}},
    "track": {"kind": {"captions", "subtitles", "descriptions", "chapters"}},
}
# Read on the way in only: each is translated into something of ours, none goes out.
ATTRIBUTES_TO_TRANSLATE = {
    "*": {"align", "class"},
    "a": {"name"},
    "code": {"data-info", "data-tex"},
    "embed": {"src"},
    "iframe": {"src"},
    "pre": {"data-info"},
}

# Elements that close by themselves or hold nothing do not nest, however often they are opened.
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
NEVER_DEEP = names("area br col dd dt embed hr img input li link meta p source td th tr track wbr")
MAX_OPEN = 200
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def _merged(*tables: dict[str, set[str]]) -> dict[str, set[str]]:
    return {tag: set().union(*(table.get(tag, ()) for table in tables)) for table in tables for tag in table}


_READER = nh3.Cleaner(
    tags=(INLINE | BLOCKS | TO_TRANSLATE) - WRITTEN_BY_US,
    clean_content_tags=CONTENT_TO_DROP,
    attributes=_merged(ATTRIBUTES, ATTRIBUTES_TO_TRANSLATE, {"*": {"data-line"}}),
    tag_attribute_values=VALUES,
    url_schemes=SCHEMES | REFERENCE_SCHEMES | {"data"},
    link_rel=None,
)


def _last_word(attributes: dict[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=INLINE | BLOCKS | MATHML,
        clean_content_tags=CONTENT_TO_DROP,
        attributes=attributes,
        tag_attribute_values=VALUES,
        allowed_classes={tag: classes_of(tag) for tag in INLINE | BLOCKS},
        url_schemes=SCHEMES,
        link_rel=None,
    )


# What no author can write, as the reader leaves it out: we put it there.
_OURS = _merged(
    ATTRIBUTES,
    {
        "audio": {"aria-label"},
        "div": {"aria-label", "tabindex"},
        "figure": {"data-frame"},
        "img": {"srcset", "sizes", "fetchpriority"},
        "source": {"srcset", "sizes"},
        "video": {"aria-label"},
        **{tag: set(MATHML_ATTRIBUTES) for tag in MATHML},
    },
)
_PUBLISHED = _last_word(_OURS)
_WITH_POSITIONS = _last_word(_merged(_OURS, {"*": {"data-line"}}))


def canonical(html: str) -> str:
    """Any HTML as well-formed, harmless HTML in nh3's one way of writing, ready to be read into a tree."""
    return printable(_READER.clean(_shallow(printable(html))))


def sanitised(html: str, *, positions: bool) -> str:
    """The HTML that may be published; nothing is changed after this. `positions` keeps `data-line`."""
    return (_WITH_POSITIONS if positions else _PUBLISHED).clean(html)


def printable(text: str) -> str:
    """Without control characters, half surrogates and noncharacters, which no HTML may hold."""
    return FORBIDDEN.sub("", text)


def _shallow(html: str) -> str:
    """Write tags opened deeper than MAX_OPEN as text: the parser's time grows with the square of depth."""
    if html.count("<") <= MAX_OPEN:
        return html
    opened: Counter[str] = Counter()
    depth = 0
    cuts: list[int] = []
    for tag in TAG.finditer(html):
        name = tag[2].lower()
        if name in NEVER_DEEP:
            continue
        if tag[1]:
            closes = opened[name] > 0
            opened[name] -= closes
            depth -= closes
        elif depth < MAX_OPEN:
            opened[name] += 1
            depth += 1
        else:
            cuts.append(tag.start())
    return _escaped_at(html, cuts) if cuts else html


def _escaped_at(html: str, cuts: list[int]) -> str:
    pieces = [html[start + 1 : end] for start, end in zip(cuts, [*cuts[1:], len(html)], strict=True)]
    return "&lt;".join([html[: cuts[0]], *pieces])
