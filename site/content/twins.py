"""A text as Markdown, for readers that are machines."""

from typing import Any

from django.http import HttpResponse

from content.markdown.twin import markdown_of
from seo import Facts, absolute, absolute_html, twins


def twin_of(thing: Any, facts: Facts, path: str) -> HttpResponse:
    """The answer with the text of *thing* as Markdown, whose page stands at *path*."""
    text = markdown_of(absolute_html(thing.body_html, path))
    response = HttpResponse(twins.twin(facts, text), content_type=twins.MARKDOWN)
    response["Link"] = twins.links(facts, absolute(path))
    if facts.noindex:
        response["X-Robots-Tag"] = "noindex"
    return response
