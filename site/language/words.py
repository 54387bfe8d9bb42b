"""The words of every page, in English; other languages have theirs in the catalogues."""

from dataclasses import dataclass

from language.counting import Counted, counted


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the site says around its texts; names in braces are filled in.

    ``long_date``, ``short_date`` and ``day_of_year`` are Django's date format strings.
    """

    skip: str
    main: str
    more: str
    where: str
    contents: str
    theme: str
    auto: str
    light: str
    dark: str
    copy: str
    copied: str
    minutes: Counted
    revised: str
    filed: str
    stays: str
    comma: str
    last_comma: str
    posts: str
    all_posts: str
    newer_posts: str
    older_posts: str
    newer: str
    older: str
    by_year: str
    from_to: str
    topics: str
    all_topics: str
    also_in: str
    with_authors: str
    posts_by: str
    feed: str
    feed_of: str
    read_on: str
    in_this_section: str
    nothing_yet: str
    nothing_filed: str
    nothing_signed: str
    not_found: str
    no_page_at: str
    transposed: str
    nearest: str
    gone: str
    gone_from: str
    search: str
    search_site: str
    narrow: str
    everything: str
    kind: str
    topic: str
    author: str
    year: str
    language_word: str
    kind_post: str
    kind_page: str
    found: Counted
    found_more: str
    not_spelt: str
    anyway: str
    some_words: str
    nothing_found: str
    ask: str
    in_topics: str
    results_pages: str
    of_results: str
    next: str
    previous: str
    search_instead: str
    long_date: str
    short_date: str
    day_of_year: str
    digits: str = "0123456789"


ENGLISH = Words(
    skip="Skip to the text",
    main="Main",
    more="More",
    where="Where this stands",
    contents="Contents",
    theme="Colour theme",
    auto="Auto",
    light="Light",
    dark="Dark",
    copy="Copy",
    copied="Copied",
    minutes=counted("{n} minute", "{n} minutes"),
    revised="Revised {date}",
    filed="Filed under {topics}.",
    stays="This address will not change.",
    comma=", ",
    last_comma=" and ",
    posts="Posts",
    all_posts="All posts",
    newer_posts="Newer posts",
    older_posts="Older posts",
    newer="Newer",
    older="Older",
    by_year="By year",
    from_to="{first} to {last}",
    topics="Topics",
    all_topics="All topics",
    also_in="Also in {topics}",
    with_authors="With {authors}",
    posts_by="Posts by {name}",
    feed="Feed",
    feed_of="Feed: {name}",
    read_on="Read on",
    in_this_section="In this section",
    nothing_yet="Nothing has been published yet.",
    nothing_filed="Nothing is filed under this topic yet.",
    nothing_signed="Nothing is signed with this name yet.",
    not_found="Nothing stands here",
    no_page_at="There is no page at {path}.",
    transposed="Perhaps a letter was transposed.",
    nearest="Nearest",
    gone="Taken away",
    gone_from="What stood at {path} was taken away for good.",
    search="Search",
    search_site="Search {name}",
    narrow="Narrow",
    everything="Everything",
    kind="Kind",
    topic="Topic",
    author="Author",
    year="Year",
    language_word="Language",
    kind_post="Posts",
    kind_page="Pages",
    found=counted("{n} text for {query}.", "{n} texts for {query}."),
    found_more="More than {n} texts for {query}; the newest are looked through.",
    not_spelt="Nothing is spelt {word} here;",
    anyway="search for it anyway",
    some_words="No text has all these words. These have some of them.",
    nothing_found="Nothing here fits {query}. Fewer or other words may find something.",
    ask="Words, “words together”, -unwanted",
    in_topics="in {topics}",
    results_pages="Pages of results",
    of_results="{first} to {last} of {n}",
    next="Next",
    previous="Previous",
    search_instead="Or search for it",
    long_date="j F Y",
    short_date="j M Y",
    day_of_year="j F",
)
