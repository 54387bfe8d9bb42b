"""``make bench-preview``: how long after the last key the page beside the text shows what was typed.

In Chromium, against the running site, for posts of several lengths: the pause that the editor waits for, the
render, the way there and back, and the morph. Time on the clock, so the machine should do little else.
"""

import statistics

from playwright.sync_api import Page, sync_playwright

from bench.bodies import distinct
from bench.editor import open_new
from bench.measure import before_others
from bench.whole import whole_site
from tests.chromium import CHROMIUM

LENGTHS = (1_000, 3_000, 10_000, 30_000)  # words
LIMIT_MS, LIMIT_WORDS = 150.0, 3_000
KEYS, APART = 20, 400  # milliseconds between two keys, so that each is a pause

TYPE = """
(key) => new Promise((shown) => {
  const field = document.getElementById("id_body");
  const begun = performance.now();
  const tell = () => shown(performance.now() - begun);
  document.getElementById("sheet").addEventListener("stet:shown", tell, { once: true });
  field.stet.insert(key);
})
"""


def main() -> None:
    """Print the median and the p95 for each length; exit 1 where a post's median is over the limit."""
    missed = False
    with whole_site(()) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with before_others(site.make.pid):
            for words in LENGTHS:
                page = browser.new_page(viewport={"width": 1400, "height": 900})
                open_new(page, site, _text(words))
                figures = _type(page)
                _print(words, figures)
                missed |= words <= LIMIT_WORDS and statistics.median(figures) > LIMIT_MS
                page.close()
        browser.close()
    if missed:
        raise SystemExit(
            f"Missed: up to {LIMIT_WORDS:,} words the page follows {LIMIT_MS:g} ms after a pause."
        )


def _text(words: int) -> str:
    """Whole bodies, so that headings, lists and code stand in their usual places, up to so many words."""
    found: list[str] = []
    for body in distinct(200):
        found.append(body)
        if sum(len(each.split()) for each in found) >= words:
            break
    return "\n\n".join(found)


def _type(page: Page) -> list[float]:
    figures = []
    for _ in range(KEYS):
        page.wait_for_timeout(APART)
        figures.append(float(page.evaluate(TYPE, "a")))
    return figures[1:]  # the first one fetches what the frame needs to change itself


def _print(words: int, figures: list[float]) -> None:
    median, p95 = statistics.median(figures), statistics.quantiles(figures, n=20)[-1]
    print(f"{words:>7,} words: median {median:.0f}, p95 {p95:.0f} ms after the last key", flush=True)


if __name__ == "__main__":
    main()
