"""A web worker is killed or stopped at each step of a render, while its author publishes the next version."""

import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

from bench.drilling.blows import STOP, Blow
from bench.drilling.matrix import POSTS, Cell, Matrix
from bench.live.asking import Broken, Connection
from bench.live.process import tell
from bench.live.reader import own

STEPS = ("looked", "leased", "rendered", "storing")
KILL = Blow("web worker", "kill -9 in a render", lambda site, author: None)
HALT = Blow("web worker", "stop in a render", lambda site, author: None)
SPRUNG = 10.0  # seconds


def cells(matrix: Matrix) -> list[Cell]:
    """Each step with both blows."""
    return [
        _strike(matrix, blow, step, number)
        for blow, number in ((KILL, signal.SIGKILL), (HALT, signal.SIGSTOP))
        for step in STEPS
    ]


def _strike(matrix: Matrix, blow: Blow, step: str, number: int) -> Cell:
    matrix.turn += 1
    post, cell, begun = matrix.turn % POSTS, Cell(blow, step), time.monotonic()
    matrix.until_kept(post)
    matrix.author.ask(f"edit {post}")
    victim = _trap(matrix, post, step, number)
    asked = time.monotonic()
    matrix.author.ask(f"edit {post}")
    cell.acknowledged, cell.outcome = time.monotonic() - asked, "done"
    matrix.look_everywhere(cell, post)
    if number == signal.SIGSTOP:
        time.sleep(STOP)
        tell(victim, signal.SIGCONT)
    over = time.monotonic()
    cell.true = matrix.until_true(post) - over
    cell.cacheable = max(0.0, matrix.until_kept(post) - over)
    matrix.judge(cell, begun, begun)
    print(cell, flush=True)
    return cell


def _trap(matrix: Matrix, post: int, step: str, number: int) -> int:
    """Have the page rendered by a worker that is struck at *step*; returns which one it was."""
    folder = matrix.site.folder / "var"
    (folder / "trap-made").write_text(f"{step} {int(number)}")
    (folder / "trap-made").rename(folder / "trap")
    threading.Thread(target=_ask_and_forget, args=(matrix.site.ports[0], post), daemon=True).start()
    end = time.monotonic() + SPRUNG
    while not (sprung := list(folder.glob("sprung-*"))):
        if time.monotonic() > end:
            raise SystemExit(f"No render came to the step “{step}”.")
        time.sleep(0.01)
    return _cleared(sprung)


def _cleared(sprung: list[Path]) -> int:
    for path in sprung:
        path.unlink()
    return int(sprung[0].name.partition("-")[2])


def _ask_and_forget(port: int, post: int) -> None:
    with suppress(Broken):
        Connection(port, patience=STOP + 5).get(own(post))
