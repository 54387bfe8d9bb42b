"""The facts of a page, from which its head is written."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

LONGEST_TITLE = 70  # what result pages show before they cut
LONGEST_DESCRIPTION = 160


@dataclass(frozen=True)
class Image:
    """The picture that stands for a page; *url* is absolute, sizes are pixels."""

    url: str
    width: int
    height: int
    alt: str = ""

    @property
    def path(self) -> str:
        """Where it stands, as this site's own pages write it."""
        return self.url.removeprefix(settings.SITE_URL)


@dataclass(frozen=True)
class Feed:
    """A feed that a page belongs to."""

    title: str
    url: str
    type: str = "application/atom+xml"


@dataclass(frozen=True)
class Alternate:
    """A page in one of the languages that it can be read in; *url* is absolute.

    ``x-default`` as *language* is for whoever reads none of them.
    """

    language: str
    url: str


@dataclass(frozen=True)
class Author:
    """Somebody who signed a text. Addresses are absolute, *fediverse* is as ``@ines@example.social``."""

    name: str
    url: str = ""
    fediverse: str = ""
    about: str = ""
    picture: str = ""
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True)
class Publisher:
    """Whose site it is; *search* is the path of its search, *licence* where its licence can be read."""

    name: str
    description: str
    language: str
    search: str
    logo: Image | None = None
    is_person: bool = False
    licence: str = ""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is true of one page.

    *canonical* is its one absolute address, *path* where it is asked for; an error has neither. *kind* is
    OpenGraph's: website, article or profile; *schema* is schema.org's type of what is no article. *title* may
    be written for search engines, *headline* is what stands over the text (empty: the title), *lede* the
    summary under it. *crumbs* are the steps above the page that it shows, each its name and path. *newer*
    and *older* are the neighbours of an archive page, *twin* is the same text as Markdown. *card* stands for
    the page where its address is shared, unless it has a picture of its own. *alternates* are all languages
    of a page that has several, its own among them.
    """

    title: str
    path: str
    canonical: str
    language: str
    description: str = ""
    kind: str = "website"
    image: Image | None = None
    card: Image | None = None
    published: datetime | None = None
    modified: datetime | None = None
    schema: str = "WebPage"
    headline: str = ""
    lede: str = ""
    minutes: int = 0
    authors: tuple[Author, ...] = ()
    profile: Author | None = None
    crumbs: tuple[tuple[str, str], ...] = ()
    topics: tuple[str, ...] = ()
    noindex: bool = False
    feeds: tuple[Feed, ...] = ()
    newer: str = ""
    older: str = ""
    twin: str = ""
    alternates: tuple[Alternate, ...] = ()

    @property
    def translations(self) -> tuple[Alternate, ...]:
        """The same in other languages."""
        return tuple(each for each in self.alternates if each.language not in {self.language, "x-default"})

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
