"""Thirty people who are logged in, each with words that nobody else may ever see; printed as JSON.

Each has a name, an address and a draft with his canary in them.
"""

import json
import secrets

from bench import start

start.django()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import User  # noqa: E402
from content import publishing  # noqa: E402

PEOPLE = 30


def main() -> None:
    """Make them and say who they are."""
    print(json.dumps([_person(number) for number in range(PEOPLE)]))


def _person(number: int) -> dict[str, object]:
    canary = f"canary{secrets.token_hex(6)}"
    user = User.objects.create_user(
        canary, f"{canary}@example.org", secrets.token_hex(16), role=User.Role.AUTHOR, first_name=canary
    )
    fields = {"title": f"Draft {canary}", "slug": f"draft-{number}", "body": f"Nobody reads {canary}."}
    post = publishing.draft(actor=user, kind="post", fields=fields)
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    private = [
        "/studio/",
        f"/studio/post/{post.pk}/",
        f"/studio/post/{post.pk}/preview/",
        post.get_absolute_url(),
    ]
    return {
        "cookie": f"{settings.SESSION_COOKIE_NAME}={session}",
        "session": session,
        "canary": canary,
        "private": private,
    }


if __name__ == "__main__":
    main()
