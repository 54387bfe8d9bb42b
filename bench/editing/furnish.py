"""Run in a clone: makes two authors of so many posts, and prints their sessions and the posts as JSON."""

import json
import sys

from bench import start

start.django()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from content import publishing  # noqa: E402
from content.actors import SITE  # noqa: E402
from tests import world  # noqa: E402

BODY = "One.\n\nTwo.\n\nThree."


def main(posts: int) -> None:
    """Let Tomás and Mira sign every post: authors, so that no second factor is asked of them."""
    authors = [world.tomas(), world._account("mira", "author", "Mira", "Sol")]
    made = [
        publishing.draft(
            actor=SITE,
            kind="post",
            fields={"title": f"Drill {n}", "body": BODY, "authors": [each.person.pk for each in authors]},
        )
        for n in range(posts)
    ]
    told = {
        "sessions": {each.username: _session(each) for each in authors},
        "users": {each.username: each.pk for each in authors},
        "cookie": settings.SESSION_COOKIE_NAME,
        "posts": [post.pk for post in made],
    }
    print(json.dumps(told))


def _session(user: object) -> str:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    main(int(sys.argv[1]))
