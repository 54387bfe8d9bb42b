"""The browser is killed while somebody types: what the server or the device has when he comes back."""

import os
import random
import shutil
import signal
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Error, Page, Playwright

from bench.editing.desk import body_of, logged_in, open_post, saved
from bench.editing.scene import Scene
from bench.live.process import tell
from bench.live.report import Report
from tests.chromium import CHROMIUM

BROWSERS = int(os.environ.get("EDITOR_DRILL_BROWSERS") or 6)
TICK = 100  # milliseconds between two words
TYPING_LOST = 5.0  # seconds; security.md §3
TYPES = """(area, tick) => {
  window.words = 0;
  setInterval(() => {
    window.words += 1;
    const text = Array.from({ length: window.words }, (_, n) => `w${n + 1}`).join(" ");
    if (area.stet) area.stet.set(text);
    else area.value = text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }, tick);
}"""


def run(report: Report, scene: Scene, playwright: Playwright, first: int) -> None:
    """Kill a browser again and again, by turns with and without a network."""
    choose, lost = random.Random(7), []
    for n in range(BROWSERS):
        post = first + n
        is_offline = bool(n % 2)
        folder = Path(tempfile.mkdtemp(prefix="stet-browser-"))
        try:
            typed = _type_and_die(playwright, scene, folder, post, choose.uniform(2, 5), offline=is_offline)
            lost.append((typed - _words_after(playwright, scene, folder, post)) * TICK / 1000)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    report.say("browsers killed, typing lost in each", " ".join(f"{each:.1f}" for each in lost))
    report.row("typing lost with a browser", max(lost, default=0), TYPING_LOST, "s")


def _type_and_die(
    playwright: Playwright, scene: Scene, folder: Path, post: int, seconds: float, *, offline: bool
) -> int:
    """How many words were typed when the browser was killed."""
    page = _open(playwright, scene, folder, post)
    page.context.set_offline(offline)
    page.locator("#id_body").evaluate(TYPES, TICK)
    time.sleep(seconds)
    typed: int = page.evaluate("window.words")
    for pid in _processes(folder):
        tell(pid, signal.SIGKILL)
    with suppress(Error):
        page.context.close()
    return typed


def _words_after(playwright: Playwright, scene: Scene, folder: Path, post: int) -> int:
    """How many words there are when the browser was started again, and what it offers was taken."""
    page = _open(playwright, scene, folder, post)
    page.wait_for_timeout(1000)  # an offer comes when the device was asked; that there is none has no sign
    offer = page.get_by_role("button", name="Restore")
    if offer.count():
        offer.first.click()
        saved(page)
    words = len([word for word in body_of(page).split() if word.startswith("w")])
    page.context.close()
    return words


def _open(playwright: Playwright, scene: Scene, folder: Path, post: int) -> Page:
    context = playwright.chromium.launch_persistent_context(
        str(folder), executable_path=CHROMIUM, args=["--no-sandbox"]
    )
    return open_post(logged_in(context, scene, "tomas"), scene, post)


def _processes(folder: Path) -> list[int]:
    """The processes of the browser whose profile is in *folder*."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                if str(folder) in (entry / "cmdline").read_bytes().decode(errors="replace"):
                    found.append(int(entry.name))
    return found
