"""From one post to the next: what goes with it, topics that come together, and what may be fetched ahead."""

import json

import pytest

from blog import intersections
from content import publishing
from content.actors import SITE
from tests import world
from tests.http.conftest import titles

pytestmark = pytest.mark.django_db


def under(*names):
    return [world.topic(name) for name in names]


def read_on(page):
    return [link.get_text() for link in page.select("[aria-labelledby=read-on] a")]


def test_a_post_leads_to_its_neighbours_and_to_what_goes_with_it(read):
    far = world.post("Far", topics=under("Queries"))
    world.posts(4)
    here = world.post("Here", at=world.A_MONDAY.replace(month=9), topics=under("Queries"))
    assert read_on(read(here.get_absolute_url())) == ["Letter 4", "Far"]
    publishing.withdraw(actor=SITE, thing=far)
    assert read_on(read(here.get_absolute_url())) == ["Letter 4"]


def test_neither_a_neighbour_nor_a_part_of_its_series_is_named_twice(read):
    posts = world.posts(4, topics=under("Queries"))
    world.series("Marks", posts[0], posts[3])
    assert read_on(read(posts[3].get_absolute_url())) == ["Letter 3", "Letter 2"]


def test_six_queries_for_a_post_with_all_of_it(client, django_assert_max_num_queries):
    world.site(), world.posts(5, topics=under("Queries", "Proofs"))
    with django_assert_max_num_queries(6):
        assert client.get("/blog/letter-3/").status_code == 200


def test_a_post_says_where_it_stands(read):
    world.post("Let it stand")
    crumbs = read("/blog/let-it-stand/").select(".crumbs a")
    assert [(link.get_text(), link["href"]) for link in crumbs] == [
        ("All posts", "/blog/"),
        ("2026", "/blog/2026/"),
        ("March", "/blog/2026/03/"),
    ]


def test_a_topic_leads_to_those_that_come_with_it(read):
    world.post("One", topics=under("Queries", "Proofs", "Marks"))
    world.post("Two", topics=under("Queries", "Proofs"))
    page = read("/topics/queries/")
    assert [link["href"] for link in page.select("[aria-labelledby=near] a")] == [
        "/topics/proofs/",
        "/topics/proofs+queries/",
    ]


@pytest.fixture
def crossing(monkeypatch):
    """Five posts under two topics, shown by two."""
    monkeypatch.setattr(intersections, "NUMBER", 2)
    world.posts(5, topics=under("Queries", "Proofs"))
    world.post("Elsewhere", topics=under("Queries"))


def test_an_intersection_has_what_is_under_both_and_leads_on_to_the_end(read, crossing):
    found, address = [], "/topics/proofs+queries/"
    while address:
        page = read(address)
        found.append(titles(page))
        older = page.select_one(".older a")
        address = older and older["href"]
    assert found == [["Letter 5", "Letter 4"], ["Letter 3", "Letter 2"], ["Letter 1"]]


def test_a_part_of_an_intersection_is_the_block_of_its_page(client, read, crossing):
    link = read("/topics/proofs+queries/").select_one(".older a")
    assert link["data-hx-get"] == link["href"] + "&part=posts"
    part = client.get(link["data-hx-get"]).content
    assert b"Letter 3" in part
    assert part in client.get(link["href"]).content


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/topics/queries+proofs/", "/topics/proofs+queries/"),
        ("/topics/queries+queries/", "/topics/queries/"),
        ("/topics/queries%2Bproofs/", "/topics/proofs+queries/"),
    ],
)
def test_topics_stand_in_one_order(client, crossing, asked, leads_to):
    answer = client.get(asked)
    assert (answer.status_code, answer["Location"]) == (301, leads_to)


@pytest.mark.parametrize(
    "address",
    [
        "/topics/proofs+unheard/",
        "/topics/marks+queries/",
        "/topics/a+b+c+d/",
        "/topics/proofs+queries/?before=999999",
        "/topics/proofs+queries/?before=x",
    ],
)
def test_an_intersection_with_nothing_in_it_is_missing(read, crossing, address):
    world.topic("Marks")
    read(address, 404)


def test_an_intersection_of_one_post_is_not_to_be_found(read):
    world.post("One", topics=under("Queries", "Proofs"))
    assert read("/topics/proofs+queries/").select_one("[name=robots]")["content"] == "noindex"
    world.post("Two", topics=under("Queries", "Proofs"))
    assert read("/topics/proofs+queries/").select_one("[name=robots]") is None


def test_an_intersection_of_three(read):
    (
        world.post("All", topics=under("Queries", "Proofs", "Marks")),
        world.post("Two", topics=under("Queries", "Proofs")),
    )
    page = read("/topics/marks+proofs+queries/")
    assert titles(page) == ["All"]
    assert page.h1.get_text() == "Marks, Proofs and Queries"


@pytest.mark.parametrize("address", ["/topics/proofs+queries/", "/topics/queries/"])
def test_queries_stay_six_at_most(client, crossing, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        assert client.get(address).status_code == 200


def test_a_page_says_what_may_be_fetched_ahead(client):
    world.post("Let it stand")
    rules = client.get(json.loads(client.get("/blog/let-it-stand/")["Speculation-Rules"]))
    assert rules["Content-Type"] == "application/speculationrules+json"
    assert [rule["eagerness"] for rule in rules.json()["prefetch"]] == ["moderate", "conservative"]
    assert "Speculation-Rules" not in client.get("/feed.atom")
