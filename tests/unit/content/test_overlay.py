"""The database as it would be: every list sees it, and no row is touched."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from blog.models import Post, of_author, of_topic
from content import overlay, publishing
from content.actors import SITE
from content.archives import head
from content.revisions import newest
from pages.models import Page
from tests import world

pytestmark = pytest.mark.django_db


def as_if(thing, **fields):
    """The shadows of *thing* with these fields published now."""
    return overlay.shadows(thing, newest(thing).fields | fields, timezone.now())


def titles(now=None):
    return list(Post.objects.published(now or timezone.now()).values_list("title", flat=True))


def test_a_draft_is_published_inside_and_nowhere_else():
    world.draft("A draft")
    draft = Post.objects.get()
    with overlay.laid(as_if(draft)):
        assert titles(timezone.now() + timedelta(seconds=1)) == ["A draft"]
        assert Post.objects.get().body_html.startswith("<p>")
    assert titles() == []
    assert Post.objects.get().publish_at is None


def test_a_changed_text_stands_once_with_its_change():
    post = world.post("Before")
    world.post("Beside")
    with overlay.laid(as_if(post, title="After")):
        assert sorted(titles()) == ["After", "Beside"]
        assert Post.objects.get(pk=post.pk).title == "After"
        assert Post.objects.count() == 2


def test_it_stands_in_the_lists_of_its_topics_and_authors():
    ines, queries = world.ines().person, world.topic()
    draft = world.draft("A draft")
    later = timezone.now() + timedelta(seconds=1)
    with overlay.laid(as_if(draft, topics=[queries.pk], authors=[ines.pk])):
        lists = [
            head(entries).entries.live(later).first()
            for entries in (of_topic(queries.pk), of_author(ines.pk))
        ]
        assert [post.title for post in lists] == ["A draft", "A draft"]
        assert list(draft.topics.all()) == [queries]
    assert list(draft.topics.all()) == []


def test_two_texts_at_once():
    first, second = world.draft("One"), world.draft("Two")
    with overlay.laid([*as_if(first), *as_if(second)]):
        assert sorted(titles(timezone.now() + timedelta(seconds=1))) == ["One", "Two"]


def test_a_page_stands_where_it_would():
    about = world.page("About")
    draft = world.draft("Colophon", kind="page")
    with overlay.laid(as_if(draft, parent=about.pk)):
        assert Page.objects.get(pk=draft.pk).path == "about/colophon"


def test_nothing_is_written_inside():
    post = world.post()
    with overlay.laid(as_if(post)), pytest.raises(overlay.Wrote), connection.cursor() as cursor:
        cursor.execute("UPDATE blog_post SET title = 'No'")
    assert Post.objects.get().title == post.title


def test_what_could_not_be_published_cannot_be_shown():
    world.post("Galley")
    with pytest.raises(ValidationError):
        as_if(world.draft("Proof"), slug="galley")


def test_it_shows_what_publishing_then_makes():
    post = world.post("Galley", topics=[world.topic()])
    fields = newest(post).fields | {
        "title": "Proof",
        "summary": "In short.",
        "body": "# A\n\n*b*",
        "topics": [],
    }
    revision = publishing.revise(actor=SITE, thing=post, fields=fields, base=newest(post))
    unlike = {"updated_at", "content_changed_at", "related_at"}
    with overlay.laid(overlay.shadows(post, fields, timezone.now())):
        shown = Post.objects.filter(pk=post.pk).values().get()
    publishing.publish(actor=SITE, thing=post, revision=revision)
    made = Post.objects.filter(pk=post.pk).values().get()
    assert {name for name, value in made.items() if shown[name] != value} <= unlike
