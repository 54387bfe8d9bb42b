"""Somebody who reads at full speed over several kept connections, and checks every answer.

``python -m bench.live.reader board posts number authors port port …`` prints its counts when the board is
over.

Every third connection lies in wait: it sends the empty lines that HTTP allows before a request, and asks at
the moment of an acknowledgement. A worker that was stopped meanwhile finds the beginning before the message
that purges the page, for epoll tells it in this order: it would answer from memory if nobody waited for it.
"""

import json
import os
import random
import select
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bench.live.asking import Answer, Broken, Connection
from bench.live.board import JUST_NOW, Board
from bench.live.judging import Judge

CONNECTIONS = 3  # to each instance: each stays with one of its two workers
BEGINNING, OFTEN = b"\r\n", 5_000_000  # what is sent in wait, and each how many ns
AIMED = 0.85  # of what is asked within that time, for what was acknowledged
TURN = 2  # ms to wait for answers
LISTS = ("/", "/blog/", "/feed.atom", "/topics/soaked/", "/topics/soaked/feed.atom")
SHOWN = 20  # findings that are told in words
POLITE = 5  # niceness: whoever reads leaves the processor to those who answer and write


@dataclass
class Question:
    """What was asked, when, and what was acknowledged then."""

    path: str
    post: int | None
    asked: int
    acknowledged: list[int]
    is_fresh: bool


@dataclass
class Line:
    """A connection, and the question that it waits to have answered."""

    connection: Connection
    lies_in_wait: bool
    question: Question | None = None
    aimed_at: tuple[int, int] = (0, 0)
    began: int = 0


@dataclass
class Counts:
    """What a reader has to tell."""

    numbers: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)


class Reader:
    """Asks wherever nothing is outstanding, and takes what has come."""

    def __init__(self, board: Board, posts: int, number: int, authors: int, ports: list[int]) -> None:
        self.board, self.posts, self.number, self.authors = board, posts, number, authors
        connections = [Connection(port) for port in ports for _ in range(CONNECTIONS)]
        self.lines = [Line(connection, n % CONNECTIONS == 0) for n, connection in enumerate(connections)]
        self.judge, self.choose = Judge(board), random.Random(1000 + number)
        self.counts = Counts()

    def turn(self) -> None:
        """Ask, and take the answers that are there."""
        post = self.board.newest(self.authors)
        acknowledged = self.board.acknowledged()
        newest = (post, acknowledged[post])
        for line in self.lines:
            if line.question is None:
                self._ask(line, newest, acknowledged)
        for line in self._answered():
            self._take(line)
        self.board.note_checks(self.number, self.counts.numbers["checked"])

    def _ask(self, line: Line, newest: tuple[int, int], acknowledged: list[int]) -> None:
        now = time.monotonic_ns()
        is_fresh = now - self.board.acknowledged_at(newest[0]) <= JUST_NOW
        if line.lies_in_wait:
            if newest == line.aimed_at or not is_fresh:
                self._begin(line, now)
                return
            line.aimed_at = newest
            path, post = own(newest[0]), newest[0]
        elif is_fresh and self.choose.random() < AIMED:
            path, post = own(newest[0]), newest[0]
        elif not is_fresh and self.board.are_readers_ahead:
            return
        else:
            path, post = self._anything()
        try:
            line.connection.send(path)
        except Broken:
            self.counts.numbers["broken"] += 1
            return
        is_fresh = post is not None and now - self.board.acknowledged_at(post) <= JUST_NOW
        line.question = Question(path, post, now, acknowledged, is_fresh)

    def _begin(self, line: Line, now: int) -> None:
        if now - line.began < OFTEN:
            return
        line.began = now
        try:
            line.connection.send_bytes(BEGINNING)
        except Broken:
            self.counts.numbers["broken"] += 1

    def _anything(self) -> tuple[str, int | None]:
        if self.choose.random() < 0.2:
            return self.choose.choice(LISTS), None
        post = self.choose.randrange(self.posts)
        return own(post), post

    def _answered(self) -> list[Line]:
        poll, lines = select.poll(), {}
        for line in self.lines:
            if line.question and line.connection.socket:
                poll.register(line.connection.socket, select.POLLIN)
                lines[line.connection.socket.fileno()] = line
        return [lines[number] for number, _ in poll.poll(TURN)]

    def _take(self, line: Line) -> None:
        question, line.question = line.question, None
        assert question
        try:
            answer = line.connection.receive()
        except Broken:
            self.counts.numbers["broken"] += 1
            return
        took = (time.monotonic_ns() - question.asked) // 1000
        self.counts.numbers["slowest us"] = max(self.counts.numbers["slowest us"], took)
        self._check(answer, question)

    def _check(self, answer: Answer, question: Question) -> None:
        numbers = self.counts.numbers
        numbers["reads"] += 1
        self.counts.states[answer.state] += 1
        if answer.status >= 500:
            numbers["5xx"] += 1
            return
        is_checked, what = self.judge.stale(answer, question.acknowledged, question.post)
        numbers["checked"] += is_checked
        numbers["just changed"] += is_checked and question.is_fresh
        if what:
            numbers["stale"] += 1
            if len(self.counts.findings) < SHOWN:
                told = f"{question.path}: {what} ({answer.status}, {answer.state})"
                self.counts.findings.append(told)


def own(post: int) -> str:
    """A post's own address."""
    return f"/blog/soak-{post}/"


def main(path: str, posts: int, number: int, authors: int, *ports: int) -> None:
    """Read until the board is over."""
    os.nice(POLITE)
    board = Board(Path(path), posts)
    reader = Reader(board, posts, number, authors, list(ports))
    while not board.is_over:
        reader.turn()
    print(json.dumps([reader.counts.numbers, reader.counts.states, reader.counts.findings]))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
