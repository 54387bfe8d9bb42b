"""Run in a clone: prints the history of posts as JSON, oldest revision first."""

import json
import sys

from bench import start

start.django()

from content.models import Revision  # noqa: E402


def main(posts: list[int]) -> None:
    """For each post its revisions: key, kind and body."""
    told = {
        post: [
            {"key": each.idempotency_key, "kind": each.kind, "body": each.fields["body"]}
            for each in Revision.objects.filter(of="post", thing_id=post).order_by("pk")
        ]
        for post in posts
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]])
