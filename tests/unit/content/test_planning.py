"""Changes of live texts that wait for their time: applied exactly once, or kept with the reason why not."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from blog.models import Post
from content import planning, publishing
from content.actors import SITE
from content.models import LogEntry, Planned, Redirect, Revision
from content.revisions import newest, of
from tests import world

pytestmark = pytest.mark.django_db
SOON = timedelta(hours=1)


def revised(post, **fields):
    return publishing.revise(actor=SITE, thing=post, fields=fields, base=newest(post))


def planned(post, actor=SITE, **fields):
    """A change of *post* that goes live in an hour."""
    revision = revised(post, **(fields or {"body": "After."}))
    return planning.plan(actor=actor, thing=post, revision=revision, at=timezone.now() + SOON)


def then():
    return timezone.now() + 2 * SOON


def bodies():
    return list(Post.objects.values_list("body", flat=True))


def test_a_planned_change_waits_for_its_time():
    planned(world.post(body="Before."))
    assert planning.apply_due(timezone.now()) == 0
    assert bodies() == ["Before."]
    assert planning.apply_due(then()) == 1
    assert bodies() == ["After."]


def test_it_is_applied_once_however_often_workers_look():
    post = world.post()
    planned(post)
    assert [planning.apply_due(then()) for _ in range(3)] == [1, 0, 0]
    assert of(post).filter(kind=Revision.Kind.PUBLISHED).count() == 2
    assert not Planned.objects.exists()


def test_two_workers_that_found_the_same_plan_apply_it_once():
    planned(world.post())
    number = planning.due(then())[0]
    assert [planning._apply(number), planning._apply(number)] == [True, False]
    assert LogEntry.objects.filter(verb="publish").count() == 2


def test_a_worker_that_dies_in_between_has_done_nothing(monkeypatch):
    planned(world.post(body="Before."))

    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(planning, "_keep_what_was_written_since", die)
        with pytest.raises(Killed):
            planning.apply_due(then())
    assert bodies() == ["Before."]
    assert planning.apply_due(then()) == 1
    assert bodies() == ["After."]


@pytest.mark.parametrize(
    ("happens", "says"),
    [
        (lambda post: publishing.trash(actor=SITE, thing=post), "in the trash"),
        (lambda post: publishing.withdraw(actor=SITE, thing=post), "is withdrawn"),
        (lambda post: world.edit(post, body="Other."), "Another version"),
    ],
    ids=["trashed", "withdrawn", "published anew"],
)
def test_what_cannot_be_applied_any_more_is_kept_with_its_reason(happens, says):
    post = world.post()
    planned(post)
    happens(post)
    before = bodies()
    assert planning.apply_due(then()) == 0
    assert says in planning.of_thing(post).reason
    assert bodies() == before
    assert planning.due(then()) == []


def test_an_address_that_was_taken_meanwhile_is_the_reason():
    post = world.post("Galley")
    planned(post, slug="proof")
    world.draft("Proof")
    assert planning.apply_due(then()) == 0
    assert "Slug already exists" in planning.of_thing(post).reason


def test_whoever_lost_the_right_publishes_nothing_by_an_old_plan():
    tomas = world.tomas()
    post = world.post(body="Before.", authors=[tomas.person])
    planned(post, actor=tomas)
    type(tomas).objects.filter(pk=tomas.pk).update(is_active=False)
    assert planning.apply_due(then()) == 0
    assert "may not publish" in planning.of_thing(post).reason
    assert bodies() == ["Before."]


def test_what_was_written_since_stays_what_its_author_goes_on_from():
    post = world.post(body="Before.")
    planned(post)
    revised(post, body="Later still.")
    planning.apply_due(then())
    assert bodies() == ["After."]
    assert newest(post).fields["body"] == "Later still."
    assert newest(post).kind == Revision.Kind.DRAFT


def test_a_plan_that_fails_for_no_known_reason_stops_no_other(monkeypatch):
    broken, other = world.post("Broken"), world.post("Other", body="Before.")
    planned(broken, title="x")
    planned(other)
    monkeypatch.setattr(planning, "_as_arranged", fails_for("x"))
    assert planning.apply_due(then()) == 1
    assert "finds the reason in its log" in planning.of_thing(broken).reason
    assert Post.objects.get(pk=other.pk).body == "After."


def fails_for(title):
    arranged = planning._as_arranged

    def fail(actor, thing, plan):
        if plan.revision.fields["title"] == title:
            raise KeyError(title)
        return arranged(actor, thing, plan)

    return fail


def test_a_renaming_in_between_is_not_undone():
    post = world.post("Galley")
    planned(post)
    publishing.rename(actor=SITE, thing=post, slug="proof")
    planning.apply_due(then())
    live = Post.objects.get()
    assert (live.slug, live.body) == ("proof", "After.")
    assert list(Redirect.objects.values_list("path", "target")) == [("/blog/galley", "/blog/proof/")]


def test_a_later_plan_takes_the_place_of_an_earlier_one():
    post = world.post()
    planned(post, body="One.")
    planned(post, body="Two.")
    assert planning.apply_due(then()) == 1
    assert bodies() == ["Two."]


def test_a_plan_that_was_called_off_is_not_applied():
    post = world.post(body="Before.")
    planned(post)
    planning.unplan(actor=SITE, thing=post)
    assert planning.apply_due(then()) == 0
    assert LogEntry.objects.filter(verb="unplan").count() == 1
    assert newest(post).fields["body"] == "After."


def test_a_change_keeps_the_end_that_was_set():
    post = world.post()
    end = timezone.now() + timedelta(days=9)
    publishing.withdraw(actor=SITE, thing=post, at=end)
    planned(post)
    planning.apply_due(then())
    assert Post.objects.get().unpublish_at == end


def test_only_what_is_live_is_planned_and_only_ahead():
    draft, live = world.draft(), world.post("Galley")
    with pytest.raises(ValidationError, match="not live yet"):
        planning.plan(actor=SITE, thing=draft, revision=newest(draft), at=then())
    with pytest.raises(ValidationError, match="time ahead"):
        planning.plan(actor=SITE, thing=live, revision=revised(live, body="x"), at=timezone.now() - SOON)


def test_a_contributor_plans_nothing():
    priya = world.priya()
    post = world.post(authors=[priya.person])
    with pytest.raises(PermissionDenied):
        planned(post, actor=priya)


def test_a_withdrawal_ahead_can_be_called_off_and_one_that_was_cannot():
    post = world.post()
    publishing.withdraw(actor=SITE, thing=post, at=then())
    assert publishing.let_stand(actor=SITE, thing=post).unpublish_at is None
    publishing.withdraw(actor=SITE, thing=post)
    assert publishing.let_stand(actor=SITE, thing=post).state(timezone.now()) == "withdrawn"
