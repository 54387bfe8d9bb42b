"""The facts of a page, from which its head is written."""

import re
from dataclasses import dataclass
from datetime import datetime

LONGEST_TITLE = 70  # what result pages show before they cut
LONGEST_DESCRIPTION = 160


@dataclass(frozen=True)
class Image:
    """The picture that stands for a page; *url* is absolute, sizes are pixels."""

    url: str
    width: int
    height: int
    alt: str = ""


@dataclass(frozen=True)
class Feed:
    """An Atom feed that a page belongs to."""

    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is true of one page.

    *canonical* is its one absolute address, *path* where it is asked for; an error has neither. *kind* is
    OpenGraph's: website, article or profile. *newer* and *older* are the neighbours of an archive page.
    """

    title: str
    path: str
    canonical: str
    language: str
    description: str = ""
    kind: str = "website"
    image: Image | None = None
    published: datetime | None = None
    modified: datetime | None = None
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    noindex: bool = False
    feeds: tuple[Feed, ...] = ()
    newer: str = ""
    older: str = ""

    def title_on(self, site: str) -> str:
        """The text of the title element: with the site's name, where both fit."""
        named = f"{self.title} · {site}" if self.title else site
        return self.title if len(named) > LONGEST_TITLE or self.title == site else named


def described(*texts: str) -> str:
    """The first of *texts* that says something, on one line and cut at a word where it is long."""
    text = next((" ".join(text.split()) for text in texts if text.strip()), "")
    return shortened(text, LONGEST_DESCRIPTION)


def shortened(text: str, longest: int) -> str:
    """*text* in at most *longest* letters, cut at a word with an ellipsis where it is longer."""
    if len(text) <= longest:
        return text
    whole_words = re.sub(r"\s+\S*$", "", text[: longest - 1])
    return whole_words.rstrip(" ,;:–—-") + "…"
