"""``make drill-crawl``: 5,000 posts walked as a search engine would, then with 28 defects planted there.

An imported blog, brought in again and again under other titles until there are so many, is served as
``make run`` does it. ``manage.py crawl`` has to find nothing; a second walk, whose answers have each defect
at an address of its own, has to name every one where it is.
"""

import os
import re
import sys
import tempfile
import time
from itertools import count, islice
from pathlib import Path

from bench import start

sys.path[:0] = [str(start.ROOT / "site")]

from bench.bodies import CORPUS, DEMO  # noqa: E402
from bench.whole import manage, whole_site  # noqa: E402
from operations.crawling import Walk, asker, reading  # noqa: E402
from tests import planted  # noqa: E402
from tests.deploy.running import Running  # noqa: E402

POSTS = int(os.environ.get("CRAWL_POSTS", "5000"))
BLOG = CORPUS / "simonw-til" / "site"  # whose links all lead somewhere
HEADING = re.compile(r"\A# (.*)$", re.MULTILINE)


def main() -> int:
    """0 when nothing is found where nothing is wrong, and everything that is."""
    with whole_site(()) as site, tempfile.TemporaryDirectory(prefix="stet-crawl-") as name:
        _write(Path(name))
        print(manage(site, "import_content", name).splitlines()[-1], flush=True)
        begun = time.monotonic()
        print(manage(site, "crawl").strip(), f"{time.monotonic() - begun:.0f} s", flush=True)
        return _plant(site)


def _write(folder: Path) -> None:
    """So many posts: the blog's, then the same as often as it takes, with a number in the titles."""
    texts = sorted((BLOG if BLOG.is_dir() else DEMO / "posts").rglob("*.md"))
    copies = ((number, text) for number in count(1) for text in texts)
    for number, text in islice(copies, POSTS):
        at = folder / f"{number}" / f"{text.stem}-{number}.md"
        at.parent.mkdir(exist_ok=True)
        at.write_text(HEADING.sub(rf"# \1, printing {number}", text.read_text(encoding="utf-8"), count=1))


def _plant(site: Running) -> int:
    at = f"http://127.0.0.1:{site.port}"
    ask = asker(at)
    posts = [address.removeprefix(at) for address, _ in reading.sitemap(ask("/sitemaps/posts-1.xml").text)]
    title = reading.page(ask("/about/").text).title
    plants = planted.plants(at, posts[-planted.NEEDED :], title)
    found = {
        (each.address.removeprefix(at), each.name) for each in Walk(planted.planted(ask, plants), at).run()
    }
    missed = [plant for plant in plants if plant.found_as not in found]
    for plant in plants:
        print(f"{'MISSED' if plant in missed else 'found ':<7} {plant.name:<12} {plant.found_as[0]}")
    print(f"{len(plants) - len(missed)} of {len(plants)} planted defects found and named")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
