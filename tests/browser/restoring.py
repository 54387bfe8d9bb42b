"""A browser that keeps what it has on disk, as a person's does, and comes back with the tabs that it had.

Playwright's own start waits for ever when the first tab makes place for a restored one while it looks at it.
So it is let in when the tabs stand.
"""

import json
import subprocess
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserType, Page

from tests.chromium import CHROMIUM
from tests.waiting import until

OPTIONS = ("--headless=new", "--no-sandbox", "--no-first-run", "--remote-debugging-port=0")
EMPTY = "about:blank"


class Restoring:
    """Chromium with one tab; what it keeps is in *folder*."""

    def __init__(self, kind: BrowserType, folder: Path) -> None:
        self.kind, self.folder = kind, folder

    def opened(self) -> Page:
        """Its only tab, empty."""
        return self._started(EMPTY, EMPTY)

    def opened_again(self, url: str) -> Page:
        """Closed as a person closes it and started anew: the tab that comes back at *url*."""
        self.browser.new_browser_cdp_session().send("Browser.close")
        self.process.wait(30)
        return self._started(url, "--restore-last-session")

    def end(self) -> None:
        """Whatever came of it: nothing is left running."""
        self.process.kill()
        self.process.wait()

    def _started(self, url: str, option: str) -> Page:
        self._begin(option)
        until(lambda: url in self._tabs())
        self.browser: Browser = self.kind.connect_over_cdp(f"http://127.0.0.1:{self.port}")
        return next(page for page in self.browser.contexts[0].pages if page.url == url)

    def _begin(self, option: str) -> None:
        listens = self.folder / "DevToolsActivePort"
        listens.unlink(missing_ok=True)
        command = [str(CHROMIUM), *OPTIONS, f"--user-data-dir={self.folder}", option]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        until(lambda: listens.exists() and "\n" in listens.read_text())
        self.port = listens.read_text().split()[0]

    def _tabs(self) -> list[str]:
        with urlopen(f"http://127.0.0.1:{self.port}/json/list") as answer:
            return [target["url"] for target in json.load(answer) if target["type"] == "page"]
