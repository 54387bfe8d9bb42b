"""Pictures of pages, in var/shots."""

from pathlib import Path

from playwright.sync_api import Page

SHOTS = Path(__file__).resolve().parent.parent / "var" / "shots"

# Pictures further down wait until a reader comes near; nobody does here.
ALL_PICTURES = """
() => Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.decode().catch(() => {});
}))
"""


def save(page: Page, name: str) -> None:
    """Keep a picture of the whole *page*, and say so where it is wider than its window."""
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if overflow > 0:
        print(f"{name}: {overflow} px wider than the window")
    page.evaluate(ALL_PICTURES)
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def say_how_many() -> None:
    """How many there are by now, and where."""
    print(f"{len(list(SHOTS.glob('*.png')))} pictures in {SHOTS.relative_to(Path.cwd())}")
