"""What the page of a post shows: handed to its template by the public view, and by the studio's preview."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from blog import citing, intersections, seo
from blog.lists import Listing
from blog.queries import Beside
from content import tongues
from content.models import SiteSettings, Topic
from language import Voice, voice
from pagecache import note
from pagecache.tags import card
from seo import Facts

NOBODY = Beside()
NEAR = 8  # topics that a topic leads on to


def of_post(
    post: Any,
    *,
    beside: Beside = NOBODY,
    series: Any = None,
    parts: Sequence[Any] = (),
    letters: Sequence[Any] = (),
    takes_letters: bool = False,
    shows_changes: bool = False,
    site: SiteSettings | None = None,
) -> dict[str, Any]:
    """The context of ``blog/post.html``; *post* has its signatures, subjects and lead picture.

    *beside* are the posts to go on to, and its translations: whoever reads none of them is led to the one in
    the language of the *site*. *parts* are the live posts of its *series*, where it is in one; *letters*
    stand under it. Where it *shows_changes*, its page leads to them.
    """
    say = voice(post.language)
    facts = seo.of_post(post, beside.translations, site)
    return {
        "say": say,
        "facts": seo.with_letters(facts, post, say) if letters or takes_letters else facts,
        "post": post,
        "revised_at": seo.revised_at(post),
        "beside": beside,
        "related": [other for other in beside.related if other not in parts],
        "series": series,
        "parts": parts,
        "letters": letters,
        "takes_letters": takes_letters,
        "shows_changes": shows_changes,
        "translations": [
            (each.language, each.get_absolute_url()) for each in tongues.one_each(post, beside.translations)
        ],
        "citations": citing.ways,
    }


def of_topic(topic: Topic, listing: Listing, facts: Facts, say: Voice, span: str = "") -> dict[str, Any]:
    """The context of ``blog/topic.html``; *span* says the days of an archive page, and of a head nothing."""
    near = [] if span else near_topics(listing, [topic])
    return {
        "say": say,
        "facts": facts,
        "topic": topic,
        "listing": listing,
        "span": span,
        "also_in": also_in,
        "near": [(other, intersections.address([topic.slug, other.slug])) for other in near],
    }


def of_both(found: list[Topic], listing: Listing, facts: Facts, say: Voice) -> dict[str, Any]:
    """The context of ``blog/both.html``, for the topics *found*."""
    return {"say": say, "facts": facts, "topics": found, "listing": listing, "also_in": also_in}


def near_topics(listing: Listing, topics: list[Topic]) -> list[Any]:
    """What at least two posts of a list are filed under besides *topics*, the most frequent first."""
    found = {subject.pk: subject for post in listing.posts for subject in post.subjects}
    numbers = Counter(subject.pk for post in listing.posts for subject in post.subjects)
    here = {topic.pk for topic in topics}
    often = [found[pk] for pk, number in numbers.items() if number > 1 and pk not in here]
    often.sort(key=lambda subject: (-numbers[subject.pk], subject.name))
    note(*(card("topic", subject.pk) for subject in often[:NEAR]))
    return often[:NEAR]


def also_in(post: Any, topics: list[Topic], say: Voice) -> Markup:
    """What else *post* is filed under, as a list of *topics* says it beside the post; empty where nothing."""
    here = {topic.pk for topic in topics}
    others = [other.name for other in post.subjects if other.pk not in here]
    return say.filled("also_in", topics=say.joined(others)) if others else Markup("")
