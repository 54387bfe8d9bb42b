"""The verbs: what each does to the live row, to the history, to the log."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from blog.models import Post
from content import publishing
from content.actors import SITE
from content.models import LogEntry, Revision
from content.publishing import Conflict
from content.revisions import newest, of
from tests import world

pytestmark = pytest.mark.django_db
TOMORROW = datetime.now(UTC) + timedelta(days=1)


def state(thing):
    return type(thing).objects.get(pk=thing.pk).state(timezone.now())


def test_a_draft_is_seen_by_nobody():
    draft = world.draft("Let it stand")
    assert draft.slug == "let-it-stand"
    assert state(draft) == "draft"
    assert not Post.objects.published(timezone.now()).exists()


def test_a_draft_with_a_taken_address_gets_the_next_free_one():
    world.draft("Let it stand")
    assert world.draft("Let it stand").slug == "let-it-stand-2"


def test_an_address_of_the_blog_itself_is_refused():
    with pytest.raises(ValidationError, match="address of the blog itself"):
        world.draft("A year", slug="2026")
    assert world.draft("Archive").slug == "archive-2"


def test_publishing_renders_the_body_and_shows_it():
    post = world.post(body="*Stet* means let it stand.")
    assert post.body_html.strip() == "<p><em>Stet</em> means let it stand.</p>"
    assert post.words == 5
    assert list(Post.objects.published(timezone.now())) == [post]


def test_a_revision_touches_no_live_row():
    post = world.post(title="Let it stand")
    publishing.revise(actor=SITE, thing=post, fields={"title": "Let it fall"}, base=newest(post))
    assert Post.objects.get().title == "Let it stand"
    assert newest(post).fields["title"] == "Let it fall"


def test_two_people_writing_at_once_is_a_conflict_and_overwrites_nothing():
    post = world.post()
    base = newest(post)
    hers = publishing.revise(actor=world.ines(), thing=post, fields={"title": "Hers"}, base=base)
    with pytest.raises(Conflict) as conflict:
        publishing.revise(actor=world.root(), thing=post, fields={"title": "His"}, base=base)
    assert conflict.value.theirs == hers
    assert conflict.value.mine == {"title": "His"}
    assert newest(post) == hers


def test_the_same_key_twice_is_one_revision():
    post = world.post()
    base = newest(post)
    once = publishing.revise(actor=SITE, thing=post, fields={"title": "New"}, base=base, key="k")
    again = publishing.revise(actor=SITE, thing=post, fields={"title": "New"}, base=base, key="k")
    assert once == again
    assert of(post).filter(idempotency_key="k").count() == 1


def test_a_draft_begun_twice_with_one_key_is_one_draft():
    made = [publishing.draft(actor=SITE, kind="post", fields={"title": "Once"}, key="k") for _ in "ab"]
    assert made[0] == made[1]
    assert Post.objects.count() == 1


def test_a_scheduled_post_becomes_live_by_the_clock_alone():
    post = world.post(at=TOMORROW)
    assert state(post) == "scheduled"
    assert post.state(TOMORROW + timedelta(seconds=1)) == "live"
    assert post in Post.objects.published(TOMORROW)


def test_an_edit_of_a_live_post_keeps_its_date():
    post = world.edit(world.post(), body="Changed.")
    assert post.publish_at == post.first_published_at == world.A_MONDAY
    assert post.content_changed_at > world.A_MONDAY


def test_withdrawing_hides_and_publishing_again_shows_with_the_old_date():
    post = world.post()
    publishing.withdraw(actor=SITE, thing=post)
    assert state(post) == "withdrawn"
    assert world.live(post).publish_at == world.A_MONDAY
    assert state(post) == "live"


def test_the_trash_wins_and_gives_back_the_state_it_had():
    post = world.post()
    publishing.trash(actor=SITE, thing=post)
    assert state(post) == "trashed"
    publishing.untrash(actor=SITE, thing=post)
    assert state(post) == "live"


def test_restoring_adds_a_revision_and_replaces_none():
    post = world.post(title="First")
    first = of(post).first()
    world.edit(post, title="Second")
    restored = publishing.restore(actor=SITE, thing=post, revision=first)
    assert restored.kind == Revision.Kind.RESTORED
    assert restored.fields["title"] == "First"
    assert Post.objects.get().title == "Second"


def test_every_verb_is_logged_with_old_and_new():
    post = world.edit(world.post(title="First"), title="Second")
    entry = LogEntry.objects.filter(verb="publish", thing_id=post.pk).first()
    assert entry.actor_name == "the site"
    assert entry.changes["title"] == ["First", "Second"]


@pytest.mark.parametrize("verb", ["publish", "withdraw", "trash", "rename"])
def test_a_contributor_may_not(verb):
    priya = world.priya()
    hers = world.post(authors=[priya.person])
    more = {"publish": {"revision": newest(hers)}, "rename": {"slug": "x"}}.get(verb, {})
    with pytest.raises(PermissionDenied, match=f"Priya Nair may not {verb}"):
        getattr(publishing, verb)(actor=priya, thing=hers, **more)


def test_an_author_publishes_what_is_his_and_nothing_else():
    tomas = world.tomas()
    his, hers = world.draft("His", authors=[tomas.person]), world.draft("Hers")
    publishing.publish(actor=tomas, thing=his, revision=newest(his))
    with pytest.raises(PermissionDenied):
        publishing.publish(actor=tomas, thing=hers, revision=newest(hers))
    assert (state(his), state(hers)) == ("live", "draft")


def test_a_field_that_there_is_not_is_named():
    with pytest.raises(ValidationError, match="no field named colour"):
        world.draft(colour="red")


def test_what_is_in_the_trash_is_not_published():
    post = world.post()
    publishing.trash(actor=SITE, thing=post)
    with pytest.raises(ValidationError, match="Take it out first"):
        world.live(post)


def test_a_live_post_is_not_hidden_by_scheduling_its_changes():
    post = world.post()
    with pytest.raises(ValidationError, match="Plan its change"):
        world.live(post, TOMORROW)
    assert state(post) == "live"
