"""The demo's files as plain data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from importers import dates, matter, safe_yaml
from importers.matter import Matter

HERE = Path(__file__).resolve().parent
MORNING = 9


@dataclass(frozen=True)
class Text:
    """One post or page. ``name`` is its file below ``posts`` or ``pages``, by which the others link to it.

    ``was`` are passages as (before, now): the text is published with the first and revised to the second.
    """

    kind: str
    name: str
    title: str
    body: str
    facts: Matter
    was: tuple[tuple[str, str], ...] = ()

    @property
    def reference(self) -> str:
        return f"{self.kind}:{self.name}"

    @property
    def parent(self) -> str:
        """The reference of the page above, empty at the root."""
        above, _, _ = self.name.rpartition("/")
        return f"{self.kind}:{above}" if above else ""

    @property
    def first_body(self) -> str:
        """The body as it was published first."""
        body = self.body
        for before, now in self.was:
            body = body.replace(now, before)
        return body

    def say(self, key: str) -> str:
        return str(self.facts.get(key) or "")

    def listed(self, key: str) -> tuple[str, ...]:
        return tuple(self.facts.get(key) or ())

    def published(self, today: datetime) -> datetime | None:
        """When it is published: on its date, or so many days from *today*; None for a draft."""
        if date := self.say("date"):
            return dates.read(date, UTC).replace(hour=MORNING)
        if day := self.say("day"):
            morning = today.replace(hour=MORNING, minute=0, second=0, microsecond=0)
            return morning + timedelta(days=int(day))
        return today - timedelta(days=40) if self.kind == "page" else None


def texts() -> list[Text]:
    """All texts, in the order in which they lead to each other least: pages, then posts, oldest first."""
    now = datetime.now(UTC)
    pages = sorted(_read("page"), key=lambda text: (text.name.count("/"), text.name))
    posts = sorted(_read("post"), key=lambda text: text.published(now) or datetime.max.replace(tzinfo=UTC))
    return [*pages, *posts]


def people() -> Iterator[Matter]:
    """Who signs: name, slug and picture, with the bio as the body."""
    return (matter.read(file.read_text("utf-8")) for file in sorted((HERE / "people").glob("*.md")))


def site() -> dict[str, Any]:
    """The site's name, description, menus, and what its topics and its series are about."""
    facts, _ = safe_yaml.load((HERE / "site.yaml").read_text("utf-8"))
    return dict(facts)


def picture(name: str) -> bytes:
    """The file of the picture called *name*."""
    return (HERE / "pictures" / name).read_bytes()


def _read(kind: str) -> Iterator[Text]:
    folder = HERE / f"{kind}s"
    for file in folder.rglob("*.md"):
        facts = matter.read(file.read_text("utf-8"))
        was = tuple((str(before), str(now)) for before, now in facts.get("was") or ())
        name = file.relative_to(folder).with_suffix("").as_posix()
        yield Text(kind, name, str(facts.get("title")), facts.body, facts, was)
