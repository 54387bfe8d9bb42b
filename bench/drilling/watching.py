"""Readers who go on reading whatever happens, and note what came when."""

import random
import threading
import time
from dataclasses import dataclass

from bench.live.asking import Answer, Broken, Connection
from bench.live.board import Board
from bench.live.judging import Judge
from bench.live.reader import LISTS, own

PAUSE = 0.01  # seconds between two questions of a reader
READERS = 2  # at each instance


@dataclass(frozen=True)
class Seen:
    """One answer: when it was asked for, how long it took (seconds), what it was, and what is stale in it."""

    asked: float
    took: float
    status: int
    state: str
    stale: str


class Watch:
    """Reads every post and list, at each of *ports*, until ``end``."""

    def __init__(self, board: Board, posts: int, ports: list[int]) -> None:
        self.board, self.posts, self.seen = board, posts, list[Seen]()
        self.is_over = threading.Event()
        self.threads = [
            threading.Thread(target=self._read, args=(Connection(port),), daemon=True)
            for port in ports
            for _ in range(READERS)
        ]
        for thread in self.threads:
            thread.start()

    def _read(self, connection: Connection) -> None:
        judge, choose = Judge(self.board), random.Random()
        while not self.is_over.wait(PAUSE):
            post = choose.randrange(self.posts)
            path, about = (own(post), post) if choose.random() < 0.7 else (choose.choice(LISTS), None)
            seen = look(connection, self.board, judge, path, about)
            if seen:
                self.seen.append(seen)

    def since(self, moment: float) -> list[Seen]:
        """What was asked for since *moment*."""
        found = []
        for seen in reversed(self.seen):
            if seen.asked < moment - 60:
                break
            if seen.asked >= moment:
                found.append(seen)
        return found

    def end(self) -> None:
        self.is_over.set()


def look(connection: Connection, board: Board, judge: Judge, path: str, post: int | None) -> Seen | None:
    """Ask once and judge the answer; None where the connection broke."""
    acknowledged, asked = board.acknowledged(), time.monotonic()
    try:
        answer: Answer = connection.get(path)
    except Broken:
        return None
    took = time.monotonic() - asked
    stale = "" if answer.status >= 500 else judge.stale(answer, acknowledged, post)[1]
    return Seen(
        asked, took, answer.status, answer.state, f"{path}: {stale} ({answer.state})" if stale else ""
    )
