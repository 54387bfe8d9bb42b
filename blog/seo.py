"""What the blog's pages say of themselves."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from blog.lists import Listing
from blog.models import Post, Series
from content import public_changes, tongues
from content.addresses import address
from content.models import Person, SiteSettings, Topic
from language import Voice, voice
from media import cards
from seo import Author, Facts, Feed, Image, absolute, described

# What is mended within a day of appearing is not called a revision.
SAME_DAY = timedelta(days=1)
WORTH_FINDING = 2  # posts under several topics at once


def of_post(post: Any, translations: Sequence[Any] = (), site: SiteSettings | None = None) -> Facts:
    """The facts of a post; *post* has its signatures, topics and lead picture.

    A title that no font here has all the letters of cannot be drawn: the site's card stands for it.
    """
    default = site.language if site else ""
    return Facts(
        title=post.seo_title or post.title,
        path=post.get_absolute_url(),
        canonical=post.canonical_url or absolute(post.get_absolute_url()),
        language=post.language,
        description=described(post.seo_description, post.summary, post.excerpt),
        kind="article",
        image=_image(post),
        card=None if post.lead_picture_id else _card(post) or (site_card(site) if site else None),
        published=post.publish_at,
        modified=last_changed(post),
        headline=post.title,
        lede=post.lede,
        twin=absolute(address("blog:post_twin", post.slug)),
        minutes=post.minutes,
        authors=tuple(_author(signature.person) for signature in post.signatures),
        topics=tuple(topic.name for topic in post.subjects),
        noindex=post.noindex,
        crumbs=_above(post),
        feeds=_feeds(),
        alternates=tongues.alternates(post, translations, default, Post.get_absolute_url),
    )


def of_changes(post: Any, path: str) -> Facts:
    """The facts of how a post changed.

    Search engines are not to find it: it has the words of the post once more, among them such as stand there
    no longer, and whoever looks for them is to find the post.
    """
    say = voice(post.language)
    return Facts(
        title=f"{say.reading.what_changed}: {post.title}",
        path=path,
        canonical=absolute(path),
        language=post.language,
        description=described(public_changes.in_a_line(post.changes, say)),
        noindex=True,
        crumbs=((say["all_posts"], address("blog:stream")), (post.title, post.get_absolute_url())),
    )


def with_letters(facts: Facts, post: Any, say: Voice) -> Facts:
    """The same of a post that readers write letters to: these have feeds too."""
    return replace(facts, feeds=(*facts.feeds, *feeds(say.letters.title, "letters_feed", post.slug)[:1]))


def _above(post: Any) -> tuple[tuple[str, str], ...]:
    """The stream, the year and the month that a post stands in; of one that has no date the stream."""
    say = voice(post.language)
    stream = (say["all_posts"], address("blog:stream"))
    if post.publish_at is None:
        return (stream,)
    day = timezone.localtime(post.publish_at)
    year = (say.number(day.year), address("blog:year", day.year))
    month = (say.month_name(day.month), address("blog:month", day.year, day.month))
    return stream, year, month


def _author(person: Any) -> Author:
    return Author(person.name, absolute(person.get_absolute_url()), person.fediverse)


def _image(post: Any) -> Image | None:
    picture = post.lead_picture
    if picture is None:
        return None
    return Image(absolute(picture.url), picture.width, picture.height, post.lead_alt or picture.says)


def _card(post: Any) -> Image | None:
    return cards.image(absolute(address("blog:post_card", post.slug)), post.title)


def site_card(site: SiteSettings) -> Image | None:
    """The card of what has none of its own."""
    return cards.image(absolute(address("front:card")), site.name)


def last_changed(post: Any) -> datetime:
    """When the text of a live post last changed for readers, which is when it appeared at the earliest."""
    moments: list[datetime] = [moment for moment in (post.content_changed_at, post.publish_at) if moment]
    return max(moments)


def revised_at(post: Any) -> datetime | None:
    """When the text last changed for readers, or None where that was on the day it appeared."""
    changed = last_changed(post)
    return changed if changed - post.publish_at > SAME_DAY else None


FORMATS = (
    ("", "Atom", "application/atom+xml"),
    ("_rss", "RSS", "application/rss+xml"),
    ("_json", "JSON Feed", "application/feed+json"),
)


def feeds(title: str = "", name: str = "feed", *args: str) -> tuple[Feed, ...]:
    """The feeds of a list called *title*, in each format; *name* and *args* make their addresses."""
    return tuple(
        Feed(f"{title} · {form}" if title else form, absolute(address(f"blog:{name}{ending}", *args)), kind)
        for ending, form, kind in FORMATS
    )


def _feeds(own: tuple[Feed, ...] = ()) -> tuple[Feed, ...]:
    """The feeds of a page: its list's, and the site's."""
    return (*own, *feeds()[:1]) if own else feeds()


def of_list(
    title: str,
    path: str,
    listing: Listing,
    site: SiteSettings,
    *,
    about: str = "",
    own: tuple[Feed, ...] = (),
    crumbs: tuple[tuple[str, str], ...] = (),
    card: Image | None = None,
) -> Facts:
    """The facts of a list of posts; one that is empty is kept out of search engines."""
    return Facts(
        title=title,
        path=path,
        canonical=absolute(path),
        language=site.language,
        description=described(about, *_told(title, site)),
        card=card or site_card(site),
        schema="CollectionPage",
        crumbs=crumbs,
        noindex=not listing.posts,
        feeds=_feeds(own),
        newer=absolute(listing.newer) if listing.newer else "",
        older=absolute(listing.older) if listing.older else "",
    )


def of_topic(topic: Topic, listing: Listing, site: SiteSettings, path: str, title: str) -> Facts:
    """The facts of a topic, or of a page of its archive."""
    own = feeds(topic.name, "topic_feed", topic.slug)
    card = cards.image(absolute(address("blog:topic_card", topic.slug)), topic.name)
    above = ((voice(site.language)["all_topics"], address("blog:topics")),)
    return of_list(title, path, listing, site, about=topic.description, own=own, crumbs=above, card=card)


def of_both(found: list[Topic], listing: Listing, site: SiteSettings, path: str, *, is_head: bool) -> Facts:
    """The facts of what is filed under several topics at once; only where that is a list to be found by."""
    say = voice(site.language)
    title = say.joined(topic.name for topic in found).unescape()
    facts = of_list(title, path, listing, site, crumbs=((say["all_topics"], address("blog:topics")),))
    return replace(facts, noindex=not is_head or len(listing.posts) < WORTH_FINDING)


def of_author(person: Person, listing: Listing, site: SiteSettings, path: str, title: str) -> Facts:
    """The facts of an author, or of a page of the archive of what is signed so."""
    own = feeds(person.name, "author_feed", person.slug)
    card = cards.image(absolute(address("blog:author_card", person.slug)), person.name)
    facts = of_list(title, path, listing, site, about=person.bio, own=own, card=card)
    if path != person.get_absolute_url():
        return replace(facts, kind="profile")  # an archive page shows no more of the person than the name
    picture = person.picture
    elsewhere = tuple(link["url"] for link in person.links)
    profile = replace(
        _author(person),
        about=person.bio,
        picture=absolute(picture.url) if picture else "",
        elsewhere=elsewhere,
    )
    return replace(facts, kind="profile", schema="ProfilePage", profile=profile)


def of_span(title: str, path: str, site: SiteSettings) -> Facts:
    """The facts of a year, a month, or the list of topics."""
    return Facts(
        title=title,
        path=path,
        canonical=absolute(path),
        language=site.language,
        description=described(*_told(title, site)),
        card=site_card(site),
        schema="CollectionPage",
        feeds=_feeds(),
    )


def of_series(series: Series, site: SiteSettings, path: str) -> Facts:
    """The facts of a series."""
    return Facts(
        title=series.title,
        path=path,
        canonical=absolute(path),
        language=site.language,
        description=described(series.description, *_told(series.title, site)),
        card=cards.image(absolute(address("blog:series_card", series.slug)), series.title),
        schema="CollectionPage",
        crumbs=((voice(site.language)["all_posts"], address("blog:stream")),),
        feeds=_feeds(feeds(series.title, "series_feed", series.slug)),
    )


def _told(title: str, site: SiteSettings) -> tuple[str, ...]:
    """What a list that nobody has described says: which one it is, and of what site."""
    return (f"{title}. {site.description}",) if site.description else ()


def span(listing: Listing, say: Voice) -> str:
    """The days that the posts of an archive page are from, which set it apart from the others."""
    dates = [post.publish_at for post in listing.posts]
    if not dates:
        return ""
    return say.filled("from_to", first=say.date(dates[-1]), last=say.date(dates[0])).unescape()
