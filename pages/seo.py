"""What the standing pages say of themselves."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.urls import reverse

from content import public_changes
from content.addresses import address
from language import Voice, voice
from media import cards
from seo import Alternate, Author, Facts, Feed, Image, absolute, described


def of_changes(page: Any, path: str) -> Facts:
    """The facts of how a page changed. Search engines are to find the page, not its words once more."""
    say = voice(page.language)
    return Facts(
        title=f"{say.reading.what_changed}: {page.title}",
        path=path,
        canonical=absolute(path),
        language=page.language,
        description=described(public_changes.in_a_line(page.changes, say)),
        noindex=True,
        crumbs=((page.title, page.get_absolute_url()),),
    )


def of_page(page: Any, path: str, above: Iterable[Any] = (), alternates: tuple[Alternate, ...] = ()) -> Facts:
    """The facts of a page that stands at *path*: its own, or the root where it is the home page.

    *above* are the pages above it.
    """
    crumbs = tuple((each.title, each.get_absolute_url()) for each in above)
    picture = page.lead_picture
    return Facts(
        title=page.seo_title or page.title,
        path=path,
        canonical=page.canonical_url or absolute(path),
        language=page.language,
        description=described(page.seo_description, page.summary, page.excerpt),
        image=picture
        and Image(absolute(picture.url), picture.width, picture.height, page.lead_alt or picture.says),
        card=None if picture else cards.image(absolute(address("pages:page_card", page.path)), page.title),
        headline=page.title,
        lede=page.lede,
        twin=absolute(address("pages:page_twin", page.path)),
        crumbs=crumbs,
        authors=tuple(Author(signature.person.name) for signature in page.signatures),
        noindex=page.noindex,
        alternates=alternates,
        feeds=(Feed("Atom", absolute(reverse("blog:feed"))),),
    )


def with_letters(facts: Facts, page: Any, say: Voice) -> Facts:
    """The same of a page that readers write letters to: these have feeds too."""
    own = Feed(f"{say.letters.title} · Atom", absolute(address("letters:page_feed", page.path)))
    return replace(facts, feeds=(*facts.feeds, own))
