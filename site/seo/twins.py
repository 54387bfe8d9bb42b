"""The same text as Markdown, at an address of its own."""

import json
from typing import Any

from seo.facts import Facts

MARKDOWN = "text/markdown; charset=utf-8"


def twin(facts: Facts, markdown: str) -> str:
    """The document of a page whose text is *markdown*: what is true of it first, as YAML."""
    said: dict[str, Any] = {
        "title": facts.headline or facts.title,
        "url": facts.canonical,
        "author": [author.name for author in facts.authors],
        "published": facts.published and facts.published.isoformat(timespec="seconds"),
        "updated": facts.modified and facts.modified.isoformat(timespec="seconds"),
        "topics": list(facts.topics),
        "language": facts.language,
    }
    # JSON is YAML, whatever a title holds.
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in said.items() if value]
    parts = ["\n".join(["---", *lines, "---"]), f"# {facts.headline or facts.title}", facts.lede, markdown]
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def links(facts: Facts, page: str) -> str:
    """The ``Link`` header of the twin of *page*, an absolute address."""
    return f'<{facts.canonical}>; rel="canonical", <{page}>; rel="alternate"; type="text/html"'


def link(facts: Facts) -> str:
    """The ``Link`` header of a page that has a twin."""
    return f'<{facts.twin}>; rel="alternate"; type="text/markdown"'
