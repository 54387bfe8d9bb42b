"""What is checked of what a page tells machines."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser

from studio.gate.findings import Finding, Text

MEND = "That is for whoever looks after the site’s templates."


class _Islands(HTMLParser):
    """Notes the JSON-LD of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_open = tag == "script" and dict(attrs).get("type") == "application/ld+json"
        if self.is_open:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self.is_open = False

    def handle_data(self, data: str) -> None:
        if self.is_open:
            self.found[-1] += data


def structured_data(text: Text) -> Iterator[Finding]:
    """Where a page has structured data, it is JSON-LD that says of what vocabulary and of what type it is."""
    page = _Islands()
    page.feed(text.page)
    for island in page.found:
        try:
            said = json.loads(island)
        except ValueError:
            yield Finding("Its structured data cannot be read", MEND)
            continue
        for each in said if isinstance(said, list) else [said]:
            if not isinstance(each, dict) or "@context" not in each or not {"@type", "@graph"} & each.keys():
                yield Finding("Its structured data does not say what it is about", MEND)
