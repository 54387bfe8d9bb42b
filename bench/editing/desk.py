"""Sitting at the editor in Chromium."""

import re

from playwright.sync_api import BrowserContext, Page, expect

from bench.editing.scene import Scene

TYPE = """(area, text) => {
  if (area.stet) area.stet.set(text);
  else area.value = text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def logged_in(context: BrowserContext, scene: Scene, who: str) -> BrowserContext:
    """*context* with the session of *who*."""
    context.set_default_timeout(20_000)
    context.add_cookies([{"name": scene.cookie, "value": scene.sessions[who], "url": scene.url}])
    return context


def open_post(context: BrowserContext, scene: Scene, post: int) -> Page:
    """The editor with *post* in a new tab."""
    page = context.new_page()
    page.goto(f"{scene.url}/studio/post/{post}/")
    return page


def type_text(page: Page, body: str) -> None:
    """Make *body* the text, as a field's own script does."""
    page.locator("#id_body").evaluate(TYPE, body)


def body_of(page: Page) -> str:
    """The text that stands in the form."""
    return page.locator("#id_body").input_value()


def saved(page: Page) -> None:
    """Wait until the status line says that this tab has saved."""
    expect(page.locator("#saved")).to_have_text(re.compile(r"^Saved \d+ s ago"), timeout=30_000)
