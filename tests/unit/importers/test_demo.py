"""The demo: laid out once, whole, and true to its own rules."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from blog.models import Post, Series
from content import kinds, publishing, rendering, translating
from content.actors import SITE
from content.models import Person, PublicChange, Revision, Topic
from content.site import current
from importers.demo import laying, texts
from media.models import Picture
from pages.models import Page

TODAY = datetime(2026, 3, 2, 11, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Laid out once for all tests of this file, which look at it and put back what they change."""
    folder = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), transaction.atomic():
        laying.lay_out(TODAY, lambda done, total: None)
        yield
        transaction.set_rollback(True)


def everything() -> list[Post | Page]:
    return [thing for model in kinds.models().values() for thing in model.objects.all()]


def test_a_second_run_changes_nothing(demo: None) -> None:
    before = Revision.objects.count()
    out = StringIO()
    call_command("demo", stdout=out)
    assert "there already" in out.getvalue()
    assert Revision.objects.count() == before


def test_what_was_thrown_away_does_not_come_back(demo: None) -> None:
    for thing in everything():
        publishing.trash(actor=SITE, thing=thing)
    assert laying.is_there()


def test_every_state_is_shown(demo: None) -> None:
    states = [post.state(TODAY) for post in Post.objects.all()]
    assert (states.count("live"), states.count("scheduled"), states.count("draft")) == (12, 1, 1)
    assert Page.objects.published(TODAY).count() == 5


def test_every_link_and_picture_leads_somewhere_that_readers_can_go(demo: None) -> None:
    live = {thing.get_absolute_url() for thing in everything() if thing.state(TODAY) == "live"}
    for thing in everything():
        made = rendering.rendered(thing.body, thing.body_format)
        assert not made.unresolved, thing
        assert {
            url.partition("#")[0] for url in made.links if url.startswith("/blog/") and url != "/blog/"
        } <= live
        assert all(number.rpartition(":")[2].isdecimal() for number in made.pictures), thing


def test_every_fragment_names_a_heading(demo: None) -> None:
    pages = {thing.get_absolute_url(): thing.body_html for thing in everything()}
    links = [link for html in pages.values() for link in re.findall(r'href="(/[^"]*)#([^"]+)"', html)]
    assert links
    assert all(f'id="{fragment}"' in pages[path] for path, fragment in links)


def test_one_post_was_revised_after_it_was_published(demo: None) -> None:
    revised = Post.objects.published(TODAY).filter(content_changed_at__gt=F("publish_at"))
    assert [post.slug for post in revised] == ["let-it-stand"]
    first = Revision.objects.filter(of="post", thing_id=revised[0].pk).order_by("pk")[0]
    assert "and was sorry" in first.fields["body"]
    assert "and was sorry" not in revised[0].body
    assert PublicChange.objects.filter(of="post", thing_id=revised[0].pk).exists()


def test_the_tree_languages_people_and_topics_are_there(demo: None) -> None:
    assert Page.objects.get(path="writing/markdown").parent == Page.objects.get(path="writing")
    assert set(Post.objects.values_list("language", flat=True)) == {"de", "en", "fa", "ja"}
    assert all(person.bio and person.picture for person in Person.objects.all())
    assert all(topic.description for topic in Topic.objects.all())


def test_a_series_has_its_three_parts_in_order(demo: None) -> None:
    series = Series.objects.get()
    parts = [entry.post.slug for entry in series.entries.all()]
    assert parts == ["an-address-is-a-promise", "drafts-and-dates", "where-a-page-is-kept"]
    assert series.description


def test_a_text_leads_to_what_says_the_same_in_three_other_languages(demo: None) -> None:
    others = translating.linked(Post.objects.get(slug="let-it-stand"))
    assert [other.language for other in others] == ["de", "fa", "ja"]


def test_the_site_gets_its_name_and_menus(demo: None) -> None:
    site = current()
    assert (site.name, bool(site.description)) == ("Stet", True)
    assert [entry["title"] for entry in site.menu("main")] == ["Writing", "Topics", "About"]
    assert len(site.menu("footer")) == 3


def test_pictures_are_small_and_described(demo: None) -> None:
    assert all(picture.bytes < 60_000 for picture in Picture.objects.all())
    for post in Post.objects.exclude(lead_picture=None):
        assert post.lead_alt, post


def test_every_picture_file_is_used(demo: None) -> None:
    files = {file.name for file in (texts.HERE / "pictures").iterdir()}
    assert files == set(Picture.objects.values_list("name", flat=True))
