"""What the page of a post shows: handed to its template by the public view, and by the studio's preview."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from blog import citing, seo
from blog.lists import Listing
from content.models import Topic
from language import Voice, voice
from seo import Facts


def of_post(
    post: Any,
    *,
    newer: Any = None,
    older: Any = None,
    series: Any = None,
    parts: Sequence[Any] = (),
    letters: Sequence[Any] = (),
    takes_letters: bool = False,
) -> dict[str, Any]:
    """The context of ``blog/post.html``; *post* has its signatures, subjects and lead picture.

    *parts* are the live posts of its *series*, where it is in one; *letters* stand under it.
    """
    return {
        "say": voice(post.language),
        "facts": seo.of_post(post),
        "post": post,
        "revised_at": seo.revised_at(post),
        "newer": newer,
        "older": older,
        "series": series,
        "parts": parts,
        "letters": letters,
        "takes_letters": takes_letters,
        "citations": citing.ways,
    }


def of_topic(topic: Topic, listing: Listing, facts: Facts, say: Voice, span: str = "") -> dict[str, Any]:
    """The context of ``blog/topic.html``; *span* says the days of an archive page, and of a head nothing."""
    return {
        "say": say,
        "facts": facts,
        "topic": topic,
        "listing": listing,
        "span": span,
        "also_in": also_in,
    }


def also_in(post: Any, topic: Topic, say: Voice) -> Markup:
    """What else *post* is filed under, as a list of *topic* says it beside the post; empty where nothing."""
    others = [other.name for other in post.subjects if other.pk != topic.pk]
    return say.filled("also_in", topics=say.joined(others)) if others else Markup("")
