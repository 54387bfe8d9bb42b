"""The kill matrix: at each step of a publish each victim is struck in each way; then all has to be true."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.drilling.blows import FRESH, STOP, Blow, all_blows
from bench.drilling.dictating import Dictation
from bench.drilling.watching import Seen, Watch, look
from bench.live.asking import Broken, Connection
from bench.live.board import Board
from bench.live.judging import MARK, Judge
from bench.live.reader import own
from bench.live.report import Report
from bench.live.site import Site

STEPS = ("taken", "written", "held", "committed", "ended", "waited")
POSTS = 6
CACHEABLE, ANSWER = 5.0, 0.5  # seconds
AFTERWARDS = 0.5  # seconds for which a cell is watched in any case
SHORT = 2.0  # seconds to wait for an answer that may need what has been struck
PATIENCE = 20.0  # seconds until a cell is given up
# While one of these is struck the rest serves on: no reader may notice.
UNNOTICED = {"Redis", "keeper"}


@dataclass
class Cell:
    """One blow at one step, and what came of it."""

    blow: Blow
    step: str
    outcome: str = ""
    acknowledged: float = 0.0  # seconds that the publish took
    cacheable: float = 0.0  # seconds from the end of the trouble until the page is kept again
    true: float = 0.0  # seconds from the end of the trouble until every instance shows what the database has
    seen: list[Seen] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)

    @property
    def errors(self) -> int:
        return sum(seen.status >= 500 for seen in self.seen)

    @property
    def slowest(self) -> float:
        return max((seen.took for seen in self.seen), default=0.0)

    def __str__(self) -> str:
        return (
            f"  {self.blow.name:<24} {self.step:<10} {self.outcome:<7} {self.acknowledged:5.1f} s; "
            f"true after {self.true:4.1f}, kept after {self.cacheable:4.1f} s; {len(self.seen)} reads, "
            f"{len(self.stale)} stale, {self.errors} 5xx, slowest {self.slowest:.2f} s"
        )


class Matrix:
    """Strikes one after another on a running site."""

    def __init__(self, site: Site, board: Board, author: Dictation) -> None:
        self.site, self.board, self.author = site, board, author
        self.watch = Watch(board, POSTS, site.ports)
        self.eyes = Judge(board)
        self.turn = 0

    def run(self, database: str) -> Iterator[Cell]:
        """Every cell, or those whose name has all the words of DRILL_ONLY in it."""
        words = (os.environ.get("DRILL_ONLY") or "").split()
        for blow in all_blows(database):
            for step in STEPS:
                if all(word in f"{blow.name} {step}" for word in words):
                    yield self._strike(blow, step)

    def _strike(self, blow: Blow, step: str) -> Cell:
        self.turn += 1
        post, cell = self.turn % POSTS, Cell(blow, step)
        self.until_kept(post)
        blow.prepare(self.site)
        self._truth(post)  # what is prepared may have cost the author his connection
        self.until_kept(post)
        begun = time.monotonic()
        self.author.say(f"edit {post} {step}")
        if not self.author.hear(PATIENCE).startswith("at "):
            raise SystemExit(f"{blow.name}: the publish never came to “{step}”.")
        struck = time.monotonic()
        heal = blow.strike(self.site, self.author)
        over = self._publish_to_its_end(cell, heal, struck, post, begun)
        cell.true = self.until_true(post) - over
        cell.cacheable = max(0.0, self.until_kept(post) - over)
        time.sleep(max(0.0, struck + blow.may_be_stale + AFTERWARDS - time.monotonic()))
        blow.clear(self.site)
        self.judge(cell, begun, struck)
        if blow.sets_back_database:
            self._believe_the_database()
        return cell

    def _believe_the_database(self) -> None:
        """From now on nobody is promised what went with the old data."""
        for post in range(POSTS):
            self.board.set_back(post, self._truth(post))

    def _publish_to_its_end(self, cell: Cell, heal: object, struck: float, post: int, begun: float) -> float:
        """Let the publish go on and the trouble come to its end; returns when that was."""
        if self.author.is_there:
            self.author.say("go on")
        heard = self.author.hear(
            max(0.01, STOP - (time.monotonic() - struck)) if callable(heal) else PATIENCE
        )
        if heard.startswith("done"):
            self.look_everywhere(cell, post)
        over = struck
        if callable(heal):
            time.sleep(max(0.0, STOP - (time.monotonic() - struck)))
            heal()
            over = time.monotonic()
        if heard == "silent":
            heard = self.author.hear(PATIENCE)
            self.look_everywhere(cell, post)
        cell.acknowledged, cell.outcome = time.monotonic() - begun, heard.split(" ")[0] or "killed"
        if not self.author.is_there:
            self.author.begin_again()
        return over

    def look_everywhere(self, cell: Cell, post: int) -> None:
        """Read it from each instance at once, as its author would."""
        for port in self.site.ports:
            seen = look(Connection(port, SHORT), self.board, self.eyes, own(post), post)
            if seen:
                cell.seen.append(seen)

    def until_true(self, post: int) -> float:
        """When every instance showed what the database has."""
        truth = self._truth(post)
        end = time.monotonic() + PATIENCE
        while any(version_at(port, post) != truth for port in self.site.ports):
            if time.monotonic() > end:
                break
            time.sleep(0.05)
        return time.monotonic()

    def _truth(self, post: int) -> int:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.author.say(f"truth {post}")
            heard = self.author.hear(PATIENCE)
            if heard.startswith("done"):
                return int(heard.split()[1])
            time.sleep(0.1)
        raise SystemExit("The database does not come back.")

    def until_kept(self, post: int) -> float:
        """When every instance answered the post's page without Django."""
        end = time.monotonic() + PATIENCE
        while not all(is_kept(port, post) for port in self.site.ports):
            if time.monotonic() > end:
                break
            time.sleep(0.05)
        return time.monotonic()

    def judge(self, cell: Cell, begun: float, struck: float) -> None:
        """Note in the cell what was read since *begun*, and what of it was stale when it must not be."""
        cell.seen += self.watch.since(begun)
        if cell.blow.sets_back_database:
            return  # what was acknowledged is gone, so nothing that was seen is less than it should be
        believed = struck + cell.blow.may_be_stale
        cell.stale = [seen.stale for seen in cell.seen if seen.stale and not struck <= seen.asked <= believed]


