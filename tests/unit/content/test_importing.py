"""Bringing texts in, as often as one likes."""

import pytest

from blog.models import Post
from content import publishing, redirects
from content.actors import SITE
from content.importing import Incoming, import_item
from content.models import Revision, Topic
from content.revisions import newest
from tests import world

pytestmark = pytest.mark.django_db


def bring(**changes):
    fields = {"title": "From elsewhere", "body": "Text."} | changes.pop("fields", {})
    item = Incoming(
        "post", "markdown:old", "posts/a.md", fields, publish_at=changes.pop("at", world.A_MONDAY), **changes
    )
    return import_item(actor=SITE, item=item), item.outcome[0]


def test_a_text_comes_in_with_its_people_topics_and_old_addresses():
    post, outcome = bring(authors=(("Ada L.", ""),), topics=("Mills", "mills"), addresses=("2013/old.html",))
    assert outcome == "new"
    assert [a.name for a in post.authors.all()] == ["Ada L."]
    assert [t.name for t in post.topics.all()] == ["Mills"]
    assert redirects.find("/2013/old.html").target == "/blog/from-elsewhere/"


def test_the_second_time_changes_nothing():
    bring(topics=("Mills",))
    before = Post.objects.values().get(), Revision.objects.count()
    assert bring(topics=("Mills",))[1] == "unchanged"
    assert (Post.objects.values().get(), Revision.objects.count()) == before


def test_what_changed_there_changes_here_and_keeps_its_address():
    bring()
    post, outcome = bring(fields={"title": "Another title", "body": "New."})
    assert (outcome, post.title, post.slug) == ("changed", "Another title", "from-elsewhere")
    assert Post.objects.count() == 1


def test_what_was_edited_here_is_never_overwritten():
    post, _ = bring()
    world.edit(post, body="Edited here.")
    _, outcome = bring(fields={"body": "Changed there."})
    assert outcome == "kept"
    assert Post.objects.get().body == "Edited here."
    assert newest(post).fields["body"] == "Changed there."
    assert bring(fields={"body": "Changed there."})[1] == "unchanged"


def test_two_texts_that_want_one_address_get_two():
    first = Incoming("post", "old", "ja/a.md", {"title": "A", "slug": "a"}, publish_at=world.A_MONDAY)
    second = Incoming("post", "old", "zh/a.md", {"title": "B", "slug": "a"}, publish_at=world.A_MONDAY)
    slugs = [import_item(actor=SITE, item=item).slug for item in (first, second, first, second)]
    assert slugs == ["a", "a-2", "a", "a-2"]


def test_a_draft_stays_a_draft():
    post, _ = bring(at=None)
    assert post.publish_at is None


def test_a_topic_that_was_renamed_is_found_by_its_former_name():
    bring(topics=("Errors",))
    publishing.merge(actor=SITE, topics=[Topic.objects.get()], into=world.topic("Faults"))
    bring(topics=("Errors",), fields={"body": "More."})
    assert [t.name for t in Topic.objects.all()] == ["Faults"]
