"""A running site with two authors, and what stands in the histories of their posts."""

import json
from dataclasses import dataclass
from typing import Any

from bench.live.site import Site

Revision = dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """A site, its authors' sessions and accounts by name, and the posts that are there to be written in."""

    site: Site
    sessions: dict[str, str]
    users: dict[str, int]
    cookie: str
    posts: list[int]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.site.ports[0]}"

    def history(self, post: int) -> list[Revision]:
        """The revisions of *post*, oldest first."""
        told = self.site.run(*self.site.python("bench.editing.tell", str(post)))
        revisions: list[Revision] = json.loads(told.splitlines()[-1])[str(post)]
        return revisions


def furnished(site: Site, posts: int) -> Scene:
    """A scene with so many *posts*."""
    told = json.loads(site.run(*site.python("bench.editing.furnish", str(posts))).splitlines()[-1])
    return Scene(site, told["sessions"], told["users"], told["cookie"], told["posts"])
