"""What feeds elsewhere called a text: their readers know it by that, and shall not see it twice."""

import re
from typing import Any
from urllib.parse import quote, urlsplit

from importers import names
from importers.folders import Folder
from importers.matter import Matter

SAID = ("guid", "feed_id", "atom_id")
BASES = ("baseURL", "base_url", "url")
LONGEST = 500  # characters, as the row keeps them
NOWHERE = re.compile(  # hosts of a machine at home, and those that stand in a new site's settings (RFC 2606)
    r"localhost|127\..*|0\.0\.0\.0|.*:.*|(?:.*\.)?(?:example(?:\.(?:com|net|org))?|test|invalid|local)"
)


def entry_id(folder: Folder, matter: Matter, address: str) -> str:
    """The id that the front matter gives, else what the generator's own feeds made of *address*; or "".

    Hugo, Zola and Hexo call an entry by its whole address; Jekyll by that without its ending
    (their templates ``rss.xml``, ``atom.xml``, and the plugins hexo-generator-feed and jekyll-feed).
    """
    made = names.text(matter.get(*SAID)) or _by_address(folder, address)
    return made if len(made) <= LONGEST else ""


def _by_address(folder: Folder, address: str) -> str:
    base = _base(folder.config)
    if not base or not address:
        return ""
    if folder.generator == "jekyll":
        address = re.sub(r"(?:\.html|/)$", "", address)
    return base + quote(address, safe="/%:@!$&'()*+,;=~")


def _base(config: Any) -> str:
    """The site's own address as its configuration says it, without a slash at its end; or ""."""
    said = next((str(config[key]).strip() for key in BASES if isinstance(config.get(key), str)), "")
    parts = urlsplit(said)
    if parts.scheme not in {"http", "https"} or not parts.hostname or NOWHERE.fullmatch(parts.hostname):
        return ""
    below = config.get("baseurl") if "url" in config else ""
    return said.rstrip("/") + (f"/{below.strip('/')}" if isinstance(below, str) and below.strip("/") else "")
