"""When a text is another one for readers: not for a typo, not for other markup, not for another picture.

What moves with it is one moment, ``content_changed_at``: the sitemap's ``lastmod``, JSON-LD's
``dateModified`` and ``updated`` in feeds all say it. Google leaves a site's dates alone once they move
without a reason (developers.google.com/search/blog, June 2023: the last *significant* change).
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from django.core.exceptions import ValidationError

Fields = dict[str, Any]

A_SHARE = 20  # one word in so many
FEW = 3  # fewer other words are a typo in the longest text
MANY = 20  # so many are news in the longest text
# Words, and the letters of scripts that write without spaces: Thai, Lao, Burmese, Khmer, kana, Han.
WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+")
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff'\N{RIGHT SINGLE QUOTATION MARK}"))


@dataclass(frozen=True)
class Overruled:
    """What an author says against the rule, and why."""

    is_news: bool
    why: str


def is_news(before: Fields, after: Fields) -> bool:
    """Whether readers of *before* would find *after* another text: its title, or its words."""
    return _differ(before["title"], after["title"]) or _differ(_text(before), _text(after))


def decided(before: Fields, after: Fields, overruled: Overruled | None) -> bool:
    """The same, unless the author has *overruled* it. Raises ValidationError where the reason is missing."""
    rule = is_news(before, after)
    if overruled is None or overruled.is_news == rule:
        return rule
    if not overruled.why.strip():
        raise ValidationError({"why": "Say why in a few words; it is kept in the log."})
    return overruled.is_news


def _text(fields: Fields) -> str:
    return f"{fields['summary']}\n{fields['body']}"


def _differ(one: str, other: str) -> bool:
    """Whether enough words are in one text and not in the other, in whatever order they stand."""
    if one == other:
        return False
    was, now = _words(one), _words(other)
    others = max((was - now).total(), (now - was).total())
    longest = max(was.total(), now.total())
    return others >= min(MANY, max(min(FEW, longest), longest / A_SHARE)) if others else False


def _words(text: str) -> Counter[str]:
    plain = normalize("NFKC", text).translate(UNSEEN).casefold()
    return Counter(WORD.findall(plain))
