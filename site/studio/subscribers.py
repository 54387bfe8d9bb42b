"""What the studio says of letters to subscribers."""

from dataclasses import dataclass

from blog.models import Post
from content import delivering

SHOWN = 20  # posts and weeks


@dataclass(frozen=True)
class Sent:
    """A post, or the posts of a week, and how many letters of it are in which state."""

    title: str
    address: str
    states: dict[str, int]


def lately() -> list[Sent]:
    """What was sent last."""
    letters = delivering.lately(SHOWN)
    numbers = [int(what.partition(":")[2]) for what, _ in letters if what.startswith("post:")]
    posts = Post.objects.in_bulk(numbers)
    return [_sent(what, posts, states) for what, states in letters]


def _sent(what: str, posts: dict[int, Post], states: dict[str, int]) -> Sent:
    kind, _, said = what.partition(":")
    if kind == "week":
        return Sent(f"The week {said.replace('..', ' to ')}", "", states)
    post = posts.get(int(said))
    return Sent(
        post.title if post else "A post that is gone", post.get_absolute_url() if post else "", states
    )
