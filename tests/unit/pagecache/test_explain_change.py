"""``manage.py explain_change``: what a write would purge."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from content.models import Topic
from tests import world


def explain(row: str) -> str:
    out = StringIO()
    call_command("explain_change", row, stdout=out)
    return out.getvalue()


def test_it_names_tags_and_pages(kept: Client) -> None:
    topic = world.topic("Queries")
    assert kept.get("/topics/queries/").status_code == 200
    told = explain(f"content.topic:{topic.pk}")
    assert f"topic:{topic.pk}#full" in told
    assert "        /topics/queries/" in told


@pytest.mark.usefixtures("db")
def test_it_works_without_a_store() -> None:
    post = world.post(topics=[world.topic()])
    told = explain(f"blog.post:{post.pk}")
    assert f"    post:{post.pk}#full" in told
    assert "if it went: 0 kept pages" in told


@pytest.mark.usefixtures("db")
def test_what_stands_on_every_page() -> None:
    assert "every page" in explain("content.sitesettings:1")


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    "row", ["content.topic:77", "content.topic:x", "content.revision:1", "topic", "a.b:1"]
)
def test_rows_that_it_does_not_know(row: str) -> None:
    assert not Topic.objects.exists()
    with pytest.raises(CommandError):
        explain(row)
