"""A browser, and a site for it: one that runs already (STET_URL, STET_FOLDER), else one of the tests' own."""

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests import world
from tests.chromium import CHROMIUM


@dataclass(frozen=True)
class Site:
    """Where the site is, and how it makes a one-time login."""

    url: str
    command: Callable[[], str]

    def login(self) -> str:
        """The address of a login that works once."""
        return self.url + urlsplit(self.command().strip()).path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They need Chromium and seconds: ``-m 'not browser'`` leaves them out."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """One browser for all. The database is made first: Playwright's loop gets connections of its own."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def site(transactional_db: None, live_server: Any) -> Site:
    """The running site that the environment names; else the application itself, on an empty database."""
    if os.environ.get("STET_URL"):
        return Site(os.environ["STET_URL"].rstrip("/"), lambda: _ask(Path(os.environ["STET_FOLDER"])))
    return Site(live_server.url, lambda: call_command("login_link"))


def _ask(folder: Path) -> str:
    command = [folder / ".venv/bin/python", folder / "manage.py", "login_link"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def people(chromium: Browser, site: Site) -> Iterator[Any]:
    """Makes a person's own browser: ``people(javaScriptEnabled=False)``-like options are Playwright's.

    It stands on ``site``, so that browsers are closed, and what they asked for is answered,
    before the database is emptied: a last autosave would wait for the emptying, and it for the autosave.
    """
    contexts: list[BrowserContext] = []

    def person(**options: Any) -> Any:
        contexts.append(chromium.new_context(**options))
        contexts[-1].set_default_timeout(15_000)
        return contexts[-1].new_page()

    yield person
    for context in contexts:
        context.close()
    _wait_for_the_last_answer()


def _wait_for_the_last_answer() -> None:
    """The tests' own server gives each connection a thread; the last one ends when all was answered."""
    give_up = time.monotonic() + 30
    while any("process_request_thread" in thread.name for thread in threading.enumerate()):
        assert time.monotonic() < give_up, (
            "a request is still being answered 30 s after its browser was closed"
        )
        time.sleep(0.02)


@pytest.fixture
def enter(people: Any, site: Site) -> Any:
    """Makes the browser of Ines, who is logged in, on a site of the tests' own; options as for ``people``."""

    def enter(**options: Any) -> Any:
        client = Client()
        client.force_login(world.ines())
        page, name = people(**options), settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site.url}])
        return page

    return enter
