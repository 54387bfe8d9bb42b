"""What a page tells search engines and other machines: facts in, markup out. Knows no content."""

from seo.addresses import absolute, absolute_html
from seo.facts import Alternate, Author, Facts, Feed, Image, Publisher, described
from seo.graph import graph
from seo.readable import readable
from seo.results import Result, result

__all__ = [
    "Alternate",
    "Author",
    "Facts",
    "Feed",
    "Image",
    "Publisher",
    "Result",
    "absolute",
    "absolute_html",
    "described",
    "graph",
    "readable",
    "result",
]
