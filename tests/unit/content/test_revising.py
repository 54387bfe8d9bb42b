"""Autosaves and what becomes of them."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from content import planning, publishing
from content.actors import SITE
from content.models import LogEntry, Revision
from content.publishing import Conflict
from content.revisions import newest, of
from content.together import together
from tests import world

pytestmark = pytest.mark.django_db


def type_into(post, *bodies, actor=SITE):
    for body in bodies:
        publishing.autosave(actor=actor, thing=post, fields={"body": body}, base=newest(post))


def bodies(post):
    return [revision.fields["body"] for revision in of(post)]


def thin(minutes):
    now = timezone.now()
    return publishing.thin(actor=SITE, since=now - timedelta(days=9), before=now - timedelta(minutes=minutes))


def age(post, minutes):
    """Let all revisions of *post* be made at the beginning of ten minutes, so long ago or a little longer."""
    at = timezone.now().timestamp() - minutes * 60
    moment = datetime.fromtimestamp(at // 600 * 600, timezone.get_current_timezone())
    of(post).update(made_at=moment)


def test_an_autosave_from_an_old_base_is_a_conflict_and_overwrites_nothing():
    post = world.draft(body="One.")
    base = newest(post)
    type_into(post, "Two.")
    with pytest.raises(Conflict):
        publishing.autosave(actor=SITE, thing=post, fields={"body": "Three."}, base=base)
    assert bodies(post) == ["One.", "Two."]


def test_only_who_may_change_a_text_autosaves_it():
    with pytest.raises(PermissionDenied):
        type_into(world.draft(), "Not mine.", actor=world.tomas())


def test_of_old_autosaves_the_last_of_ten_minutes_is_left():
    post = world.draft(body="One.")
    type_into(post, "Two.", "Three.", "Four.")
    publishing.revise(actor=SITE, thing=post, fields={"body": "Five."}, base=newest(post))
    age(post, 90)
    assert thin(60) == 2
    assert bodies(post) == ["One.", "Four.", "Five."]


def test_young_autosaves_and_the_newest_text_stay():
    young, alone = world.draft("Young"), world.draft("Alone", body="One.")
    type_into(young, "Two.", "Three.", "Four.")
    type_into(alone, "Two.")
    age(alone, 90)
    assert thin(60) == 0


def test_an_autosave_that_is_planned_to_go_live_stays():
    post = world.post(body="One.")
    type_into(post, "Two.", "Three.")
    tomorrow = timezone.now() + timedelta(days=1)
    planning.plan(actor=SITE, thing=post, revision=of(post).get(fields__body="Two."), at=tomorrow)
    publishing.revise(actor=SITE, thing=post, fields={"body": "Four."}, base=newest(post))
    age(post, 90)
    assert thin(60) == 0


def test_each_author_keeps_an_autosave_of_his_own():
    post = world.draft(body="One.", authors=[world.tomas().person])
    type_into(post, "His.", actor=world.tomas())
    type_into(post, "Hers.", "Hers again.", actor=world.ines())
    publishing.revise(actor=SITE, thing=post, fields={"body": "End."}, base=newest(post))
    age(post, 90)
    thin(60)
    assert bodies(post) == ["One.", "His.", "Hers again.", "End."]


def test_both_sides_stay_where_two_were_put_together():
    post = world.draft(body="One.\n\nTwo.")
    base = newest(post)
    type_into(post, "One!\n\nTwo.")
    conflict = Conflict(mine={"body": "One.\n\nTwo!"}, theirs=newest(post), base=base)
    whole = together(base.fields, base.fields | conflict.mine, newest(post).fields).fields()
    kind = Revision.Kind.AUTOSAVE
    for _ in range(2):
        publishing.reconcile(actor=SITE, thing=post, conflict=conflict, whole=whole, kind=kind, key="k")
    assert bodies(post) == ["One.\n\nTwo.", "One!\n\nTwo.", "One.\n\nTwo!", "One!\n\nTwo!"]


def test_a_text_is_gone_after_thirty_days_in_the_trash_and_its_address_and_log_say_so(client):
    post, fresh = world.post("Gone"), world.post("Fresh")
    for each, days in ((post, 31), (fresh, 29)):
        publishing.trash(actor=SITE, thing=each)
        type(each).objects.filter(pk=each.pk).update(trashed_at=timezone.now() - timedelta(days=days))
    assert publishing.empty(actor=SITE, now=timezone.now()) == 1
    assert not of(post).exists()
    assert of(fresh).exists()
    assert client.get("/blog/gone/").status_code == 410
    assert LogEntry.objects.first().verb == "discard"


def test_a_page_with_pages_below_it_waits_for_them_in_the_trash():
    above = world.page("Above")
    below = world.page("Below", parent=above)
    for each in (above, below):
        publishing.trash(actor=SITE, thing=each)
    type(above).objects.update(trashed_at=timezone.now() - timedelta(days=31))
    assert [publishing.empty(actor=SITE, now=timezone.now()) for _ in range(3)] == [1, 1, 0]


def test_nobody_but_the_site_itself_discards():
    with pytest.raises(PermissionDenied):
        publishing.discard(actor=world.ines(), thing=world.draft())
