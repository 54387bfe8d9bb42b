"""How a post is cited, in the forms that people ask for."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from seo import Facts

# What TeX reads as something else.
ESCAPED = {letter: f"\\{letter}" for letter in "&%$#_{}"}
WORDS_OF_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
IN_TEX = str.maketrans(ESCAPED | WORDS_OF_TEX)
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def plain(post: Any, facts: Facts, site: str) -> str:
    """*post* in one line: who, its title, the site, its day, where."""
    names = _joined(facts, ", ")
    return f"{names or site}, “{facts.headline}”, {site}, {_day(post):%Y-%m-%d}, {facts.canonical}"


def apa(post: Any, facts: Facts, site: str) -> str:
    """*post* as the APA asks for, but with whole names: which part of one is the family's is not known."""
    day = _day(post)
    written = f"{day.year}, {MONTHS[day.month - 1]} {day.day}"  # its months are English
    return f"{_joined(facts, ', & ') or site} ({written}). {facts.headline}. {site}. {facts.canonical}"


def bibtex(post: Any, facts: Facts, site: str) -> str:
    """*post* as an entry of a BibTeX file."""
    fields = {
        "author": " and ".join(f"{{{_tex(author.name)}}}" for author in facts.authors) or f"{{{_tex(site)}}}",
        "title": f"{{{_tex(facts.headline)}}}",
        "organization": _tex(site),
        "date": f"{_day(post):%Y-%m-%d}",
        "year": f"{_day(post):%Y}",
        "url": facts.canonical,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@online{{{_key(post)},\n{lines}}}"


def ways(post: Any, facts: Facts, site: str, word: str) -> Iterator[tuple[str, str]]:
    """Each form's name and text; *word* is what the plain one is called."""
    yield word, plain(post, facts, site)
    yield "APA", apa(post, facts, site)
    yield "BibTeX", bibtex(post, facts, site)


def _day(post: Any) -> Any:
    return timezone.localtime(post.publish_at)


def _joined(facts: Facts, last: str) -> str:
    *first, final = [author.name for author in facts.authors] or [""]
    return last.join([", ".join(first), final]) if first else final


def _key(post: Any) -> str:
    """A name for the entry: ASCII, since BibTeX knows no other letters in it."""
    return re.sub(r"[^a-z0-9-]", "", post.slug.lower()).strip("-") or f"post{post.pk}"


def _tex(text: str) -> str:
    return text.translate(IN_TEX)
