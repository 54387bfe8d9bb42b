"""Somebody who writes: each text says which post it is and which version, so that any page can be judged.

``python -m bench.live.author board posts number authors`` publishes the posts whose number modulo *authors*
is *number*, again and again until the board is over, and prints what the waits for nginx took.
"""

import json
import os
import random
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from bench import start

start.django()

from bench.bodies import distinct  # noqa: E402
from bench.live.board import Board  # noqa: E402
from bench.live.judging import mark  # noqa: E402
from blog.models import Post  # noqa: E402
from content import publishing  # noqa: E402
from content.actors import SITE  # noqa: E402
from content.models import Topic  # noqa: E402
from content.revisions import newest  # noqa: E402
from pagecache import edges, pauses  # noqa: E402

LENGTH = 3_000  # characters of a body
WITHDRAWALS = 0.1  # of all that an author does


class Author:
    """Writes some of the *board*'s posts; nobody else does."""

    def __init__(self, board: Board, number: int = 0) -> None:
        self.board, self.number = board, number
        self.posts: dict[int, Post] = {}
        self.versions: dict[int, int] = {}
        self.gone: set[int] = set()

    def begin(self, number: int) -> None:
        """Publish the post *number* for the first time, or take it up where another author left it."""
        self.versions[number] = self.board.acknowledged()[number]
        if self.versions[number]:
            self.posts[number] = Post.objects.get(slug=f"soak-{number}")
            if self.versions[number] == self.board.withdrawal_begun(number):
                self.gone.add(number)
            return
        fields: dict[str, Any] = {"slug": f"soak-{number}", "topics": [_topic().pk]}
        self.posts[number] = publishing.draft(actor=SITE, kind="post", fields=fields | text(number, 0))
        self.edit(number)

    def edit(self, number: int) -> None:
        """Publish the next version of it; a withdrawn post is there again."""
        self.publish(number, self.revise(number))

    def revise(self, number: int) -> Any:
        """Write the next version of it, which nobody sees yet."""
        fields, post = text(number, self.versions[number] + 1), self.posts[number]
        return publishing.revise(actor=SITE, thing=post, fields=fields, base=newest(post))

    def publish(self, number: int, revision: Any, at: datetime | None = None) -> None:
        """Let readers see that version."""
        self.posts[number] = publishing.publish(
            actor=SITE, thing=self.posts[number], revision=revision, at=at
        )
        self.gone.discard(number)
        self._acknowledge(number)

    def withdraw(self, number: int) -> None:
        """Take it away; that is a version too."""
        self.board.begin_withdrawal(number, self.versions[number] + 1)
        self.posts[number] = publishing.withdraw(actor=SITE, thing=self.posts[number])
        self.gone.add(number)
        self._acknowledge(number)

    def _acknowledge(self, number: int) -> None:
        self.versions[number] += 1
        self.board.acknowledge(self.number, number, self.versions[number])


def text(number: int, version: int) -> dict[str, str]:
    """What the post says in that version; its title stands in lists too."""
    name = mark(number, version)
    return {"title": f"Letter {name}", "body": f"This is {name}.\n\n{_body(number)}"}


def _body(number: int) -> str:
    bodies = distinct(20)
    return bodies[number % len(bodies)][:LENGTH]


def _topic() -> Topic:
    return Topic.objects.get_or_create(slug="soaked", defaults={"name": "Soaked"})[0]


class Waits:
    """Milliseconds that commits waited for nginx, as the pauses of the protocol tell."""

    def __init__(self) -> None:
        self.ended, self.all = 0.0, list[float]()

    def __call__(self, step: str) -> None:
        if step == pauses.ENDED:
            self.ended = time.monotonic()
        elif step == pauses.WAITED:
            self.all.append((time.monotonic() - self.ended) * 1000)


def main(path: str, posts: int, number: int, authors: int) -> None:
    """Write until the board is over."""
    board = Board(Path(path), posts)
    if os.environ.get("SOAK_WITHOUT_WAIT"):
        edges.wait = lambda seq, ended: None  # type: ignore[assignment]
    author, waits, choose = Author(board, number), Waits(), random.Random()
    for own in range(number, posts, authors):
        author.begin(own)
    print("ready", flush=True)
    pauses.hook = waits
    while _is_in_step(board):
        own = choose.randrange(number, posts, authors)
        if own not in author.gone and choose.random() < WITHDRAWALS:
            author.withdraw(own)
        else:
            author.edit(own)
    print(json.dumps(waits.all))


def _is_in_step(board: Board) -> bool:
    """Let the others read what was just acknowledged, by whomever; False when the board is over."""
    while not board.is_over and board.is_just_changed:
        time.sleep(0.002)
    return not board.is_over


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
