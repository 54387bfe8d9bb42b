"""The server is killed in the middle of saves: what was acknowledged is there, and there once."""

import os
import random
import signal
import threading
import time
from collections import Counter
from statistics import median

from bench.editing.scene import Scene
from bench.editing.writer import Writer
from bench.live.process import tell
from bench.live.report import Report
from bench.measure import cpu_ms

KILLS = int(os.environ.get("EDITOR_DRILL_KILLS") or 500)
MEASURED = 60  # saves whose time is taken before anything is killed
WORDS = "There is one mark that asks for nothing. " * 100  # a letter of 4,000 characters
HIT = 0.2  # of the kills have to meet a save without an answer, or they prove nothing
SAVING_MS = 100.0


def run(report: Report, scene: Scene) -> None:
    """Measure saving, then kill the server's workers at a random moment of each save."""
    _measure(report, scene, scene.posts[0])
    _kill(report, scene, scene.posts[1])


def _measure(report: Report, scene: Scene, post: int) -> None:
    """What a save costs the server, and how long its author waits, which the machine's load decides too."""
    writer = Writer(scene, post)
    for by_itself, what in ((True, "an autosave"), (False, "a save by the button")):
        took, spent = [], _spent(scene)
        for n in range(MEASURED):
            begun = time.perf_counter()
            writer.save(f"{WORDS}{what} {n}.", by_itself=by_itself)
            took.append((time.perf_counter() - begun) * 1000)
        report.row(f"{what}, processor time", (_spent(scene) - spent) / MEASURED, SAVING_MS, "ms")
        report.say(f"{what}, as its author waits (median)", f"{median(took):.0f} ms")


def _spent(scene: Scene) -> float:
    """Milliseconds of processor time that the server's workers have used."""
    return sum(cpu_ms(pid) for pid in scene.site["web"].children)


def _kill(report: Report, scene: Scene, post: int) -> None:
    writer, choose = Writer(scene, post), random.Random(11)
    acknowledged: dict[str, str] = {}
    took = 0.03
    for n in range(KILLS):
        body = f"{WORDS}{n}."
        killer = threading.Thread(target=_kill_workers, args=(scene, choose.uniform(0, 1.2 * took)))
        killer.start()
        acknowledged[writer.save(body, by_itself=bool(n % 2))] = body
        killer.join()
        _wait_for_workers(scene)
    history = scene.history(post)
    by_key = Counter(each["key"] for each in history if each["key"])
    bodies = {each["key"]: each["body"] for each in history}
    lost = [key for key, body in acknowledged.items() if bodies.get(key) != body]
    report.say("kills of the server, saves acknowledged", f"{KILLS} · {len(acknowledged)}")
    report.row("kills that met a save without an answer", writer.unanswered, KILLS * HIT, "", least=True)
    report.row("acknowledged saves that are lost", len(lost), 0, "")
    report.row("saves with more than one revision", sum(n > 1 for n in by_key.values()), 0, "")
    report.row("revisions that no save asked for", len(history) - 1 - len(acknowledged), 0, "")


def _kill_workers(scene: Scene, after: float) -> None:
    time.sleep(after)
    for pid in scene.site["web"].children:
        tell(pid, signal.SIGKILL)


def _wait_for_workers(scene: Scene) -> None:
    """Return when workers are there again, or the next kill would meet none."""
    end = time.monotonic() + 30
    while not scene.site["web"].children and time.monotonic() < end:
        time.sleep(0.01)
