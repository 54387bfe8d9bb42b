"""What a page tells search engines and other machines: facts in, markup out. Knows no content."""

from seo.addresses import absolute, absolute_html
from seo.facts import Facts, Feed, Image, described
from seo.results import Result, result

__all__ = ["Facts", "Feed", "Image", "Result", "absolute", "absolute_html", "described", "result"]
