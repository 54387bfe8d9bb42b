"""Texts that say the same in several languages, on their pages, for search engines and in the studio."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content import publishing, translating
from content.actors import SITE
from content.models import LogEntry, Translation
from tests import world
from tests.unit.config.made import changed_and_purged

pytestmark = pytest.mark.django_db


@pytest.fixture
def stet():
    """A post in three languages."""
    world.site()
    german, persian = world.post("Steht", language="de"), world.post("بماند", slug="bemanad", language="fa")
    return world.translated(world.post("Stet"), german, persian)


def soup(client, path):
    return BeautifulSoup(client.get(path).content, "html.parser")


def hreflangs(client, path):
    found = soup(client, path).find_all("link", hreflang=True)
    return {link["hreflang"]: link["href"].removeprefix("http://testserver") for link in found}


XHTML = "{http://www.w3.org/1999/xhtml}"
ALL = {"en": "/blog/stet/", "de": "/blog/steht/", "fa": "/blog/bemanad/", "x-default": "/blog/stet/"}


@pytest.mark.usefixtures("stet")
def test_a_page_leads_to_its_translations_in_their_own_words_and_direction(client):
    links = soup(client, "/blog/steht/").select(".tongues a")
    assert [(a["href"], a["hreflang"], a["lang"], a["dir"], a.text) for a in links] == [
        ("/blog/stet/", "en", "en", "ltr", "English"),
        ("/blog/bemanad/", "fa", "fa", "rtl", "فارسی"),
    ]


@pytest.mark.usefixtures("stet")
def test_search_engines_are_told_the_same_on_every_page_and_in_the_sitemap(client, numbers_from_one):
    told = [hreflangs(client, path) for path in ("/blog/stet/", "/blog/steht/", "/blog/bemanad/")]
    assert [{lang: url[url.index("/blog") :] for lang, url in each.items()} for each in told] == [ALL] * 3
    entries = ElementTree.fromstring(client.get("/sitemaps/posts-1.xml").content)
    for entry in entries:
        links = {link.get("hreflang"): link.get("href") for link in entry.iter(f"{XHTML}link")}
        assert {lang: url[url.index("/blog") :] for lang, url in links.items()} == ALL


@pytest.mark.usefixtures("stet")
def test_the_graph_names_the_translations(client):
    said = json.loads(soup(client, "/blog/stet/").find("script", type="application/ld+json").string)
    article = next(node for node in said["@graph"] if node["@type"] == "BlogPosting")
    assert [each["inLanguage"] for each in article["workTranslation"]] == ["de", "fa"]


def test_whoever_reads_no_language_of_them_is_led_to_the_sites(client, stet):
    world.site(language="de")
    assert hreflangs(client, "/blog/stet/")["x-default"].endswith("/blog/steht/")


def test_what_is_not_live_or_hidden_from_search_engines_is_not_told_of(client, stet):
    german, persian = translating.linked(stet)
    publishing.withdraw(actor=SITE, thing=german)
    world.edit(persian, noindex=True)
    assert hreflangs(client, "/blog/stet/") == hreflangs(client, "/blog/bemanad/") == {}
    assert [a["hreflang"] for a in soup(client, "/blog/stet/").select(".tongues a")] == ["fa"]


def test_pages_of_the_tree_have_translations_too_and_one_may_be_the_home_page(client):
    about = world.translated(world.page("About"), world.page("Über uns", slug="uber-uns", language="de"))
    world.site(home=f"page:{about.pk}")
    assert [a["href"] for a in soup(client, "/uber-uns/").select(".tongues a")] == ["/"]
    assert hreflangs(client, "/")["de"].endswith("/uber-uns/")


def test_translations_cost_no_query(stet, queries_of):
    translating.unlink(actor=SITE, thing=stet)
    alone = queries_of("/blog/stet/")
    translating.link(actor=SITE, thing=stet, other=world.post("Dejad", language="es"))
    assert queries_of("/blog/stet/") == alone


@pytest.fixture
def queries_of(client):
    def count(path):
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        return len(asked)

    return count


PAGES = [
    "/blog/stet/",
    "/blog/steht/",
    "/blog/bemanad/",
    "/blog/other/",
    "/blog/",
    "/feed.atom",
    "/",
    "/about/",
]
GROUP = {"/blog/stet/", "/blog/steht/", "/blog/bemanad/"}


def test_linking_and_unlinking_purge_the_pages_of_the_group_alone(stet):
    other, _ = world.post("Other", language="es"), world.page("About")
    everyone = GROUP | {"/blog/other/"}
    linked = changed_and_purged(PAGES, lambda: translating.link(actor=SITE, thing=stet, other=other))
    assert linked == (everyone, everyone)
    assert changed_and_purged(PAGES, lambda: translating.unlink(actor=SITE, thing=other)) == (
        everyone,
        everyone,
    )


def test_another_address_or_date_of_one_purges_the_pages_of_the_others(stet):
    german, persian = translating.linked(stet)
    rename = lambda: publishing.rename(actor=SITE, thing=german, slug="es-steht")  # noqa: E731 - said once
    changed, purged = changed_and_purged(["/blog/stet/", "/blog/bemanad/", "/about/"], rename)
    assert changed == purged == {"/blog/stet/", "/blog/bemanad/"}
    later = timezone.now() + timedelta(days=1)
    goes = lambda: publishing.withdraw(actor=SITE, thing=persian, at=later)  # noqa: E731 - said once
    assert changed_and_purged(["/blog/stet/"], goes)[1] == {"/blog/stet/"}


def test_one_deleted_past_every_verb_purges_the_pages_of_the_others():
    last, *_between, first = reversed(world.posts(9))
    world.translated(last, world.edit(first, language="de"))
    changed, purged = changed_and_purged(["/blog/letter-9/", "/blog/letter-5/"], first.delete)
    assert changed == purged == {"/blog/letter-9/"}


def test_a_body_of_one_leaves_the_others_alone(stet):
    german, _ = translating.linked(stet)
    edit = lambda: world.edit(german, body="Andere Worte.")  # noqa: E731 - said once
    assert changed_and_purged(["/blog/stet/", "/blog/bemanad/"], edit) == (set(), set())


def test_groups_that_are_linked_become_one_and_the_last_two_part_together(stet):
    spanish, french = world.post("Vale", language="es"), world.post("Bon", language="fr")
    world.translated(spanish, french)
    translating.link(actor=SITE, thing=french, other=stet)
    assert len(translating.linked(spanish)) == 4
    for each in (spanish, french, stet, *translating.linked(stet)[:1]):
        translating.unlink(actor=SITE, thing=each)
    assert not Translation.objects.exists()


def test_two_texts_in_one_language_are_no_translations(stet):
    with pytest.raises(ValidationError, match="both in the language"):
        translating.link(actor=SITE, thing=stet, other=world.post("Again", language="de"))
    with pytest.raises(ValidationError, match="of its kind"):
        translating.link(actor=SITE, thing=stet, other=world.page(language="es"))


def test_whoever_links_has_to_have_the_right_to_each_of_them(stet):
    tomas = world.tomas()
    own = world.post("Vale", language="es", authors=[tomas.person])
    with pytest.raises(PermissionDenied):
        translating.link(actor=tomas, thing=own, other=stet)
    assert not translating.linked(own)


def test_what_is_discarded_leaves_its_group(stet):
    german, _ = translating.linked(stet)
    publishing.discard(actor=SITE, thing=publishing.trash(actor=SITE, thing=german))
    assert [each.language for each in translating.linked(stet)] == ["fa"]


def test_an_editor_finds_a_text_by_its_title_links_it_and_takes_it_out(client, stet):
    client.force_login(world.ines())
    here = reverse("studio:translations", args=["post", stet.pk])
    spanish = world.draft("Que quede", language="es")
    assert "Que quede" in client.get(here, {"q": "quede"}).content.decode()
    done = client.post(here, {"other": spanish.pk, "do": "link"}, follow=True)
    assert "“Que quede” is linked." in done.content.decode()
    assert LogEntry.objects.get(verb="translate", thing_id=stet.pk, actor_id__isnull=False).changes
    client.post(here, {"other": spanish.pk, "do": "unlink"})
    assert translating.linked(spanish) == []


def test_the_studio_says_why_a_text_cannot_be_linked(client, stet):
    client.force_login(world.ines())
    again = world.post("Again", language="de")
    refused = client.post(reverse("studio:translations", args=["post", stet.pk]), {"other": again.pk})
    assert (refused.status_code, "both in the language" in refused.content.decode()) == (422, True)
