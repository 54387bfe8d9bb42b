"""The API answers as its schema says, whatever the schema allows to be asked."""

import pytest

from bench.asked_by_schema import ask_all
from content.models import Person
from tests import world


@pytest.mark.django_db
def test_nothing_that_the_schema_allows_is_answered_otherwise():
    world.ines()
    ines = Person.objects.get(slug="ines-okafor")
    world.posts(3, topics=[world.topic()], authors=[ines])
    world.series("Marks", world.post("Let it stand"))
    world.page("Colophon", parent=world.page("About"))
    assert ask_all(examples=4) == 12
