"""Whether an answer shows what was acknowledged before it was asked for."""

import re
from collections.abc import Sequence

from bench.live.asking import Answer
from bench.live.board import Board

MARK = re.compile(rb"\bs(\d+)v(\d+)e\b")
REMEMBERED = 5_000  # bodies

Shown = tuple[tuple[int, int], ...]


def mark(post: int, version: int) -> str:
    """The word by which a text says which version of which post it is."""
    return f"s{post}v{version}e"


class Judge:
    """Reads the versions off each body; a body that came before is not read again."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.known: dict[bytes, Shown] = {}

    def stale(self, answer: Answer, acknowledged: Sequence[int], post: int | None) -> tuple[bool, str]:
        """Whether there was anything to check, and what is stale in *answer*, or "".

        *acknowledged* is the board as it stood before asking; *post* is whose own address was asked for.
        """
        if answer.status == 404 and post is not None:
            is_stale = self.board.withdrawal_begun(post) < acknowledged[post]
            return True, f"post {post} is missing" if is_stale else ""
        shown = self._shown(answer)
        for number, version in shown:
            if version < acknowledged[number]:
                return True, f"post {number} shows {version}, acknowledged was {acknowledged[number]}"
        return bool(shown), ""

    def _shown(self, answer: Answer) -> Shown:
        shown = self.known.get(answer.body)
        if shown is None:
            if len(self.known) > REMEMBERED:
                self.known.clear()
            found = MARK.findall(answer.text)
            shown = tuple({(int(number), int(version)) for number, version in found})
            self.known[answer.body] = shown
        return shown
