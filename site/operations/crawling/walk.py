"""The walk itself: robots, sitemap, every address in it, every link on those, every feed."""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import ParseError

from operations.crawling import reading
from operations.crawling.asking import Answer, Ask
from operations.crawling.defects import Defect
from operations.crawling.reading import Page

NOTHING = ("/nothing-stands-here-48151623/", "/blog/nothing-stands-here-48151623/", "/blog/archive/999999/")
SLOPPY = ("/blog", "/blog//", "/%62log/", "/Blog/", "/BLOG", "/%42log/")
REDIRECTS = {301, 302, 303, 307, 308}
A_DOCUMENT = 200


class Walk:
    """One walk over the site whose own address is *site*; ``defects`` are what it found."""

    def __init__(self, ask: Ask, site: str) -> None:
        self.ask, self.site = ask, site
        self.defects: list[Defect] = []
        self.dates: dict[str, str] = {}  # of the addresses in the sitemap
        self.linked: dict[str, str] = {}  # each path that is linked to, and a page that does it
        self.titles: dict[str, list[str]] = defaultdict(list)
        self.feeds: set[str] = set()
        self.statuses: dict[str, Answer] = {}
        self.forbidden: list[str] = []

    def run(self) -> list[Defect]:
        """Walk; returns what is wrong, in the order of the addresses."""
        self._robots()
        self._sitemap()
        for address in self.dates:
            self._page(address)
        self._titles()
        self._links()
        self._feeds()
        self._nothing()
        return sorted(set(self.defects))

    def _say(self, address: str, name: str, seen: str) -> None:
        self.defects.append(Defect(address, name, seen))

    def _path(self, address: str) -> str | None:
        """The path of an address on the site; None for any other."""
        if not address.startswith(f"{self.site}/"):
            return None
        at = urlsplit(address)
        return f"{at.path}?{at.query}" if at.query else at.path

    def _get(self, path: str) -> Answer:
        if path not in self.statuses:
            answer: Answer = self.ask(path)
            self.statuses[path] = Answer(answer.status, answer.headers, b"")
            return answer
        return self.statuses[path]

    def _robots(self) -> None:
        robots = self.ask("/robots.txt")
        if robots.status != A_DOCUMENT or f"Sitemap: {self.site}/sitemap.xml" not in robots.text:
            self._say("/robots.txt", "robots", "it does not name the sitemap.")
        lines = [line.partition(":")[::2] for line in robots.text.partition("\n\n")[0].splitlines()]
        self.forbidden = [said.strip() for name, said in lines if name == "Disallow" and said.strip()]

    def _sitemap(self) -> None:
        for file, changed in self._told("/sitemap.xml"):
            path = self._path(file)
            entries = self._told(path) if path else []
            if not entries:
                self._say(file, "sitemap", "the index names it, and nothing is in it.")
            dates = [date for _, date in entries if date]
            if dates and changed != max(dates):
                self._say(file, "date", f"the index says {changed}, its newest entry {max(dates)}.")
            for address, date in entries:
                if address in self.dates:
                    self._say(address, "sitemap", "it is named twice.")
                self.dates[address] = date

    def _told(self, path: str) -> list[tuple[str, str]]:
        answer = self.ask(path)
        try:
            return reading.sitemap(answer.text) if answer.status == A_DOCUMENT else []
        except ParseError as error:
            self._say(path, "sitemap", f"it cannot be read: {error}.")
            return []

    def _page(self, address: str) -> None:
        path = self._path(address)
        if path is None:
            self._say(address, "sitemap", "it is not on this site.")
            return
        answer = self._get(path)
        if answer.status != A_DOCUMENT:
            self._say(address, "redirect" if answer.status in REDIRECTS else "not there", _status(answer))
            return
        page = reading.page(answer.text)
        self.titles[page.title.strip()].append(address)
        for name, seen in self._wrong(address, answer, page):
            self._say(address, name, seen)
        self._twin(address, page)
        self._again(path, answer)
        self.feeds.update(page.feeds)
        self._noted(path, page)

    def _wrong(self, address: str, answer: Answer, page: Page) -> Iterator[tuple[str, str]]:
        """What is wrong with what a page says."""
        if page.canonical != address:
            yield "canonical", f"it says that it stands at {page.canonical or 'no address'}."
        if "noindex" in page.robots + answer.headers.get("x-robots-tag", ""):
            yield "noindex", "the sitemap names it, and it asks not to be found."
        if not page.title.strip():
            yield "title", "it has none."
        if not page.description:
            yield "description", "it has none."
        if page.headings != 1:
            yield "heading", f"it has {page.headings}."
        if not page.language:
            yield "language", "it says none."
        for picture in page.silent_pictures:
            yield "picture", f"{picture} has no description."
        yield from self._wrong_data(address, page)

    def _wrong_data(self, address: str, page: Page) -> Iterator[tuple[str, str]]:
        try:
            dates = [node["dateModified"] for node in page.graph() if "dateModified" in node]
        except (ValueError, AttributeError) as error:
            yield "data", f"its structured data cannot be read: {error}."
            return
        if not page.data:
            yield "data", "it has no structured data."
        for date in dates:
            if date != self.dates[address]:
                yield "date", f"the sitemap says {self.dates[address]}, the page {date}."

    def _twin(self, address: str, page: Page) -> None:
        path = self._path(page.twin) if page.twin else None
        if path is None:
            return
        answer = self._get(path)
        if answer.status != A_DOCUMENT or answer.kind != "text/markdown":
            self._say(address, "twin", f"{path} {_status(answer)}")
        elif f'<{address}>; rel="canonical"' not in answer.headers.get("link", ""):
            self._say(address, "twin", f"{path} does not lead back to it.")

    def _again(self, path: str, answer: Answer) -> None:
        """A crawler that comes back, or only looks."""
        etag = answer.headers.get("etag", "")
        again = self.ask(path, headers={"If-None-Match": etag})
        if not etag or again.status != 304:
            self._say(self.site + path, "unchanged", f"asked again, it {_status(again)}")
        head = self.ask(path, method="HEAD")
        if (head.status, head.body) != (A_DOCUMENT, b""):
            self._say(self.site + path, "head", f"asked so, it {_status(head)}")

    def _titles(self) -> None:
        for title, addresses in self.titles.items():
            for address in addresses[1:]:
                self._say(address, "same title", f"{addresses[0]} is called “{title}”, too.")

    def _links(self) -> None:
        """Every link of the site, and those on the pages that it leads to."""
        waiting = list(self.linked)
        while waiting:
            path = waiting.pop()
            known = path in self.statuses
            answer = self._get(path)
            if answer.status in REDIRECTS:
                self._redirect(path, self.linked[path], answer)
            elif answer.status != A_DOCUMENT:
                self._say(self.site + self.linked[path], "dead link", f"{path} {_status(answer)}")
            elif not known and answer.kind == "text/html":
                waiting += self._noted(path, reading.page(answer.text))
        for address in self.dates:
            own = self._path(address)
            if own and own != "/" and own not in self.linked:
                self._say(address, "orphan", "no page links to it.")

    def _noted(self, path: str, page: Page) -> list[str]:
        """The links of a page that were not known before."""
        targets = {self._path(urljoin(self.site + path, link).partition("#")[0]) for link in page.links}
        new = [target for target in targets - {path} if target and self._is_new(target)]
        self.linked |= dict.fromkeys(new, path)
        return new

    def _is_new(self, path: str) -> bool:
        """Whether no page linked to it so far, and robots.txt lets a crawler go there."""
        return path not in self.linked and not path.startswith(tuple(self.forbidden))

    def _redirect(self, path: str, page: str, answer: Answer) -> None:
        target = self._path(urljoin(self.site + path, answer.headers.get("location", "")))
        after = self._get(target) if target else None
        if after and after.status in REDIRECTS:
            self._say(self.site + path, "chain", f"it leads to {target}, and that leads on.")
        elif answer.status in {301, 308}:
            self._say(self.site + page, "redirect", f"{path} has moved to {target}.")

    def _feeds(self) -> None:
        for address in sorted(self.feeds):
            path = self._path(address)
            answer = self.ask(path) if path else None
            try:
                said = (
                    reading.feed(answer.text, answer.kind) if answer and answer.status == A_DOCUMENT else None
                )
            except (ValueError, KeyError, ParseError) as error:
                self._say(address, "feed", f"it cannot be read: {error}.")
                continue
            if said is None:
                self._say(address, "feed", "it is not there.")
            for entry, date in (said or {}).items():
                if entry in self.dates and date != self.dates[entry]:
                    self._say(address, "date", f"{entry}: the sitemap says {self.dates[entry]}, it {date}.")

    def _nothing(self) -> None:
        for path in NOTHING:
            answer = self.ask(path)
            if answer.status != 404:
                self._say(self.site + path, "soft 404", f"nothing is there, and it {_status(answer)}")
        for sloppy in SLOPPY:
            answer = self.ask(sloppy)
            leads = self._path(urljoin(f"{self.site}/", answer.headers.get("location", "")))
            if answer.status not in {301, 308} or leads != "/blog/":
                self._say(self.site + sloppy, "spelling", f"it {_status(answer)}")


def _status(answer: Answer) -> str:
    return f"answers {answer.status}."
