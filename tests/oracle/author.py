"""The author of the oracle's site: chooses at random, and never says the same twice."""

from datetime import timedelta
from random import Random
from typing import Any

from django.utils import timezone

from blog.models import Post, Series
from content import publishing
from content.actors import SITE
from content.models import Person, Topic
from media.models import Picture
from pages.models import Page
from tests import world


class Author:
    """Somebody who does the next thing to the site.

    ``old_addresses`` are those that texts had once; ``near`` is what the latest write was about.
    """

    def __init__(self) -> None:
        self.random = Random(0)
        self.serial = 0
        self.old_addresses: set[str] = set()
        self.near: list[str] = []

    def begin(self, random: Random) -> None:
        """From here on choose by *random*."""
        self.random = random
        self.near = []

    def words(self) -> str:
        """A few words that nobody wrote before."""
        self.serial += 1
        return f"{self.random.choice(['galley', 'proof', 'caret', 'dele', 'خبر', 'quote'])} {self.serial}"

    def word(self) -> str:
        return self.words().replace(" ", "-")

    def one_of(self, rows: Any) -> Any:
        """One of *rows*, whose address the readers will want to see."""
        return self.about(self.random.choice(list(rows)))

    def about(self, thing: Any) -> Any:
        """*thing*, whose address is near to what is being written, and was one if it moves."""
        if hasattr(thing, "get_absolute_url"):
            self.near.append(thing.get_absolute_url())
            self.old_addresses.add(thing.get_absolute_url())
        return thing

    def live_post(self) -> Any:
        live = list(Post.objects.published(timezone.now()))
        return self.one_of(live or [world.post(self.words())])

    def live_page(self) -> Any:
        live = list(Page.objects.published(timezone.now()))
        return self.one_of(live or [world.page(self.words())])

    def trashed_post(self) -> Any:
        trashed = list(Post.objects.exclude(trashed_at=None).filter(publish_at__lte=timezone.now()))
        return self.one_of(trashed or [publishing.trash(actor=SITE, thing=world.post(self.words()))])

    def withdrawn_post(self) -> Any:
        gone = list(Post.objects.filter(trashed_at=None, unpublish_at__lte=timezone.now()))
        return self.one_of(gone or [publishing.withdraw(actor=SITE, thing=world.post(self.words()))])

    def topic(self) -> Topic:
        found: Topic = self.one_of(Topic.objects.all())
        return found

    def spare_topics(self) -> list[Topic]:
        """Two topics, of which the first may go."""
        topics = list(Topic.objects.all())
        while len(topics) < 3:
            topics.append(world.topic(self.word().title()))
        return [self.about(topic) for topic in self.random.sample(topics, 2)]

    def letter(self) -> Any:
        """A letter that stands under a text that readers see."""
        return world.letter(self.live_text(), self.words())

    def live_text(self) -> Any:
        """A post, or now and then a page."""
        return self.live_page() if self.random.random() < 0.3 else self.live_post()

    def translated_post(self) -> Any:
        """A post that readers see, and that the page of another leads to."""
        post = self.live_post()
        other = world.post(self.words(), language=f"x-{self.serial}")
        return world.translated(post, self.about(other))

    def series(self) -> Series:
        found: Series = self.one_of(Series.objects.all())
        return found

    def person(self) -> Person:
        found: Person = self.one_of(Person.objects.all())
        return found

    def picture(self) -> Picture:
        """A picture that is shown."""
        shown = list(Picture.objects.filter(name__in=("plate", "portrait")))
        found: Picture = self.random.choice(shown)
        return found

    def past(self) -> Any:
        """A moment of the last two years."""
        return timezone.now() - timedelta(minutes=self.random.randrange(1, 2 * 365 * 1440))

    def soon(self) -> Any:
        """A moment that comes within this step."""
        return timezone.now() + timedelta(milliseconds=self.random.randrange(80, 160))
