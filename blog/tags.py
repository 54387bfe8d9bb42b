"""How the blog's pages are tagged by what is in them, beside rows (pagecache): lists, neighbours, calendars.

A page notes what it was made of; config/affected.py says what each change touches.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import combinations

from django.utils import timezone

from blog.models import Post
from content.archives import ArchivePage

TOPICS = "topics"  # which topics are in use, and how much
SIGNERS = "signers"  # who signed what is there, how much, and what they are called
SERIES = "series"  # which series have posts, how many, and what they are called
TOPIC_NAMES = "topics:names"  # noted instead of each topic where they are many


def segment(stream: str, number: int) -> str:
    """Something comes into archive page *number* of a stream."""
    return f"list:{stream}:{number}"


def segments(stream: str, numbers: range) -> list[str]:
    """The same of several pages."""
    return [segment(stream, number) for number in numbers]


def anywhere(stream: str) -> str:
    """Something comes into a stream, wherever; for what shows all of it."""
    return f"list:{stream}"


def cut(stream: str, number: int) -> str:
    """Where an archive page begins, and whether it does."""
    return f"cut:{stream}:{number}"


def cuts(stream: str) -> str:
    """Where the last archive pages begin."""
    return f"cuts:{stream}"


def of_archive(stream: str, number: int) -> list[str]:
    """Archive page *number*: what comes into it, where it begins and ends."""
    return [segment(stream, number), cut(stream, number), cut(stream, number + 1)]


def of_head(stream: str, page: ArchivePage) -> list[str]:
    """The head of a list: where its last pages begin, and what comes into them."""
    return [cuts(stream), *segments(stream, page.numbers)]


def beside(post: int) -> str:
    """Something comes right beside a post."""
    return f"beside:post:{post}"


def lead(post: int) -> str:
    """The length and picture of a post, which the home page shows of the newest one."""
    return f"post:{post}#lead"


def month(year: int, number: int) -> str:
    """Something comes into a month."""
    return f"month:{year:04d}-{number:02d}"


def month_names(year: int, number: int) -> str:
    """What the posts of a month are called, noted instead of each where they are many."""
    return f"names:{year:04d}-{number:02d}"


def both(stream: str, other: str) -> str:
    """Something comes under two topics at once, whose lists these are."""
    return f"both:{':'.join(sorted((stream, other)))}"


def both_of_each(streams: Iterable[str]) -> list[str]:
    """The same of each two of them."""
    return [both(one, other) for one, other in combinations(streams, 2)]


def months(year: int) -> str:
    """Which months of a year have posts."""
    return f"months:{year:04d}"


def crowd(year: int) -> str:
    """Whether a year has so many posts that its page names none."""
    return f"crowd:{year:04d}"


def beside_month(year: int, number: int) -> str:
    """The next month with posts before or after this one is another."""
    return f"beside:{year:04d}-{number:02d}"


def beside_year(year: int) -> str:
    """The same of a year."""
    return f"beside:{year:04d}"


def day(moment: datetime) -> datetime:
    """*moment* on the clock by which the site's calendars go."""
    return timezone.localtime(moment, timezone.get_default_timezone())


def called(thing: str, pk: int) -> str:
    """The name of a topic or a person, shown where it is no link."""
    return f"{thing}:{pk}#name"


def of_relations(posts: list[Post], *relations: str) -> list[str]:
    """Which rows of *relations* (``posttopic``, ``postauthor``) each of *posts* has."""
    return [f"{relation}.post_id={post.pk}" for post in posts for relation in relations]


def name(post: int) -> str:
    """What a post is called, and where and when it stands."""
    return f"post:{post}#name"


def names(posts: list[Post]) -> list[str]:
    """The same of several."""
    return [name(post.pk) for post in posts]
