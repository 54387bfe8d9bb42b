"""Logged-in people and anonymous readers ask for the same addresses in turns; nobody gets another's words."""

import random
from dataclasses import dataclass
from typing import Any

from bench.fuzzing.stored import Store
from bench.fuzzing.strange import ADDRESSES, Suspicion
from bench.live.asking import Answer, Broken, Connection
from bench.live.report import Report

ROUNDS = 20
AUTHOR = "pc_author=1"  # with it nginx passes every page by
PLACES = ("", "?part=posts", "?utm_source=x")


@dataclass
class Turns:
    """What was asked and found."""

    asked: int = 0
    leaks: int = 0
    own: int = 0


def words(people: list[dict[str, Any]]) -> list[bytes]:
    """What may be seen by nobody else."""
    return [person[name].encode() for person in people for name in ("canary", "session")]


def run(report: Report, port: int, store: Store, suspicion: Suspicion, people: list[dict[str, Any]]) -> None:
    """Rounds of everybody at every address, each begun with nothing kept."""
    turns, choose, secret = Turns(), random.Random(3), words(people)
    theirs, anonymous = Connection(port), Connection(port)
    for turn in range(ROUNDS):
        suspicion.forget()
        for person in choose.sample(people, len(people)):
            path = choose.choice([*(f"{a}{p}" for a in ADDRESSES for p in PLACES), *person["private"]])
            cookie = f"{person['cookie']}; {AUTHOR}" if turn % 2 else person["cookie"]
            answer = _get(theirs, path, f"Cookie: {cookie}\r\n")
            turns.own += person["canary"].encode() in answer.text
            seen = _get(anonymous, path, "")
            turns.leaks += any(word in seen.text or word in seen.head for word in secret)
            turns.asked += 2
    report.row("canaries: answers to people and to nobody", turns.asked, ROUNDS * len(people), "", least=True)
    report.row("canaries: seen by those whose they are", turns.own, len(people), "", least=True)
    report.row("canaries: in answers to nobody", turns.leaks, 0, "")
    report.row("canaries: in Redis", len(store.holds(*secret)), 0, "")


def _get(connection: Connection, path: str, headers: str) -> Answer:
    while True:
        try:
            return connection.get(path, f"Accept-Encoding: identity\r\n{headers}")
        except Broken:
            continue
