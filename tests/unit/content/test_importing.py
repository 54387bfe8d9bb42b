"""Bringing texts in, as often as one likes."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Post
from content import publishing, redirects, search
from content.actors import SITE
from content.importing import import_item
from content.incoming import Incoming, batch
from content.models import LogEntry, Newest, Redirect, Revision, SearchEntry, Topic
from content.newcomers import import_new
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


def item(ref, **fields):
    return Incoming("post", "old", ref, {"title": "A", "body": "Text."} | fields, publish_at=world.A_MONDAY)


def test_many_that_are_new_come_in_at_once_and_the_others_are_left():
    world.post(slug="taken")
    items = [item("1"), item("2"), item("3", slug="taken"), item("4", slug="Not This"), item("5", slug="b")]
    brought = import_new(actor=SITE, items=items)
    assert [post.slug for post in brought] == ["a", "b"]
    assert [one.outcome for one in items] == [["new"], [], [], [], ["new"]]
    assert import_new(actor=SITE, items=items[:1]) == []


def several(number, start):
    return [
        replace(
            item(str(n), slug=f"at-once-{n}"), topics=("Ink",), authors=(("Ada", ""),), addresses=(f"/{n}",)
        )
        for n in range(start, start + number)
    ]


def test_many_at_once_ask_no_more_than_a_few():
    with batch():
        import_new(actor=SITE, items=several(1, 0))  # makes the topic and the person
        with CaptureQueriesContext(connection) as of_two, search.together():
            import_new(actor=SITE, items=several(2, 10))
        with CaptureQueriesContext(connection) as of_nine, search.together():
            import_new(actor=SITE, items=several(9, 20))
    assert len(of_nine) == len(of_two)


def test_many_at_once_leave_what_one_leaves():
    together = several(3, 0)
    first, *_ = import_new(actor=SITE, items=together)
    alone = import_item(
        actor=SITE, item=replace(together[0], source_ref="x", fields=item("x", slug="x").fields)
    )
    for thing in (first, alone):
        assert newest(thing).kind == Revision.Kind.IMPORTED
        assert LogEntry.objects.get(of="post", thing_id=thing.pk).verb == "import"
        assert [topic.name for topic in thing.topics.all()] == ["Ink"]
        assert [person.name for person in thing.authors.all()] == ["Ada"]
        assert Newest.objects.get(of="post", thing_id=thing.pk).title == "A"
        assert SearchEntry.objects.filter(of="post", thing_id=thing.pk).exists()


def test_old_addresses_of_many_lead_to_each_text_without_a_chain():
    one = replace(item("1", slug="one"), addresses=("/old/one", "shared"))
    two = replace(item("2", slug="two"), addresses=("blog/one", "shared", "old/two/"))
    redirects.leave("/older/", "/old/one", world.A_MONDAY)
    import_new(actor=SITE, items=[one, two])
    leads = dict(Redirect.objects.values_list("path", "target"))
    assert leads["/old/one"] == leads["/older"] == "/blog/one/"
    assert leads["/old/two"] == leads["/shared"] == "/blog/two/"


def test_a_topic_that_a_fault_undid_is_made_anew():
    with batch():
        with pytest.raises(ValidationError):
            bring(topics=("Ink",), fields={"slug": "Not This"})
        assert not Topic.objects.exists()
        post, _ = bring(topics=("Ink",))
    assert [topic.name for topic in post.topics.all()] == ["Ink"]
