"""``manage.py demo`` on a site that has nothing, or something."""

from io import StringIO

import pytest
from django.core.management import call_command

from content.models import SiteSettings
from tests import world

pytestmark = pytest.mark.django_db


def test_a_site_that_has_a_name_keeps_it_and_gets_the_texts() -> None:
    world.site(name="Margins")
    out = StringIO()
    call_command("demo", stdout=out)
    assert out.getvalue() == "Demo: 19 texts are laid out.\n"
    assert SiteSettings.objects.get().name == "Margins"
