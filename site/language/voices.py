"""A voice: words, dates and numbers of the interface in one language."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache

from django.utils import dateformat, timezone, translation
from markupsafe import Markup, escape

from language.catalogues import languages, spoken
from language.counting import Counted
from language.jalali import MONTHS, jalali
from language.letters import LetterWords
from language.mail import MailWords
from language.parts import LETTERS, MAIL, PAGE, READING
from language.reading import ReadingWords
from language.words import Words

RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)
# Languages that are not written in Latin letters: the site's own font has nothing for them.
NOT_LATIN = (
    "am as be bg bn el gu hi hy ja ka kk km kn ko ky lo mk ml mn mr my ne or pa ru si sr ta te tg th uk zh"
)
OTHER_SCRIPTS = RIGHT_TO_LEFT | frozenset(NOT_LATIN.split())


# There is one for each language (`voice`): known by itself, and not by its seventy words at each date.
@dataclass(frozen=True, eq=False)
class Voice:
    """How the interface speaks beside a text in *language* (a tag like ``fa`` or ``de-AT``)."""

    language: str
    words: Words
    letters: LetterWords
    reading: ReadingWords
    mail: MailWords

    def __post_init__(self) -> None:
        """The words are its own attributes too: a template finds ``say.older_posts`` there at once."""
        words = ((field.name, getattr(self.words, field.name)) for field in fields(self.words))
        own = dir(type(self)) + list(vars(self))
        vars(self).update({name: word for name, word in words if name not in own})

    def __getitem__(self, name: str) -> str:
        """The word *name*, so that templates write ``say.older_posts``. Raises KeyError for any other."""
        try:
            return str(getattr(self.words, name))
        except AttributeError:
            raise KeyError(name) from None

    def about_letters(self, name: str, /, **values: object) -> Markup:
        """As ``filled``, for a word about letters."""
        return _filled_in(getattr(self.letters, name), values)

    def about_mail(self, name: str, /, **values: object) -> Markup:
        """As ``filled``, for a word about reading by mail."""
        return _filled_in(getattr(self.mail, name), values)

    def about_reading(self, name: str, /, **values: object) -> Markup:
        """As ``filled``, for a word beside a text."""
        return _filled_in(getattr(self.reading, name), values)

    def part(self, number: int, of: int, series: object) -> Markup:
        """Which part of a series a text is: Part 2 of 5: Marks."""
        told = {"n": self.number(number), "all": self.number(of), "series": series}
        return self.about_reading("part_of", **told)

    @property
    def base(self) -> str:
        return self.language.partition("-")[0].lower()

    @property
    def direction(self) -> str:
        return "rtl" if self.base in RIGHT_TO_LEFT else "ltr"

    @property
    def is_latin(self) -> bool:
        """Whether the texts are in the script that the site's own font is made for."""
        return self.base not in OTHER_SCRIPTS

    def number(self, number: int) -> str:
        """A number in the language's own digits."""
        return str(number).translate(str.maketrans("0123456789", self.words.digits))

    def minutes(self, minutes: int) -> str:
        return str(self.counted(self.words.minutes, minutes))

    def counted(self, words: Counted, n: int, /, **values: object) -> Markup:
        """*words* in the form that goes with *n*, with that and *values* filled in."""
        return _filled_in(words.of(n), {"n": self.number(n)} | values)

    def date(self, moment: datetime) -> str:
        """The day of *moment* in full: 14 November 2026."""
        return _written(self, "long_date", timezone.localtime(moment).date())

    def short_date(self, moment: datetime) -> str:
        """The day of *moment*, its month shortened where the language does so: 14 Nov 2026."""
        return _written(self, "short_date", timezone.localtime(moment).date())

    def day_of_year(self, moment: datetime) -> str:
        """The day of *moment* without its year: 14 November."""
        return _written(self, "day_of_year", timezone.localtime(moment).date())

    def day(self, moment: datetime) -> str:
        """The day of the month, in the common calendar as months of archives are."""
        return self.number(timezone.localtime(moment).day)

    def month(self, year: int, month: int) -> str:
        """A month of the common calendar with its year, as archives are addressed: November 2026."""
        form = "Y年n月" if self.base in {"ja", "zh"} else "F Y"
        return self._digits(_formatted(self.language, form, date(year, month, 1)))

    def month_name(self, month: int) -> str:
        return _formatted(self.language, "F", date(2000, month, 1))

    def filled(self, name: str, /, **values: object) -> Markup:
        """The words *name* with *values* filled in; what is not markup yet is escaped."""
        return _filled_in(self[name], values)

    def joined(self, parts: Iterable[object]) -> Markup:
        """An enumeration: a, b and c."""
        *first, last = [escape(part) for part in parts] or [Markup("")]
        if not first:
            return last
        return escape(self.words.comma).join(first) + escape(self.words.last_comma) + last

    def _digits(self, text: str) -> str:
        return text.translate(str.maketrans("0123456789", self.words.digits))


def _filled_in(words: str, values: dict[str, object]) -> Markup:
    escaped = {each: escape(value) for each, value in values.items()}
    return Markup(str(escape(words)).format(**escaped))  # noqa: S704 - every piece of it is escaped


@lru_cache(maxsize=64)
def voice(language: str) -> Voice:
    """The voice for a language tag; English words where the language has no catalogue yet."""
    known = _known(language)
    return Voice(
        language,
        words=spoken(PAGE, "page", known),
        letters=spoken(LETTERS, "letters", known),
        reading=spoken(READING, "reading", known),
        mail=spoken(MAIL, "mail", known),
    )


def _known(language: str) -> str:
    """The catalogue that speaks for a tag: its own (``pt-BR``), else that of its language (``pt``)."""
    return language if language in languages() else language.partition("-")[0].lower()


@lru_cache(maxsize=8192)
def _written(speaker: Voice, form: str, day: date) -> str:
    if speaker.base == "fa":
        return speaker._digits(_in_iran(form, day))
    return speaker._digits(_formatted(speaker.language, speaker[form], day))


def _in_iran(form: str, day: date) -> str:
    year, month, number = jalali(day)
    without_year = f"{number} {MONTHS[month - 1]}"
    return without_year if form == "day_of_year" else f"{without_year} {year}"


@lru_cache(maxsize=4096)
def _formatted(language: str, form: str, day: date) -> str:
    with translation.override(language):
        return dateformat.format(day, form)
