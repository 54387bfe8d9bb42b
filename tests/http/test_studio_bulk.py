"""Many texts at once: each verb with its rights, what is refused with its reason, and the way back."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from blog.models import Post
from content.actors import SITE
from content.models import LogEntry, Person
from content.publishing import revise, trash
from content.revisions import newest
from studio.models import BulkAction
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """The browser of Ines, who may everything with everything."""
    client.force_login(world.ines())
    return client


def do(desk, verb, *things, **besides):
    """Tick *things*, press the button, and read the shelf that answers."""
    sent = {"do": verb, "thing": [each.pk for each in things]} | besides
    return BeautifulSoup(desk.post(f"/studio/bulk/{things[0].kind}/", sent, follow=True).text, "html.parser")


def undo(desk, shelf):
    address = shelf.select_one(".said form")["action"]
    return BeautifulSoup(desk.post(address, follow=True).text, "html.parser")


def said(shelf):
    return [" ".join(each.text.split()) for each in shelf.select(".said, .refusal")]


def state(thing):
    return type(thing).objects.get(pk=thing.pk).state(timezone.now())


def test_many_go_into_the_trash_and_come_back_as_they_were(desk):
    live, draft = world.post("One"), world.draft("Two")
    shelf = do(desk, "trash", live, draft)
    assert said(shelf) == ["2 posts are in the trash. Undo What changed for readers"]
    assert Client().get(live.get_absolute_url()).status_code == 410
    assert said(undo(desk, shelf)) == ["2 posts are as before. What changed for readers"]
    assert (state(live), state(draft)) == ("live", "draft")


def test_what_is_published_by_many_is_a_draft_again_after_the_undoing(desk):
    draft = world.draft("One")
    shelf = do(desk, "publish", draft, world.draft("Two"))
    assert Client().get(draft.get_absolute_url()).status_code == 200
    undo(desk, shelf)
    post = Post.objects.get(pk=draft.pk)
    assert (post.publish_at, post.first_published_at) == (None, None)


def test_undoing_the_publishing_of_a_change_brings_back_what_readers_had_and_the_draft(desk):
    post = world.post(body="Before.", slug="before")
    revise(actor=SITE, thing=post, fields={"body": "After.", "slug": "after"}, base=newest(post))
    shelf = do(desk, "publish", post)
    undo(desk, shelf)
    post = Post.objects.get()
    assert ("Before." in post.body_html, post.slug) == (True, "before")
    assert (newest(post).fields["body"], newest(post).kind) == ("After.", "draft")
    assert Client().get("/blog/after/").headers["Location"].endswith("/blog/before/")


def test_a_withdrawal_undone_keeps_the_date_and_the_planned_end(desk):
    post = world.post()
    end = timezone.now() + timedelta(days=9)
    Post.objects.filter(pk=post.pk).update(unpublish_at=end)
    undo(desk, do(desk, "withdraw", post))
    post = Post.objects.get()
    assert (post.publish_at, post.unpublish_at) == (world.A_MONDAY, end)


def test_texts_are_filed_under_a_topic_live_and_in_their_drafts_and_out_of_it_again(desk):
    ink, proofs = world.topic("Ink"), world.topic("Proofs")
    post = world.post(topics=[ink])
    revise(actor=SITE, thing=post, fields={"body": "Waits."}, base=newest(post))
    shelf = do(desk, "file", post, topic="proofs")
    assert set(post.topics.all()) == {ink, proofs}
    assert newest(post).fields["topics"] == sorted([ink.pk, proofs.pk])
    assert (newest(post).fields["body"], newest(post).kind) == ("Waits.", "draft")
    assert "Waits." not in Post.objects.get().body
    undo(desk, shelf)
    assert set(post.topics.all()) == {ink}
    assert newest(post).fields["topics"] == [ink.pk]


def test_the_undoing_of_a_topic_leaves_alone_who_had_it_before(desk):
    ink = world.topic("Ink")
    had, has = world.post("Had it", topics=[ink]), world.post("Gets it")
    shelf = do(desk, "file", had, has, topic="ink")
    assert said(shelf) == [
        "One post is filed under “Ink”. Undo What changed for readers",
        "“Had it” is so already.",
    ]
    undo(desk, shelf)
    assert (list(had.topics.all()), list(has.topics.all())) == ([ink], [])


def test_texts_are_signed_by_another(desk):
    tomas = world.tomas().person
    post = world.post(authors=[world.ines().person])
    shelf = do(desk, "sign", post, person=tomas.slug)
    assert list(post.authors.all()) == [tomas]
    undo(desk, shelf)
    assert list(post.authors.all()) == [world.ines().person]


def test_an_author_is_refused_others_texts_by_name_and_gets_on_with_his_own(client):
    tomas = world.tomas()
    client.force_login(tomas)
    own, other = world.draft("Mine", authors=[tomas.person]), world.draft("Another’s")
    shelf = do(client, "trash", own, other)
    assert said(shelf) == [
        "One post is in the trash. Undo What changed for readers",
        "“Another’s” is not yours to change.",
    ]
    assert (state(own), state(other)) == ("trashed", "draft")


@pytest.mark.parametrize("verb", ["publish", "withdraw", "trash", "untrash", "file", "unfile", "sign"])
def test_a_contributor_does_nothing_to_many(client, verb):
    priya = world.priya()
    client.force_login(priya)
    world.topic("Ink")
    own = world.draft("Mine", authors=[priya.person])
    before = LogEntry.objects.count()
    shelf = do(client, verb, own, topic="ink", person=priya.person.slug)
    assert said(shelf) == ["“Mine” is not yours to change."]
    assert LogEntry.objects.count() == before
    assert shelf.select(".bulk, [name=thing]") == []


def test_an_author_signs_for_nobody_else_by_ticking(client):
    tomas = world.tomas()
    client.force_login(tomas)
    own = world.draft(authors=[tomas.person])
    do(client, "sign", own, person=world.ines().person.slug)
    assert list(own.authors.all()) == [tomas.person]


@pytest.mark.parametrize(
    ("verb", "why"),
    [
        ("withdraw", "“Let it stand” is a draft."),
        ("untrash", "“Let it stand” is not in the trash."),
    ],
)
def test_a_verb_that_means_nothing_for_a_text_says_so(desk, verb, why):
    assert said(do(desk, verb, world.draft())) == [why]


def test_what_is_live_as_it_is_is_not_published_again(desk):
    post = world.post()
    assert said(do(desk, "publish", post)) == ["“Let it stand” is live already, and nothing in it waits."]
    assert not BulkAction.objects.exists()


def test_what_somebody_changed_since_stays_and_the_rest_is_undone(desk):
    touched, other = world.post("Touched"), world.post("Other")
    shelf = do(desk, "withdraw", touched, other)
    trash(actor=SITE, thing=touched)
    assert said(undo(desk, shelf)) == [
        "One post is as before. What changed for readers",
        "“Touched” was changed since, so it stays as it is now.",
    ]
    assert (state(touched), state(other)) == ("trashed", "live")


def test_an_undo_works_once_for_an_hour_and_for_nobody_else(desk, client):
    post = world.post()
    shelf = do(desk, "trash", post)
    address = shelf.select_one(".said form")["action"]
    stranger = Client()
    stranger.force_login(world.tomas())
    assert stranger.post(address).status_code == 404
    BulkAction.objects.update(made_at=timezone.now() - timedelta(hours=2))
    desk.post(address)
    assert state(post) == "trashed"
    BulkAction.objects.update(made_at=timezone.now())
    for _ in range(2):
        desk.post(address)
    assert (state(post), LogEntry.objects.filter(verb="undo").count()) == ("live", 1)


def test_an_undo_asks_for_the_rights_of_then_and_now(desk):
    post = world.post(authors=[world.tomas().person])
    shelf = do(desk, "trash", post)
    ines = world.ines()
    type(ines).objects.filter(pk=ines.pk).update(role="contributor")
    undo(desk, shelf)
    assert state(post) == "trashed"


def test_nothing_ticked_and_no_topic_chosen_are_answered_calmly(desk):
    post = world.post()
    for sent in (
        {"do": "trash"},
        {"do": "file", "thing": [post.pk]},
        {"do": "trash", "thing": ["x", "9" * 30]},
    ):
        assert desk.post("/studio/bulk/post/", sent).status_code == 303
    assert desk.post("/studio/bulk/post/", {"do": "import", "thing": [post.pk]}).status_code == 404
    assert not LogEntry.objects.exclude(actor=None).exists()


def test_the_shelf_comes_back_as_it_was_asked(desk):
    answer = desk.post(
        "/studio/bulk/post/", {"do": "trash", "thing": [world.post().pk], "shelf": "state=live&q=x&before=3"}
    )
    assert answer["Location"] == "/studio/posts/?state=live&q=x"


def test_pages_are_done_to_as_posts_are(desk):
    page = world.page()
    undo(desk, do(desk, "trash", page))
    assert state(page) == "live"


def test_many_commits_wait_for_the_edges_once(desk, monkeypatch):
    waits = []
    monkeypatch.setattr("pagecache.receipts._wait", waits.append)
    do(desk, "trash", *world.posts(4))
    assert len(waits) == 1


def test_a_person_who_is_gone_is_nobody_to_sign(desk):
    Person.objects.create(name="X", slug="x").delete()
    assert said(do(desk, "sign", world.post(), person="x")) == ["Choose the person first."]


def test_a_topic_with_a_nul_is_none(desk):
    assert said(do(desk, "file", world.draft("One"), topic="a\0b")) == ["Choose the topic first."]


def test_the_gate_is_asked_once_a_text(desk, monkeypatch):
    asked = []
    monkeypatch.setattr("studio.bulk.pass_through", lambda *args: asked.append(args))
    do(desk, "publish", world.draft("One"))
    assert len(asked) == 1
