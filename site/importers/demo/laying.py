"""Lays out the demo on a site: once, all of it or nothing."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from blog.series import add_series, put_into_series
from content import filing, kinds, publishing, translating
from content.actors import SITE
from content.configuring import configure
from content.freshness import Overruled
from content.incoming import Incoming, batch
from content.models import Person, SiteSettings
from content.revisions import newest
from importers.demo import texts
from importers.demo.texts import Text
from media import pictures

SOURCE = "demo"
# In the files texts and pictures are called by name, on the site by number.
NAMED = re.compile(r"\b(?:post|page|picture):[^\s()\"#>`]+")

Said = Callable[[int, int], None]


def is_there() -> bool:
    """Whether the demo was laid out before, whatever became of its texts."""
    return any(model.objects.filter(source=SOURCE).exists() for model in kinds.models().values())


@transaction.atomic
def lay_out(today: datetime, said: Said) -> int:
    """Lay out all texts as of *today* and return how many they are; ``said(done, all)`` after each."""
    demo = _Demo(today)
    demo.settle()
    every = texts.texts()
    with batch():
        for number, text in enumerate(every, start=1):
            demo.bring(text)
            said(number, len(every))
        demo.join()
    for text in every:
        demo.revise(text)
    demo.put_into_series(every)
    demo.link_translations(every)
    return len(every)


class _Demo:
    """The demo while it is laid out: what its names have become."""

    def __init__(self, today: datetime) -> None:
        self.today = today
        self.numbers: dict[str, str] = {}
        self.people: dict[str, Person] = {}
        self.to_join: list[Text] = []

    def settle(self) -> None:
        """Settings and menus where the site has none yet, and who signs, and what topics are about."""
        said = texts.site()
        if not SiteSettings.objects.exists():
            settings = {name: said[name] for name in ("name", "description")}
            configure(actor=SITE, settings=settings, menus=said["menus"])
        for facts in texts.people():
            self._introduce(str(facts.get("name")), str(facts.get("slug") or ""), facts.body.strip(), facts)
        for name, about in said["topics"].items():
            topic = filing.topic(name)
            if topic and not topic.description:
                topic.description = about
                topic.save()

    def _introduce(self, name: str, slug: str, bio: str, facts: Any) -> None:
        person = filing.person(name, slug)
        if not person.bio:
            person.bio = bio
            person.picture_id = self._picture(str(facts.get("picture")), name)
            person.save()
        self.people[name] = person

    def bring(self, text: Text) -> Any:
        """Bring *text* in as it was first."""
        item = Incoming(
            kind=text.kind,
            source=SOURCE,
            source_ref=text.reference,
            fields=self._fields(text),
            publish_at=text.published(self.today),
            authors=tuple((name, self.people[name].slug) for name in text.listed("authors")),
            topics=text.listed("topics"),
        )
        thing = publishing.import_item(actor=SITE, item=item)
        self.numbers[text.reference] = f"{text.kind}:{thing.pk}"
        return thing

    def join(self) -> None:
        """Bring those in again that lead to texts which were not there yet."""
        waiting, self.to_join = self.to_join, []
        for text in waiting:
            self.bring(text)

    def revise(self, text: Text) -> None:
        """Publish *text* as it is now, where it was different first."""
        if text.was:
            thing = self._thing(text.reference)
            fields = {"body": self._numbered(text, text.body), "shows_changes": True}
            revision = publishing.revise(actor=SITE, thing=thing, fields=fields, base=newest(thing))
            # Few words, but a reader is to see how a page says that it was revised.
            news = Overruled(is_news=True, why="it shows what a revision looks like")
            publishing.publish(actor=SITE, thing=thing, revision=revision, overruled=news)

    def put_into_series(self, every: list[Text]) -> None:
        """Make each series of its posts, in their order."""
        for title, description in texts.site()["series"].items():
            series = add_series(actor=SITE, title=title, description=description)
            for text in every:
                if text.say("series") == title:
                    put_into_series(actor=SITE, post=self._thing(text.reference), series=series)

    def link_translations(self, every: list[Text]) -> None:
        """Let texts that say the same in other languages lead to each other."""
        for text in every:
            if original := text.say("translates"):
                thing, other = self._thing(text.reference), self._thing(original)
                translating.link(actor=SITE, thing=thing, other=other)

    def _thing(self, reference: str) -> Any:
        return kinds.thing(self.numbers[reference])

    def _fields(self, text: Text) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "title": text.title,
            "slug": text.name.rpartition("/")[2],
            "summary": text.say("summary"),
            "body": self._numbered(text, text.first_body),
            "language": text.say("language") or "en",
        }
        if shown := text.say("picture"):
            fields["lead_alt"] = text.say("picture_alt")
            fields["lead_picture"] = self._picture(shown, fields["lead_alt"])
        if text.parent:
            fields["parent"] = int(self.numbers[text.parent].partition(":")[2])
        return fields

    def _numbered(self, text: Text, body: str) -> str:
        """*body* with numbers for names. A name that is not known yet has *text* brought in again later."""

        def number(found: re.Match[str]) -> str:
            kind, _, name = found[0].partition(":")
            if kind == "picture" and name.endswith(".png"):
                return f"picture:{self._picture(name)}"
            if found[0] not in self.numbers and not name.isdecimal() and text not in self.to_join:
                self.to_join.append(text)
            return self.numbers.get(found[0], found[0])

        return NAMED.sub(number, body)

    def _picture(self, name: str, alt: str = "") -> int:
        kept = pictures.store(texts.picture(name), name=name, alt=alt, source=SOURCE, source_ref=name)
        return kept.pk
