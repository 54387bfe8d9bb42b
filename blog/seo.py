"""What the blog's pages say of themselves."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from blog.lists import Listing
from blog.models import Series
from content.models import Person, SiteSettings, Topic
from language import Voice
from seo import Facts, Feed, Image, absolute, described

# What is mended within a day of appearing is not called a revision.
SAME_DAY = timedelta(days=1)


def of_post(post: Any) -> Facts:
    """The facts of a post; *post* has its signatures, topics and lead picture."""
    return Facts(
        title=post.seo_title or post.title,
        path=post.get_absolute_url(),
        canonical=post.canonical_url or absolute(post.get_absolute_url()),
        language=post.language,
        description=described(post.seo_description, post.summary, post.excerpt),
        kind="article",
        image=_image(post),
        published=post.publish_at,
        modified=last_changed(post),
        authors=tuple(signature.person.name for signature in post.signatures),
        topics=tuple(topic.name for topic in post.subjects),
        noindex=post.noindex,
        feeds=_feeds(),
    )


def _image(post: Any) -> Image | None:
    picture = post.lead_picture
    if picture is None:
        return None
    return Image(absolute(picture.url), picture.width, picture.height, post.lead_alt or picture.says)


def last_changed(post: Any) -> datetime:
    """When the text of a live post last changed for readers, which is when it appeared at the earliest."""
    moments: list[datetime] = [moment for moment in (post.content_changed_at, post.publish_at) if moment]
    return max(moments)


def revised_at(post: Any) -> datetime | None:
    """When the text last changed for readers, or None where that was on the day it appeared."""
    changed = last_changed(post)
    return changed if changed - post.publish_at > SAME_DAY else None


def _feeds(*own: Feed) -> tuple[Feed, ...]:
    return (*own, Feed("Atom", absolute(reverse("blog:feed"))))


def of_list(
    title: str, path: str, listing: Listing, site: SiteSettings, *, about: str = "", feed: Feed | None = None
) -> Facts:
    """The facts of a list of posts; one that is empty is kept out of search engines."""
    return Facts(
        title=title,
        path=path,
        canonical=absolute(path),
        language=site.language,
        description=described(about, *_told(title, site)),
        noindex=not listing.posts,
        feeds=_feeds(*filter(None, [feed])),
        newer=absolute(listing.newer) if listing.newer else "",
        older=absolute(listing.older) if listing.older else "",
    )


def of_topic(topic: Topic, listing: Listing, site: SiteSettings, path: str, title: str) -> Facts:
    """The facts of a topic, or of a page of its archive."""
    feed = Feed(topic.name, absolute(reverse("blog:topic_feed", args=[topic.slug])))
    return of_list(title, path, listing, site, about=topic.description, feed=feed)


def of_author(person: Person, listing: Listing, site: SiteSettings, path: str, title: str) -> Facts:
    """The facts of an author, or of a page of the archive of what is signed so."""
    feed = Feed(person.name, absolute(reverse("blog:author_feed", args=[person.slug])))
    return replace(of_list(title, path, listing, site, about=person.bio, feed=feed), kind="profile")


def of_span(title: str, path: str, site: SiteSettings) -> Facts:
    """The facts of a year, a month, or the list of topics."""
    return Facts(
        title=title,
        path=path,
        canonical=absolute(path),
        language=site.language,
        description=described(*_told(title, site)),
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
        feeds=_feeds(),
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
