"""What the site says to whoever reads on and around: parts of a series, the size of letters, how to cite."""

from dataclasses import dataclass

from language.counting import Counted, counted


@dataclass(frozen=True, kw_only=True)
class ReadingWords:
    """The words beside a text and under it; names in braces are filled in."""

    part_of: str
    previous_part: str
    next_part: str
    all_parts: str
    related: str
    near_topics: str
    both: str
    size: str
    small: str
    normal: str
    large: str
    go_on: str
    close: str
    cite: str
    plain_text: str
    cited: str
    copy_link: str
    in_other_languages: str
    what_changed: str
    words_in: Counted
    words_out: Counted
    words_stand: Counted
    words_more: Counted
    change_title: str
    change_summary: str
    change_text: str
    only_larger: str


ENGLISH = ReadingWords(
    part_of="Part {n} of {all}: {series}",
    previous_part="Previous part",
    next_part="Next part",
    all_parts="All parts",
    related="On the same",
    near_topics="Related topics",
    both="Both",
    size="Text size",
    small="Small",
    normal="Normal",
    large="Large",
    go_on="Continue where you left",
    close="Close",
    cite="Cite this text",
    plain_text="Plain",
    cited="{authors}, “{title}”, {site}, {day}, {address}",
    copy_link="Copy link",
    in_other_languages="In other languages",
    what_changed="What changed",
    words_in=counted("{n} word came", "{n} words came"),
    words_out=counted("{n} word went", "{n} words went"),
    words_stand=counted("{n} word stands unchanged", "{n} words stand unchanged"),
    words_more=counted("{n} more word changed", "{n} more words changed"),
    change_title="Title",
    change_summary="Summary",
    change_text="Text",
    only_larger="Typing errors and the like are mended without a note.",
)
