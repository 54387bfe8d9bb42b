"""Defects put into the answers of a site that is well, for its crawler to find."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from operations.crawling import Answer, Ask


@dataclass(frozen=True)
class Plant:
    """One defect: the crawler shall call it *name* and say that it is at *path*, or else at *named*.

    What it does to an answer is one of two things: *new* stands in the place of *old* in its text, or it has
    another *status*, and leads to *location*. *how* says which of the crawler's questions are answered so:
    GET, HEAD, or ``again`` for one with an entity tag.
    """

    name: str
    path: str
    old: str = ""
    new: str = ""
    status: int = 0
    location: str = ""
    how: str = "GET"
    named: str = ""

    @property
    def found_as(self) -> tuple[str, str]:
        """The path and the name of the defect as the crawler says them."""
        return self.named or self.path, self.name

    def put_into(self, answer: Answer) -> Answer:
        """*answer* with the defect in it. Fails where the text has nothing to be replaced."""
        if self.status:
            headers = {**answer.headers, "location": self.location} if self.location else answer.headers
            return replace(answer, status=self.status, headers=headers)
        text, times = re.subn(self.old, self.new, answer.text)
        assert times or self.path == EVERYWHERE, (self.path, self.old)
        return replace(answer, body=text.encode())


EVERYWHERE = "*"  # in the text of every page


def planted(ask: Ask, plants: Iterable[Plant]) -> Ask:
    """What asks as *ask* does, and answers with these defects."""
    by_question: dict[tuple[str, str], list[Plant]] = defaultdict(list)
    for plant in plants:
        by_question[plant.path, plant.how].append(plant)

    def asked(path: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
        answer: Answer = ask(path, method=method, headers=headers)
        how = "again" if headers else method
        everywhere = by_question[EVERYWHERE, how] if answer.kind == "text/html" else []
        for plant in by_question[path, how] + everywhere:
            answer = plant.put_into(answer)
        return answer

    return asked


NEEDED = 18  # posts
ON_PAGES = (
    ("canonical", '<link rel="canonical" href="[^"]*"', '<link rel="canonical" href="/"'),
    ("noindex", "<head>", '<head><meta name="robots" content="noindex">'),
    ("title", "<title>[^<]*", "<title>"),
    ("description", '<meta name="description"', "<meta"),
    ("heading", "</h1>", "</h1><h1>Means</h1>"),
    ("language", '<html lang="[^"]*"', "<html"),
    ("picture", "</h1>", '</h1><img src="/media/a.png">'),
    ("data", '{"@context"', '{"@context'),
    ("date", '"dateModified":"', '"dateModified":"1'),
    ("dead link", "</h1>", '</h1><a href="/planted-nowhere/">more</a>'),
    ("twin", r"\.md\"", '.none"'),
)


def plants(site: str, paths: list[str], title: str) -> list[Plant]:
    """All of them, each where no other one is.

    *paths* are those of NEEDED posts, *title* is the title of another page, and *site* is what stands before
    the paths in an address.
    """
    posts = iter(paths)
    lost, elsewhere = next(posts), next(posts)
    return [
        *(Plant(name, next(posts), old, new) for name, old, new in ON_PAGES),
        Plant("same title", next(posts), "<title>[^<]*", f"<title>{title}"),
        Plant("not there", next(posts), status=500),
        Plant("unchanged", next(posts), status=200, how="again"),
        Plant("head", next(posts), status=500, how="HEAD"),
        Plant("chain", lost, status=301, location=elsewhere),
        Plant("redirect", elsewhere, status=301, location="/"),
        *_of_lists(site, next(posts)),
    ]


def _of_lists(site: str, post: str) -> list[Plant]:
    """What machines are told about *post* and the others, and what is answered where nothing stands."""
    file, end = "/sitemaps/posts-1.xml", "</urlset>"
    missing, foreign = "/sitemaps/posts-999.xml", "https://elsewhere.example/"
    return [
        Plant("orphan", EVERYWHERE, f'href="{post}"', 'href="#"', named=post),
        Plant("sitemap", file, end, f"<url><loc>{site}{post}</loc></url>{end}", named=post),
        Plant("sitemap", file, end, f"<url><loc>{foreign}</loc></url>{end}", named=foreign),
        Plant(
            "sitemap",
            "/sitemap.xml",
            "</sitemapindex>",
            f"<sitemap><loc>{site}{missing}</loc></sitemap></sitemapindex>",
            named=missing,
        ),
        Plant("date", "/sitemap.xml", "<lastmod>2", "<lastmod>1", named=file),
        Plant("date", "/feed.rss", "<atom:updated>2", "<atom:updated>1"),
        Plant("feed", "/feed.json", "^{", ""),
        Plant("feed", "/feed.atom", status=404),
        Plant("robots", "/robots.txt", "Sitemap:.*", ""),
        Plant("soft 404", "/blog/archive/999999/", status=200),
        Plant("spelling", "/blog//", status=200),
    ]
