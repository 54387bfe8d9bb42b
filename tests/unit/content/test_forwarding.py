"""The verbs for old addresses: none leads round and round, none leads by way of another."""

import pytest
from django.core.exceptions import ValidationError

from content.actors import SITE
from content.forwarding import Forward, forward, forward_all, unforward
from content.models import LogEntry, Redirect
from tests import world

pytestmark = pytest.mark.django_db


def lead(path, target="", status=301):
    return forward(actor=SITE, to=Forward(path, target, status))


def targets():
    return dict(Redirect.objects.values_list("path", "target"))


def test_an_old_address_leads_on():
    lead("/2019/old/", "/blog/new/#part")
    assert targets() == {"/2019/old": "/blog/new/#part"}
    assert LogEntry.objects.get().changes == {"target": ["", "/blog/new/#part"], "status": [None, 301]}


def test_what_leads_to_an_address_that_leads_on_goes_straight_to_the_end():
    lead("/b/", "/c/")
    lead("/a/", "/b/")
    lead("/c/", "/d/")
    assert targets() == {"/a": "/d/", "/b": "/d/", "/c": "/d/"}


@pytest.mark.parametrize("before", [[], [("/b/", "/a/")]])
def test_nothing_leads_round_and_round(before):
    for path, target in before:
        lead(path, target)
    with pytest.raises(ValidationError, match="round"):
        lead("/a/", "/b/" if before else "/a")


def test_nothing_leads_to_what_is_gone():
    lead("/gone/", status=410)
    with pytest.raises(ValidationError, match="gone"):
        lead("/a/", "/gone/")


@pytest.mark.parametrize("target", ["", "nowhere", "//evil.example/", "javascript:alert(1)", "/a\\b", "/a b"])
def test_what_is_no_address_is_no_target(target):
    with pytest.raises(ValidationError):
        lead("/a/", target)


@pytest.mark.parametrize("path", ["", "/", "old", "//evil.example", "/a?b=c", "/a b", "/" + "x" * 600])
def test_what_is_no_path_leads_nowhere(path):
    with pytest.raises(ValidationError):
        lead(path, "/blog/")


def test_many_come_together_or_not_at_all():
    rows = [Forward("/a/", "/blog/"), Forward("/b/", "/a/"), Forward("/c/", "/c/")]
    with pytest.raises(ValidationError, match="Row 3"):
        forward_all(actor=SITE, rows=rows)
    assert targets() == {}
    assert forward_all(actor=SITE, rows=rows[:2]) == 2
    assert targets() == {"/a": "/blog/", "/b": "/blog/"}


def test_a_redirect_is_taken_away():
    unforward(actor=SITE, redirect=world.redirect())
    assert targets() == {}
    assert LogEntry.objects.get().verb == "remove"
