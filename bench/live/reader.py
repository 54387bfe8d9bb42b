"""Somebody who reads at full speed over several kept connections, and checks every answer.

``python -m bench.live.reader board posts number authors port port …`` prints its counts when the board is
over.
"""

import json
import random
import sys
import time
from collections import Counter
from pathlib import Path

from bench.live.asking import Answer, Broken, Connection
from bench.live.board import Board
from bench.live.judging import Judge

CONNECTIONS = 3  # to each instance: each stays with one of its two workers
JUST_NOW = 50_000_000  # ns
LISTS = ("/", "/blog/", "/feed.atom", "/topics/soaked/", "/topics/soaked/feed.atom")
SHOWN = 20  # findings that are told in words


class Reader:
    """Asks on all its connections at once, then takes all the answers."""

    def __init__(self, board: Board, posts: int, number: int, authors: int, ports: list[int]) -> None:
        self.board, self.posts, self.number, self.authors = board, posts, number, authors
        self.connections = [Connection(port) for port in ports for _ in range(CONNECTIONS)]
        self.judge, self.choose = Judge(board), random.Random(1000 + number)
        self.counts: Counter[str] = Counter()
        self.states: Counter[str] = Counter()
        self.findings: list[str] = []

    def read(self) -> None:
        """One question on each connection, half of the times all for what was acknowledged last."""
        newest = self.board.newest(self.authors)
        is_aimed = self.choose.random() < 0.5
        acknowledged = self.board.acknowledged()
        asked = []
        for connection in self.connections:
            path, post = (own(newest), newest) if is_aimed else self._anything()
            now = time.monotonic_ns()
            is_fresh = post is not None and now - self.board.acknowledged_at(post) <= JUST_NOW
            try:
                connection.send(path)
            except Broken:
                self.counts["broken"] += 1
                continue
            asked.append((connection, path, post, is_fresh, now))
        for connection, path, post, is_fresh, since in asked:
            try:
                answer = connection.receive()
            except Broken:
                self.counts["broken"] += 1
                continue
            self._check(answer, acknowledged, path, post, is_fresh)
            self.counts["slowest us"] = max(self.counts["slowest us"], (time.monotonic_ns() - since) // 1000)
        self.board.note_checks(self.number, self.counts["checked"])

    def _anything(self) -> tuple[str, int | None]:
        if self.choose.random() < 0.2:
            return self.choose.choice(LISTS), None
        post = self.choose.randrange(self.posts)
        return own(post), post

    def _check(
        self, answer: Answer, acknowledged: list[int], path: str, post: int | None, is_fresh: bool
    ) -> None:
        self.counts["reads"] += 1
        self.states[answer.state] += 1
        if answer.status >= 500:
            self.counts["5xx"] += 1
            return
        is_checked, what = self.judge.stale(answer, acknowledged, post)
        self.counts["checked"] += is_checked
        self.counts["just changed"] += is_checked and is_fresh
        if what:
            self.counts["stale"] += 1
            if len(self.findings) < SHOWN:
                self.findings.append(f"{path}: {what} ({answer.status}, {answer.state})")


def own(post: int) -> str:
    """A post's own address."""
    return f"/blog/soak-{post}/"


def main(path: str, posts: int, number: int, authors: int, *ports: int) -> None:
    """Read until the board is over."""
    board = Board(Path(path), posts)
    reader = Reader(board, posts, number, authors, list(ports))
    while not board.is_over:
        reader.read()
    print(json.dumps([reader.counts, reader.states, reader.findings]))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
