"""The tree of pages: put in order by buttons, and by where something is dropped."""

import pytest
from django.test import Client

from content.actors import SITE
from content.publishing import trash
from content.reviewing import submit
from pages.models import Page
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """The browser of Ines."""
    client.force_login(world.ines())
    return client


@pytest.fixture
def guide():
    """One, Two with Inner below it, Three."""
    one, two, three = (world.page(title) for title in ("One", "Two", "Three"))
    for position, page in enumerate((one, two, three)):
        Page.objects.filter(pk=page.pk).update(position=position)
    world.page("Inner", parent=Page.objects.get(pk=two.pk))
    return {page.title: page for page in Page.objects.all()}


def order():
    """The addresses as the tree shows them."""
    client = Client()
    client.force_login(world.ines())
    text = client.get("/studio/pages/").text
    paths = Page.objects.values_list("path", flat=True)
    return sorted(
        (path for path in paths if f"/{path}/</span>" in text),
        key=lambda path: text.index(f"/{path}/</span>"),
    )


def step(desk, page, way):
    return desk.post("/studio/pages/move/", {"to": f"{page.pk} {way}"}, follow=True)


def test_pages_stand_below_each_other_in_their_order(guide):
    assert order() == ["one", "two", "two/inner", "three"]


def test_a_page_goes_up_and_down_among_its_siblings(desk, guide):
    step(desk, guide["Three"], "up")
    assert order() == ["one", "three", "two", "two/inner"]
    step(desk, guide["One"], "down")
    assert order() == ["three", "one", "two", "two/inner"]


def test_a_page_goes_below_the_one_above_with_all_below_it_and_the_old_addresses_lead_there(desk, guide):
    answer = step(desk, guide["Two"], "in")
    assert order() == ["one", "one/two", "one/two/inner", "three"]
    assert "stands at /one/two/ now, and so does one page below it" in answer.text
    assert Client().get("/two/inner/")["Location"].endswith("/one/two/inner/")


def test_a_page_goes_out_beside_its_parent(desk, guide):
    step(desk, guide["Inner"], "out")
    assert order() == ["one", "two", "inner", "three"]


@pytest.mark.parametrize(("title", "way"), [("One", "up"), ("Three", "down"), ("One", "in"), ("One", "out")])
def test_where_there_is_no_way_the_tree_says_so_and_stays(desk, guide, title, way):
    assert "cannot go that way any more" in step(desk, guide[title], way).text
    assert order() == ["one", "two", "two/inner", "three"]


def test_a_page_is_dropped_before_another_and_last_below_another(desk, guide):
    sent = {"page": guide["Three"].pk, "below": "", "before": guide["Two"].pk}
    desk.post("/studio/pages/move/", sent)
    assert order() == ["one", "three", "two", "two/inner"]
    desk.post("/studio/pages/move/", {"page": guide["One"].pk, "below": guide["Two"].pk, "before": ""})
    assert order() == ["three", "two", "two/inner", "two/one"]


def test_a_page_is_never_dropped_below_itself(desk, guide):
    sent = {"page": guide["Two"].pk, "below": guide["Inner"].pk, "before": ""}
    answer = desk.post("/studio/pages/move/", sent, follow=True)
    assert "cannot become its parent" in answer.text
    assert order() == ["one", "two", "two/inner", "three"]


def test_a_place_that_is_gone_is_said_in_words(desk, guide):
    for sent in ({"below": "999"}, {"before": "999"}, {"before": str(guide["Inner"].pk)}):
        answer = desk.post("/studio/pages/move/", {"page": guide["One"].pk} | sent, follow=True)
        assert "the tree has changed" in answer.text


@pytest.mark.parametrize("sent", [{}, {"to": "x up"}, {"page": "999"}])
def test_a_page_that_is_not_there_is_not_moved(desk, sent):
    assert desk.post("/studio/pages/move/", sent).status_code == 404


def test_the_trash_shows_only_above_what_is_not_in_it(desk, guide):
    trash(actor=SITE, thing=guide["One"])
    trash(actor=SITE, thing=guide["Two"])
    assert order() == ["two", "two/inner", "three"]
    step(desk, guide["Three"], "up")
    assert order() == ["three", "two", "two/inner"]


def test_whoever_may_move_nothing_sees_the_tree_and_no_buttons(client, guide):
    client.force_login(world.tomas())
    assert 'popovertarget="move-' not in client.get("/studio/pages/").text
    assert client.post("/studio/pages/move/", {"to": f"{guide['Two'].pk} up"}).status_code == 403


def test_the_tree_says_what_waits_for_review(desk, guide):
    submit(actor=SITE, thing=guide["Two"])
    assert desk.get("/studio/pages/").text.count("changes for review") == 1


def test_the_tree_asks_as_much_for_many_pages_as_for_few(desk, guide, django_assert_max_num_queries):
    for number in range(12):
        world.page(f"More {number}", parent=guide["One"])
    with django_assert_max_num_queries(11):
        desk.get("/studio/pages/")
