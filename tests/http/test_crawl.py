"""The crawler finds nothing on a site that is well, and names what was planted in it."""

import pytest

from blog.models import Post
from content.models import Person
from operations.crawling import Answer, Walk
from tests import planted, world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("numbers_from_one")]
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def site():
    """A small site that is well."""
    world.site(description="Notes on editing.")
    world.ines()
    world.post("Let it stand", summary="On dots.", topics=[world.topic()], authors=[Person.objects.get()])
    world.page("Colophon", summary="Of what it is made.", parent=world.page("About", summary="Who we are."))
    world.post("Ways", summary="There are two.", body="To [the colophon](/about/colophon/).")


@pytest.fixture
def walk(client):
    """Walks the site, with these defects planted in its answers; what it found, each by where and what."""

    def found(*plants):
        def ask(path, method="GET", headers=None):
            answer = client.generic(method, path, headers=headers or {}, REQUEST_URI=path)
            said = {name.lower(): value for name, value in answer.items()}
            return Answer(answer.status_code, said, answer.content)

        walked = Walk(planted.planted(ask, plants), SITE).run()
        return {(defect.address.removeprefix(SITE), defect.name) for defect in walked}

    return found


def test_nothing_is_wrong_with_a_site_that_is_well(site, walk):
    assert walk() == set()


def test_what_was_planted_is_named(site, walk):
    posts = [world.post(f"Post {n}", summary=f"The {n}th.") for n in range(planted.NEEDED)]
    paths = [post.get_absolute_url() for post in posts]
    plants = planted.plants(SITE, paths, "Ways · Stet")
    assert len(plants) >= 25
    assert {plant.found_as for plant in plants} <= walk(*plants)


def test_a_chain_is_named(site, walk):
    world.redirect("/was", "/is/"), world.redirect("/is", "/blog/ways/")
    world.post("Late", summary="Too late.", body="To [it](/was/).")
    assert ("/was/", "chain") in walk()


def test_a_link_to_an_old_address_is_named(site, walk):
    world.redirect("/was", "/blog/ways/"), world.post("Late", summary="Too late.", body="To [it](/was/).")
    assert walk() == {("/blog/late/", "redirect")}


def test_an_orphan_is_named(site, walk):
    Post.objects.filter(slug="ways").update(body_html="")
    assert ("/about/colophon/", "orphan") not in walk()  # the page above it leads there
    world.page("Alone", summary="By itself.")
    assert walk() == {("/alone/", "orphan")}
