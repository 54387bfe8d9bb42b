"""What the site says to whoever reads on and around: parts of a series, the size of letters, how to cite."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ReadingWords:
    """The words beside a text and under it; names in braces are filled in."""

    part_of: str
    previous_part: str
    next_part: str
    all_parts: str
    size: str
    small: str
    normal: str
    large: str
    go_on: str
    close: str
    cite: str
    plain_text: str
    copy_link: str


ENGLISH = ReadingWords(
    part_of="Part {n} of {all}: {series}",
    previous_part="Previous part",
    next_part="Next part",
    all_parts="All parts",
    size="Text size",
    small="Small",
    normal="Normal",
    large="Large",
    go_on="Continue where you left",
    close="Close",
    cite="Cite this text",
    plain_text="Plain",
    copy_link="Copy link",
)

GERMAN = ReadingWords(
    part_of="Teil {n} von {all}: {series}",
    previous_part="Voriger Teil",
    next_part="Nächster Teil",
    all_parts="Alle Teile",
    size="Schriftgröße",
    small="Klein",
    normal="Normal",
    large="Groß",
    go_on="Weiterlesen, wo Sie waren",
    close="Schließen",
    cite="Diesen Text zitieren",
    plain_text="Einfach",
    copy_link="Link kopieren",
)

PERSIAN = ReadingWords(
    part_of="بخش {n} از {all}: {series}",
    previous_part="بخش پیشین",
    next_part="بخش بعدی",
    all_parts="همهٔ بخش‌ها",
    size="اندازهٔ نوشته",
    small="کوچک",
    normal="معمولی",
    large="بزرگ",
    go_on="ادامه از جایی که ماندید",
    close="بستن",
    cite="ارجاع به این متن",
    plain_text="ساده",
    copy_link="رونوشت پیوند",
)

READING = {"en": ENGLISH, "de": GERMAN, "fa": PERSIAN}


def reading_words(base: str) -> ReadingWords:
    """The words for a language; English ones where there are none yet."""
    return READING.get(base, ENGLISH)
