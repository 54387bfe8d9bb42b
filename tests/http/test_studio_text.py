"""What stands around the text field."""

import pytest
from bs4 import BeautifulSoup
from pygments.lexers import find_lexer_class_by_name

from content.markdown import render
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def tools(client):
    """The toolbar with its menus."""
    client.force_login(world.ines())
    return BeautifulSoup(client.get("/studio/post/new/").content, "html.parser").select_one(".tools")


def test_every_language_on_offer_is_one_that_is_coloured(tools):
    offered = [button["data-with"] for button in tools.select("[data-does=fence][data-with]")]
    assert len(offered) > 20
    assert all(find_lexer_class_by_name(name) for name in offered)


def test_every_alert_on_offer_is_one_that_is_known(tools):
    offered = [button["data-with"] for button in tools.select("[data-does=alert]")]
    assert offered
    assert all('<aside class="alert"' in render(f"> [!{kind}]\n> Words.").html for kind in offered)


def test_only_the_editor_loads_codemirror(client):
    client.force_login(world.ines())
    has = {path: b"codemirror" in client.get(path).content for path in ("/studio/", "/studio/page/new/")}
    assert has == {"/studio/": False, "/studio/page/new/": True}


HUGE = "9" * 5000


@pytest.mark.parametrize("body", [f"![x](picture:{HUGE})", f"[x](post:{HUGE})", f"[x](post:{'9' * 20})"])
def test_a_number_that_no_row_has_can_be_saved_and_previewed(client, body):
    client.force_login(world.ines())
    form = {"title": "Numbers", "body": body, "language": "en", "key": "k", "lead_picture": HUGE}
    assert client.post("/studio/post/0/preview/", form).status_code == 200
    assert client.post("/studio/post/new/", form | {"lead_picture": ""}).status_code == 303
