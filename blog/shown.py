"""What the page of a post shows: handed to its template by the public view, and by the studio's preview."""

from collections.abc import Sequence
from typing import Any

from blog import seo
from language import voice


def of_post(
    post: Any, *, newer: Any = None, older: Any = None, series: Any = None, parts: Sequence[Any] = ()
) -> dict[str, Any]:
    """The context of ``blog/post.html``; *post* has its signatures, subjects and lead picture.

    *parts* are the live posts of its *series*, where it is in one.
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
    }
