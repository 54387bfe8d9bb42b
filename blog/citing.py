"""How a post is cited, in the forms that people ask for."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils import timezone
from markupsafe import Markup, escape

from language import Voice
from seo import Facts, readable

# What TeX reads as something else.
ESCAPED = {letter: f"\\{letter}" for letter in "&%$#_{}"}
WORDS_OF_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
IN_TEX = str.maketrans(ESCAPED | WORDS_OF_TEX)
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Way(NamedTuple):
    """A form of citing: its name, how it is written, and its text, in which each name reads its own way."""

    name: str
    direction: str
    text: Markup


def plain(post: Any, facts: Facts, site: str, say: Voice) -> Markup:
    """*post* in one line, as its language cites: who, its title, the site, its day, where."""
    return say.about_reading(
        "cited",
        authors=_joined(facts, say.words.comma, say.words.comma) or apart(site),
        title=apart(facts.headline),
        site=apart(site),
        day=from_the_left(f"{_day(post):%Y-%m-%d}"),
        address=_address(facts),
    )


def apa(post: Any, facts: Facts, site: str) -> Markup:
    """*post* as the APA asks for, but with whole names: which part of one is the family's is not known."""
    day = _day(post)
    written = f"{day.year}, {MONTHS[day.month - 1]} {day.day}"  # its months are English
    names = _joined(facts, ", ", ", & ") or apart(site)
    said = (names, written, apart(facts.headline), apart(site), _address(facts))
    return Markup("{} ({}). {}. {}. {}").format(*said)


def bibtex(post: Any, facts: Facts, site: str) -> Markup:
    """*post* as an entry of a BibTeX file."""
    names = [author.name for author in facts.authors] or [site]
    fields = {
        "author": Markup(" and ").join(Markup("{{{}}}").format(_tex(name)) for name in names),
        "title": Markup("{{{}}}").format(_tex(facts.headline)),
        "organization": _tex(site),
        "date": f"{_day(post):%Y-%m-%d}",
        "year": f"{_day(post):%Y}",
        "url": facts.canonical,  # as it is sent: TeX breaks off at a letter of another script in it
    }
    lines = Markup("").join(Markup("  {} = {{{}}},\n").format(*field) for field in fields.items())
    return Markup("@online{{{},\n{}}}").format(_key(post), lines)


def ways(post: Any, facts: Facts, site: str, say: Voice) -> Iterator[Way]:
    """Each form of citing *post*; APA and BibTeX are written from the left, whatever they cite."""
    yield Way(say.reading.plain_text, say.direction, plain(post, facts, site, say))
    yield Way("APA", "ltr", apa(post, facts, site))
    yield Way("BibTeX", "ltr", bibtex(post, facts, site))


def apart(text: str) -> Markup:
    """*text* on its own, so that its direction turns nothing beside it round."""
    return Markup("<bdi>{}</bdi>").format(text)


def from_the_left(text: str) -> Markup:
    """A day or an address: apart too, and written from the left everywhere."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)


def _address(facts: Facts) -> Markup:
    return from_the_left(readable(facts.canonical))


def _day(post: Any) -> Any:
    return timezone.localtime(post.publish_at)


def _joined(facts: Facts, comma: str, last: str) -> Markup:
    *first, final = [apart(author.name) for author in facts.authors] or [Markup("")]
    return Markup("{}{}{}").format(escape(comma).join(first), last, final) if first else final


def _key(post: Any) -> str:
    """A name for the entry: ASCII, since BibTeX knows no other letters in it."""
    return re.sub(r"[^a-z0-9-]", "", post.slug.lower()).strip("-") or f"post{post.pk}"


def _tex(text: str) -> Markup:
    return apart(text.translate(IN_TEX))
