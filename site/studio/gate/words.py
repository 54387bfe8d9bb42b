"""What is checked of the words: headings, the title, what a search shows."""

from collections.abc import Iterator
from html.parser import HTMLParser

from studio.gate.findings import Finding, Text


class _Headings(HTMLParser):
    """Notes the level and the words of each heading of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self.is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self.found.append((int(tag[1]), ""))
            self.is_open = True

    def handle_endtag(self, tag: str) -> None:
        if len(tag) == 2 and tag[0] == "h":
            self.is_open = False

    def handle_data(self, data: str) -> None:
        if self.is_open and self.found:
            level, words = self.found[-1]
            self.found[-1] = level, words + data


def headings(text: Text) -> Iterator[Finding]:
    """One h1, and no level skipped on the way down (WCAG 1.3.1), in the whole page."""
    page = _Headings()
    page.feed(text.page)
    before = 0
    for place, (level, words) in enumerate(page.found):
        named = " ".join(words.split())
        if level == 1 and any(each == 1 for each, _ in page.found[:place]):
            yield Finding(
                f"“{named}” is a second main heading",
                "The title is the page’s only one: begin the text’s headings with ##.",
                text.line_of(named),
            )
        elif level > before + 1 > 1:
            yield Finding(
                f"“{named}” skips a level",
                f"It is at level {level} below one at level {before}: take a # away.",
                text.line_of(named),
            )
        before = level


def title(text: Text) -> Iterator[Finding]:
    """No other live text has the same title."""
    for other in text.namesakes:
        yield Finding(
            "Another text has the same title",
            f"“{text.fields['title']}” stands at {other} too: readers of a list cannot tell them apart.",
            field="id_title",
        )


def description(text: Text) -> Iterator[Finding]:
    """A summary or a description, so that lists and searches need not cut words out of the text."""
    if not (str(text.fields["summary"]).strip() or str(text.fields["seo_description"]).strip()):
        yield Finding(
            "It has no summary",
            "Lists and search engines will show its first words. Say in a sentence what it is about.",
            field="id_summary",
        )
