"""Site health: each thing that is wrong is named, with where it is mended."""

import pytest
from django.urls import reverse
from django.utils import timezone

from content import outside, publishing
from content.actors import SITE
from content.models import OutsideLink, Redirect
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(client, read):
    """What the page names: for each ailment the names and the words."""

    def look():
        client.force_login(world.ines())
        page = read(reverse("studio:health"))
        return {
            section.h2.get_text(): [
                (row.th.a["href"], row.td.get_text(" ", strip=True)) for row in section.select("tbody tr")
            ]
            for section in page.select("main section")
        }

    return look


def edit(thing):
    return reverse("studio:edit", args=[thing.kind, thing.pk])


def test_where_nothing_is_wrong_it_says_so(client, read):
    world.post(summary="A mark.")
    client.force_login(world.ines())
    assert read(reverse("studio:health")).select_one("main .empty h2").get_text() == "Nothing is wrong"


def test_links_within_the_site_that_lead_nowhere(found):
    gone = world.post("Gone", summary="S")
    by_number = world.post("By number", summary="S", body=f"[There](post:{gone.pk})")
    by_path = world.post("By path", summary="S", body="[There](/nothing-here/), [the posts](/blog/)")
    publishing.withdraw(actor=SITE, thing=gone)
    assert found()["Links that lead nowhere"] == [
        (edit(by_number), f"leads to post:{gone.pk}, which readers cannot see."),
        (edit(by_path), "leads to /nothing-here/, where nothing stands."),
    ]


def test_links_to_other_sites_that_are_dead(found):
    url = "https://a.example/"
    post = world.post(summary="S", body=f"[A]({url})")
    outside.note_wanted([url], timezone.now())
    OutsideLink.objects.update(status=404, says="It answered 404.", failures=1)
    [(at, seen)] = found()["Links to other sites that are dead"]
    assert (at, seen) == (edit(post), f"leads to {url}: It answered 404. A copy in the archive")


def test_redirects_in_chains_and_to_nothing(found):
    made = {"made_at": world.A_MONDAY}
    first = Redirect.objects.create(path="/a", target="/b/", **made)
    last = Redirect.objects.create(path="/b", target="/nothing-here/", **made)
    Redirect.objects.create(path="/c", target="/blog/", **made)
    said = found()
    assert [at for at, _ in said["Redirects that lead to another"]] == [
        reverse("studio:redirect", args=[first.pk])
    ]
    assert [at for at, _ in said["Redirects to where nothing stands"]] == [
        reverse("studio:redirect", args=[last.pk])
    ]


def test_pages_that_nothing_leads_to(found):
    world.site()
    above, linked, alone = (
        world.page("Above", summary="S"),
        world.page("Linked", summary="S"),
        world.page("Alone", summary="S"),
    )
    world.page("Below", parent=above, summary="S")
    world.post(summary="S", body=f"[It](page:{linked.pk}), [above](/above/)")
    assert [at for at, _ in found()["Pages that nothing leads to"]] == [edit(alone)]


def test_same_titles_and_missing_summaries(found):
    one, other = world.post("Stet", summary="S"), world.post("STET", slug="stet-2", summary="S")
    bare = world.post("Bare")
    said = found()
    assert [at for at, _ in said["Texts with the same title"]] == [edit(one), edit(other)]
    assert [at for at, _ in said["Texts without a summary"]] == [edit(bare)]