def version_at(port: int, post: int) -> int | None:
    """The version that an instance shows just now."""
    try:
        answer = Connection(port, SHORT).get(own(post))
    except Broken:
        return None
    shown = [int(version) for number, version in MARK.findall(answer.text) if int(number) == post]
    return max(shown, default=None)


def is_kept(port: int, post: int) -> bool:
    """Whether an instance has the page without asking Django."""
    try:
        return Connection(port, SHORT).get(own(post)).state.startswith("hit")
    except Broken:
        return False


def report(report: Report, cells: list[Cell]) -> None:
    """A row for each promise and victim."""
    for blow in dict.fromkeys(cell.blow.name for cell in cells):
        of_it = [cell for cell in cells if cell.blow.name == blow]
        report.row(f"{blow}: stale reads", sum(len(cell.stale) for cell in of_it), 0, "")
        report.row(f"{blow}: shows what the database has", max(cell.true for cell in of_it), FRESH, "s")
        report.row(f"{blow}: cacheable again", max(cell.cacheable for cell in of_it), CACHEABLE, "s")
        if of_it[0].blow.victim in UNNOTICED:
            report.row(f"{blow}: answers 5xx", sum(cell.errors for cell in of_it), 0, "")
            report.row(f"{blow}: slowest answer", max(cell.slowest for cell in of_it), ANSWER, "s")
    for cell in cells:
        for finding in cell.stale[:5]:
            print(f"  {cell.blow.name} at {cell.step}: {finding}")


def board_of(site: Site) -> tuple[Board, Path]:
    """A board for the drill's posts."""
    path = site.folder / "var" / "board"
    return Board(path, POSTS), path
