"""Everything that an author does to a site, one thing at a time and at random."""

from datetime import timedelta
from random import Random
from typing import Any

from django.utils import timezone

from blog.models import Post
from content import publishing
from content.actors import SITE
from content.models import Menu, Person, SiteSettings, Topic
from pages.models import Page
from tests import world


class Author:
    """Edits a small site by the verbs and, as a script would, behind their back."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.old_addresses: set[str] = set()
        self.serial = 0
        self.edits = [getattr(self, name) for name in dir(self) if name.startswith("edit_")]

    def act(self) -> str:
        """Do one edit; its name."""
        edit = self.random.choice(self.edits)
        edit()
        return str(edit.__name__)

    def word(self) -> str:
        self.serial += 1
        return f"{self.random.choice(['galley', 'proof', 'caret', 'dele', 'خبر', 'quote'])} {self.serial}"

    def any_post(self) -> Any:
        return self.random.choice(list(Post.objects.filter(trashed_at=None)))

    def any_page(self) -> Any:
        return self.random.choice(list(Page.objects.filter(trashed_at=None)))

    def edit_new_post(self) -> None:
        topics = self.random.sample(list(Topic.objects.all()), 1)
        world.post(self.word(), at=timezone.now() - timedelta(days=self.random.randrange(400)), topics=topics)

    def edit_body(self) -> None:
        world.edit(self.any_post(), body=f"# {self.word()}\n\n[home](/) and *{self.word()}*")

    def edit_title(self) -> None:
        world.edit(self.any_post(), title=self.word())

    def edit_topics(self) -> None:
        world.edit(self.any_post(), topics=[self.random.choice(list(Topic.objects.all())).pk])

    def edit_authors(self) -> None:
        world.edit(self.any_post(), authors=[self.random.choice(list(Person.objects.all())).pk])

    def edit_slug(self) -> None:
        post = self.any_post()
        self.old_addresses.add(post.get_absolute_url())
        publishing.rename(actor=SITE, thing=post, slug=f"renamed-{self.serial}-{post.pk}")
        self.serial += 1

    def edit_withdraw(self) -> None:
        publishing.withdraw(actor=SITE, thing=self.any_post())

    def edit_trash(self) -> None:
        if Post.objects.filter(trashed_at=None).count() > 2:
            publishing.trash(actor=SITE, thing=self.any_post())

    def edit_untrash(self) -> None:
        trashed = Post.objects.exclude(trashed_at=None).first()
        if trashed:
            publishing.untrash(actor=SITE, thing=trashed)

    def edit_publish_again(self) -> None:
        world.live(self.any_post())

    def edit_schedule(self) -> None:
        world.post(self.word(), at=timezone.now() + timedelta(milliseconds=self.random.randrange(20, 900)))

    def edit_page(self) -> None:
        world.edit(self.any_page(), title=self.word(), body=self.word())

    def edit_move_page(self) -> None:
        page = self.any_page()
        self.old_addresses.add(page.get_absolute_url())
        publishing.move(actor=SITE, page=page, parent=None, position=self.random.randrange(2))

    def edit_topic_by_hand(self) -> None:
        Topic.objects.filter(pk=self.random.choice(list(Topic.objects.all())).pk).update(name=self.word())

    def edit_site(self) -> None:
        SiteSettings.objects.update(name=self.word(), description=self.word())

    def edit_menu(self) -> None:
        Menu.objects.update(items=[{"title": self.word(), "url": "/blog/"}])

    def edit_nothing_in_the_end(self) -> None:
        """A transaction that is rolled back."""
        from django.db import transaction

        with transaction.atomic():
            Post.objects.update(title=self.word())
            transaction.set_rollback(True)
