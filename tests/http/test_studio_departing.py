"""Before readers lose a text, the studio says what leads to it, and asks what becomes of its address."""

import pytest
from django.urls import reverse

from content.models import Redirect
from tests import world

pytestmark = pytest.mark.django_db
WAYS = [("withdraw", {"when": "now"}), ("trash", {})]


@pytest.fixture
def editor(client):
    client.force_login(world.ines())
    return client


def at(way, post):
    return reverse(f"studio:{way}", args=["post", post.pk])


@pytest.mark.parametrize(("way", "said"), WAYS)
def test_it_names_what_leads_there(editor, read, way, said):
    post = world.post("Let it stand")
    world.post("By number", body=f"[It](post:{post.pk})")
    world.post("By path", body="[It](/blog/let-it-stand/)")
    world.post("Elsewhere", body="[Posts](/blog/)")
    names = [a.get_text() for a in read(at(way, post)).select("section[aria-labelledby=leading] a")]
    assert sorted(names) == ["By number", "By path"]


@pytest.mark.parametrize(("way", "said"), WAYS)
def test_its_address_leads_on_is_gone_or_is_left(editor, way, said):
    for then, status in (("lead", 301), ("gone", 410), ("keep", 410 if way == "trash" else 404)):
        post = world.post(f"To {then}")
        editor.post(at(way, post), said | {"then": then, "target": "/blog/" if then == "lead" else ""})
        assert editor.get(f"/blog/to-{then}/").status_code == status


@pytest.mark.parametrize(("way", "said"), WAYS)
@pytest.mark.parametrize("target", ["", "/blog/let-it-stand/", "nowhere"])
def test_a_target_that_cannot_be_is_said_and_nothing_is_lost(editor, way, said, target):
    post = world.post("Let it stand")
    answer = editor.post(at(way, post), said | {"then": "lead", "target": target})
    assert answer.status_code == 422
    assert editor.get("/blog/let-it-stand/").status_code == 200


@pytest.mark.parametrize(("way", "said"), WAYS)
def test_who_may_not_arrange_is_not_asked(client, read, way, said):
    tomas = world.tomas()
    post = world.post("Let it stand", authors=[tomas.person])
    client.force_login(tomas)
    assert read(at(way, post)).select("input[name=then]") == []
    client.post(at(way, post), said | {"then": "lead", "target": "/blog/"})
    assert not Redirect.objects.exists()
