"""Readers at a steady rate, some over kept connections and some over new ones, who judge every answer."""

import random
import threading
import time
from collections import Counter

from bench.live.asking import Answer, Broken, Connection
from bench.live.board import Board
from bench.live.judging import Judge
from bench.live.reader import LISTS, own
from bench.upgrading.newer import MARK

THREADS = 12
GZIPPED = "Accept-Encoding: gzip\r\n"
ONCE = f"{GZIPPED}Connection: close\r\n"
POST_EACH = 20  # every so many questions one is a form that is sent: nginx may not send it twice
FORM = "/login/"
REFUSED = 403  # what a form without its token gets: the application answered
WORDS = 10  # faults that are told in words


class Readers:
    """Ask *rate* times a second at *port*, from now until ``end``."""

    def __init__(self, port: int, board: Board, posts: int, others: int, rate: float) -> None:
        self.port, self.board, self.posts, self.others = port, board, posts, others
        self.counts, self.states, self.faults = Counter[str](), Counter[str](), list[str]()
        self.took: list[float] = []
        self.expected: tuple[float, bool] | None = None  # from when each page has to be of that release
        self.is_over = threading.Event()
        self.each = THREADS / rate
        self.threads = [threading.Thread(target=self._read, args=(n,), daemon=True) for n in range(THREADS)]
        for thread in self.threads:
            thread.start()

    def expect(self, newer: bool | None) -> None:
        """From now on each page is the newer release's, or the older one's, or (None) either's."""
        self.expected = None if newer is None else (time.monotonic(), newer)

    def end(self) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join()

    def _read(self, number: int) -> None:
        choose, judge = random.Random(number), Judge(self.board)
        kept = Connection(self.port) if number % 2 else None
        due = time.monotonic() + self.each * number / THREADS
        asked = 0
        while not self.is_over.wait(max(0.0, due - time.monotonic())):
            due, asked = due + self.each, asked + 1
            if asked % POST_EACH == number % POST_EACH:
                self._send_form()
            else:
                self._ask(kept, judge, *self._page(choose))

    def _page(self, choose: random.Random) -> tuple[str, int | None]:
        dice = choose.random()
        if dice < 0.2:
            return choose.choice(LISTS), None
        if dice < 0.5:
            return f"/blog/letter-{choose.randrange(1, self.others)}/", None
        post = choose.randrange(self.posts)
        return own(post), post

    def _ask(self, kept: Connection | None, judge: Judge, path: str, post: int | None) -> None:
        acknowledged, expected, asked = self.board.acknowledged(), self.expected, time.monotonic()
        try:
            answer = self._get(kept, path)
        except Broken as why:
            self._note("failed", f"{path}: {why}")
            return
        self.took.append(time.monotonic() - asked)
        self.counts["asked"] += 1
        self.states[answer.state or "none"] += 1
        if answer.status >= 500 or (answer.status != 200 and post is None):
            self._note("failed", f"{path}: {answer.status}")
        elif stale := judge.stale(answer, acknowledged, post)[1]:
            self._note("stale", f"{path}: {stale}")
        elif expected and asked > expected[0] and _is_other(answer, expected[1]):
            self._note("other", f"{path} is the other release's ({answer.state})")

    def _get(self, kept: Connection | None, path: str) -> Answer:
        """As browsers do it: a kept connection that was hung up on is opened anew. Raises Broken."""
        if kept is None:
            return _once(self.port, path, "GET", ONCE)
        was_open = kept.socket is not None
        try:
            return kept.get(path, GZIPPED)
        except Broken:
            if not was_open:
                raise
            self.counts["hung up on"] += 1
            return kept.get(path, GZIPPED)

    def _send_form(self) -> None:
        self.counts["asked"] += 1
        self.counts["forms"] += 1
        try:
            answer = _once(self.port, FORM, "POST", f"{ONCE}Content-Length: 0\r\n")
        except Broken as why:
            self._note("failed", f"the form: {why}")
            return
        if answer.status != REFUSED:
            self._note("failed", f"the form: {answer.status}")

    def _note(self, fault: str, words: str) -> None:
        self.counts[fault] += 1
        if self.counts[fault] <= WORDS:
            self.faults.append(f"{fault}: {words}")


def _once(port: int, path: str, method: str, headers: str) -> Answer:
    connection = Connection(port)
    try:
        return connection.get(path, headers, method)
    finally:
        connection.close()


def _is_other(answer: Answer, newer: bool) -> bool:
    """Whether it is a page of another release than the expected one."""
    return b"<html" in answer.text and (MARK in answer.text) != newer
