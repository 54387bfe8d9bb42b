"""The migrations that fill tables from what is there, on what older days have left."""

from importlib import import_module

import pytest
from django.apps import apps

from content.models import Newest, Revision, Use
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def old():
    """A draft whose revision lacks what those of today have."""
    draft = world.draft("Old")
    Revision.objects.filter(thing_id=draft.pk).update(fields={"title": "Old"})
    return draft


def test_lists_are_filled_from_revisions_that_lack_fields(old):
    Newest.objects.all().delete()
    import_module("content.migrations.0003_newest").fill(apps, None)
    assert Newest.objects.get(thing_id=old.pk).title == "Old"


def test_uses_of_pictures_are_noted_over_revisions_that_lack_fields(old):
    picture = world.picture()
    type(old).objects.filter(pk=old.pk).update(body=f"![](picture:{picture.pk})")
    import_module("content.migrations.0004_uses_of_pictures").note_uses(apps, None)
    use = Use.objects.get(thing_id=old.pk, picture=picture)
    assert (use.in_row, use.in_draft) == (True, False)
