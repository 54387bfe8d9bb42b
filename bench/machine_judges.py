"""``make judge-machines``: what search engines and feed readers are told, at forty addresses.

Structured data, feeds, the sitemap and its schema, robots.txt by two parsers, links, REDbot, the pages of an
imported blog without script, and Lighthouse on a phone. ``ONLY="structured feeds"`` asks some of them. The
site's own walk comes first: it finds nothing, and then every address is kept, so that no judge waits for one.
"""

import os
import re
import sys

from bench.judges import BLOG
from bench.judging import judge, set_up
from bench.whole import manage, whole_site
from tests.deploy.running import Running

OF_THE_SITE, OF_PAGES = "links feeds", "structured nojs redbot lighthouse"
NUMBER, AT_ONCE = 40, 10  # addresses: each judge has a minute or some for them
LOCATION = re.compile(r"<loc>https?://[^/]+([^<]*)</loc>")


def main() -> int:
    """0 when no judge found a defect."""
    folder = set_up()
    os.environ.setdefault("LH_FORMS", "mobile")
    with whole_site((BLOG,)) as site:
        print(manage(site, "crawl").strip(), flush=True)
        addresses = _addresses(site)
        code = judge(folder, site.port, addresses[:AT_ONCE], OF_THE_SITE)  # these walk the whole of it
        for start in range(0, len(addresses), AT_ONCE):
            code = judge(folder, site.port, addresses[start : start + AT_ONCE], OF_PAGES) or code
    return code


def _addresses(site: Running) -> list[str]:
    """What the sitemap names: everything that is no post, then posts.

    Left out is a text about marks for robots, which one judge takes for such a mark.
    """
    files = LOCATION.findall(_text(site, "/sitemap.xml"))
    named = [path for file in files for path in LOCATION.findall(_text(site, file))]
    fair = (path for path in named if '&lt;meta name="robots"' not in _text(site, path))
    return sorted(fair, key=lambda path: path.startswith("/blog/"))[:NUMBER]


def _text(site: Running, path: str) -> str:
    return str(site.get(path, accept_encoding="identity").body.decode())  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main())
