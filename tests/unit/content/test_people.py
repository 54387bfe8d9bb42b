"""What the verbs about accounts refuse, whoever asks."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from content import people
from tests import world

pytestmark = pytest.mark.django_db


def test_the_last_admin_stays_one():
    noor, root = world.noor(), world.root()
    User.objects.filter(pk=root.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="has to be admin"):
        people.give_role(actor=root, user=noor, role="editor")
    noor.refresh_from_db()
    assert noor.role == "admin"


@pytest.mark.parametrize("who", [world.priya, world.tomas])
def test_whoever_only_writes_invites_nobody(who):
    with pytest.raises(PermissionDenied):
        people.invite(actor=who(), name="X", email="x@example.org", role="contributor")


def test_an_editor_changes_nobodys_role():
    with pytest.raises(PermissionDenied):
        people.give_role(actor=world.ines(), user=world.priya(), role="author")
