"""The verbs for topics."""

import pytest
from django.core.exceptions import ValidationError

from content import filing
from content.actors import SITE
from content.models import LogEntry, Topic
from content.topics import add_topic, describe_topic, remove_topic
from tests import world

pytestmark = pytest.mark.django_db


def test_a_topic_is_added_once():
    made = add_topic(actor=SITE, name="  Ink and  paper ")
    assert (made.name, made.slug) == ("Ink and paper", "ink-and-paper")
    with pytest.raises(ValidationError, match="already"):
        add_topic(actor=SITE, name="ink and paper")


def test_a_topic_that_is_called_otherwise_is_found_by_its_old_name():
    topic = describe_topic(
        actor=SITE, topic=world.topic("Queries"), name="Questions", description="On asking"
    )
    assert topic.former_names == ["Queries"]
    assert filing.topic("Queries") == topic
    assert LogEntry.objects.get().changes["name"] == ["Queries", "Questions"]


def test_a_topic_that_takes_its_old_name_back_has_it_once():
    topic = world.topic("Queries")
    for name in ("Questions", "Queries"):
        topic = describe_topic(actor=SITE, topic=topic, name=name, description="")
    assert (topic.name, topic.former_names) == ("Queries", ["Questions"])


def test_two_topics_are_not_called_the_same():
    world.topic("Proofs")
    with pytest.raises(ValidationError, match="Proofs"):
        describe_topic(actor=SITE, topic=world.topic("Queries"), name="proofs", description="")


@pytest.mark.parametrize("name", ["", "…", "  "])
def test_a_topic_has_a_name_that_can_be_an_address(name):
    with pytest.raises(ValidationError):
        add_topic(actor=SITE, name=name)


def test_only_an_empty_topic_goes():
    queries = world.topic("Queries")
    world.draft(kind="page", topics=[queries])
    with pytest.raises(ValidationError, match="Merge"):
        remove_topic(actor=SITE, topic=queries)
    remove_topic(actor=SITE, topic=world.topic("Proofs"))
    assert list(Topic.objects.all()) == [queries]
