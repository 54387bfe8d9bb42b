"""What authors had acknowledged and when, in memory that all processes share.

A reader notes what stands here *before* it asks: an answer that shows less is stale. Each place is one
aligned word that one process writes and everybody reads.
"""

import mmap
import time
from pathlib import Path

PEOPLE = 16  # authors at most, and readers
# Is it over? | each author's last post | each author's publishes | each reader's checks
HEAD = 1 + 3 * PEOPLE
WORDS = 3  # a post has: newest acknowledged version, when (monotonic ns), newest withdrawal that was begun
ACKED, AT, WITHDRAWN = range(WORDS)
JUST_NOW = 50_000_000  # ns
READS_A_PUBLISH = 150


class Board:
    """So many *posts*, numbered from 0, the site's ``name`` as one more, and how far everybody is."""

    def __init__(self, path: Path, posts: int) -> None:
        self.name = posts
        size = 8 * (HEAD + (posts + 1) * WORDS)
        if not path.exists():
            path.write_bytes(bytes(size))
        with path.open("r+b") as file:
            self.memory = mmap.mmap(file.fileno(), size)
        self.words = memoryview(self.memory).cast("q")

    @property
    def is_over(self) -> bool:
        return bool(self.words[0])

    def begin(self) -> None:
        """Everybody counts from here."""
        self.words[0] = 0
        for place in range(1 + PEOPLE, HEAD):
            self.words[place] = 0

    def end(self) -> None:
        """Tell everybody to come to an end."""
        self.words[0] = 1

    def set_back(self, post: int, version: int) -> None:
        """What was acknowledged of *post* is gone with its database, but for *version*."""
        self.words[_place(post) + ACKED] = version

    def begin_withdrawal(self, post: int, version: int) -> None:
        """From now on *post* may be missing."""
        self.words[_place(post) + WITHDRAWN] = version

    def acknowledge(self, author: int, post: int, version: int) -> None:
        """From now on *version* of *post* is true everywhere."""
        self.words[_place(post) + AT] = time.monotonic_ns()
        self.words[_place(post) + ACKED] = version
        self.words[1 + author] = post
        self.words[1 + PEOPLE + author] += 1

    def acknowledged(self) -> list[int]:
        """The newest acknowledged version of every post, as it stands now."""
        return self.words[HEAD::WORDS].tolist()

    def acknowledged_at(self, post: int) -> int:
        return self.words[_place(post) + AT]

    def withdrawal_begun(self, post: int) -> int:
        return self.words[_place(post) + WITHDRAWN]

    def newest(self, authors: int) -> int:
        """The post that was acknowledged last."""
        return max(self.words[1 : 1 + authors], key=self.acknowledged_at)

    @property
    def publishes(self) -> int:
        return sum(self.words[1 + PEOPLE : 1 + 2 * PEOPLE])

    def note_checks(self, reader: int, number: int) -> None:
        self.words[1 + 2 * PEOPLE + reader] = number

    @property
    def checks(self) -> int:
        return sum(self.words[1 + 2 * PEOPLE : HEAD])

    @property
    def is_just_changed(self) -> bool:
        """Whether something was acknowledged so lately that a reader may still meet what was before."""
        return time.monotonic_ns() - max(self.words[HEAD + AT :: WORDS].tolist()) <= JUST_NOW

    @property
    def are_readers_ahead(self) -> bool:
        """Whether they have read so much that only what has just changed is worth a read."""
        return self.checks > (self.publishes + PEOPLE) * READS_A_PUBLISH


def _place(post: int) -> int:
    return HEAD + post * WORDS
