"""An author who does as he is told on standard input, and stops at a step of the protocol if told to.

``python -m bench.live.scribe board posts`` takes lines: ``edit 3 held`` (the step may be left out),
``truth 3`` (the version that the database has), ``schedule 3 from until`` (seconds since 1970),
``name 3`` (the site's name is that version of its own) and ``epoch`` (every kept page is invalid).
He says ``at held`` and waits for a line, and in the end ``done …`` or ``failed …``.
"""

import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.db import Error, connection

from bench.live.author import Author
from bench.live.board import Board
from bench.live.judging import mark
from blog.models import Post
from content import configuring, publishing
from content.actors import SITE
from pagecache import edges, link, pauses, store

AGAIN = 0.05  # s between two tries


class Scribe(Author):
    """Tells what the database has; knows nothing from before."""

    def begin(self, number: int) -> None:
        if not self.board.acknowledged()[number]:
            super().begin(number)
        self.truth(number)

    def truth(self, number: int) -> int:
        """The version that the database has."""
        self.posts[number] = post = Post.objects.get(slug=f"soak-{number}")
        found = re.search(r"v(\d+)e", post.title)
        assert found
        self.versions[number] = int(found[1])
        return self.versions[number]

    def edit_until(self, number: int, step: str) -> int:
        """Publish the next version, stopping at *step* of that."""
        self.truth(number)
        revision = self.revise(number)
        pauses.hook = _stop_at(step)
        try:
            self.publish(number, revision)
        finally:
            pauses.hook = None
        return self.versions[number]

    def schedule(self, number: int, since: float, until: float) -> int:
        """Let the next version be seen from *since* to *until*, seconds since 1970."""
        self.truth(number)
        self.withdraw(number)
        self.publish(number, self.revise(number), at=_moment(since))
        self.posts[number] = publishing.withdraw(actor=SITE, thing=self.posts[number], at=_moment(until))
        return self.versions[number]

    def rename_site(self, version: int) -> int:
        """Let the site's name, on every page, be a version of its own; a title of a post stands on others."""
        name = self.board.name
        configuring.configure(actor=SITE, settings={"name": f"Stet {mark(name, version)}"}, menus={})
        self.versions[name] = version - 1
        self._acknowledge(name)
        return version


def begin_epoch() -> int:
    """Make every kept page invalid, also in nginx's memory; on a busy machine at the second try."""
    while True:
        try:
            edges.wait(store.new_epoch(), time.monotonic())
        except link.Away:
            time.sleep(AGAIN)
        else:
            return 0


def _stop_at(step: str) -> Callable[[str], None]:
    waiting = [step]

    def hook(reached: str) -> None:
        if waiting and reached == step:
            waiting.pop()
            print(f"at {reached}", flush=True)
            sys.stdin.readline()

    return hook


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _do(scribe: Scribe, verb: str, words: list[str]) -> int:
    if verb == "name":
        return scribe.rename_site(int(words[0]))
    if verb == "epoch":
        return begin_epoch()
    number = int(words[0])
    if verb == "edit":
        return scribe.edit_until(number, words[1] if len(words) > 1 else "")
    if verb == "schedule":
        return scribe.schedule(number, float(words[1]), float(words[2]))
    return scribe.truth(number)


def main(path: str, posts: int) -> None:
    """Do each line."""
    scribe = Scribe(Board(Path(path), posts))
    for number in range(posts):
        scribe.begin(number)
    print("done 0", flush=True)
    for line in iter(sys.stdin.readline, ""):
        verb, *words = line.split()
        try:
            print(f"done {_do(scribe, verb, words)}", flush=True)
        except Error as why:
            connection.close()
            print(f"failed {type(why).__name__}: {' '.join(str(why).split())}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
