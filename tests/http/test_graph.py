"""What pages say of themselves in JSON-LD: one graph, and nothing that they do not show."""

import json
import re

import pytest

from content.models import Person
from tests import world

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def graph(page):
    """The nodes of a page by their type."""
    (script,) = page.select("script[type='application/ld+json']")
    said = json.loads(script.string)
    assert said["@context"] == "https://schema.org"
    return {node["@type"]: node for node in said["@graph"]}


def test_a_post_says_who_wrote_it_when_and_about_what(read):
    world.ines()
    world.site(name="Stet", licence="CC BY 4.0", licence_url="https://creativecommons.org/licenses/by/4.0/")
    author = Person.objects.get()
    post = world.post("Let it stand", summary="On dots.", topics=[world.topic()], authors=[author])
    nodes = graph(read("/blog/let-it-stand/"))
    said = nodes["BlogPosting"]
    assert said["headline"] == "Let it stand"
    assert [who["name"] for who in said["author"]] == ["Ines Okafor"]
    assert said["author"][0]["url"] == f"{SITE}/authors/ines-okafor/"
    assert said["datePublished"] == "2026-03-02T09:00:00+00:00"
    assert said["dateModified"] == post.content_changed_at.isoformat(timespec="seconds")
    assert (said["keywords"], said["description"]) == (["Queries"], "On dots.")
    assert said["isPartOf"]["@id"] == nodes["WebSite"]["@id"]
    assert said["publisher"]["@id"] == nodes["Organization"]["@id"]


# What says how the rest is to be read, and the format's own words.
OF_FORMAT = {"@type", "@id", "@context", "mainEntityOfPage", "urlTemplate", "query-input", "item"}


def facts_of(node):
    """Each property and value of a node that says something of the page."""
    for name, value in node.items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                yield from facts_of(each)
            elif name not in OF_FORMAT:
                yield name, str(each)


def shown_by(page):
    """All that a reader of a page can come by: its words, what its links and pictures are, its languages."""
    for out in page.select("head, script, template"):
        out.extract()
    attributes = " ".join(str(value) for tag in page.find_all(True) for value in tag.attrs.values())
    return f"{SITE}/ {page.html['lang']} {page.get_text(' ')} {attributes}"


@pytest.mark.parametrize("lead", [True, False])
def test_nothing_is_said_that_the_page_does_not_show(read, lead):
    world.ines()
    world.site(name="Stet", description="On marks.", licence="CC BY", licence_url="https://example.org/by/")
    Person.objects.update(bio="Edits.", links=[{"title": "Home", "url": "https://ines.example.org/"}])
    picture = {"lead_picture": world.picture(alt="A caret").pk} if lead else {}
    signed = {"authors": [Person.objects.get()], "topics": [world.topic()]}
    world.series("Marks", world.post("Let it stand", summary="On dots.", **signed, **picture))
    world.page("Colophon", parent=world.page("About"))
    for address in (
        *("/", "/blog/", "/blog/let-it-stand/", "/topics/", "/topics/queries/", "/series/marks/"),
        *("/authors/ines-okafor/", "/blog/2026/", "/about/colophon/"),
    ):
        page = read(address)
        own = ("url", SITE + address)
        said = [fact for node in graph(page).values() for fact in facts_of(node) if fact != own]
        shown = shown_by(page)
        assert [(name, value) for name, value in said if not is_shown(name, value, shown)] == [], address


def is_shown(name, value, shown):
    if name == "timeRequired":
        value = f"{value[2:-1]} minute"
    if name == "position" or (name == "dateModified" and "Revised" not in shown):
        return True  # a list's order; what is mended on its first day is called no revision
    return value.removeprefix(SITE) in shown if re.match(SITE, value) else value in shown


def test_the_site_may_be_searched(read):
    action = graph(read("/"))["WebSite"]["potentialAction"]
    assert action["target"]["urlTemplate"] == f"{SITE}/search/?q={{search_term_string}}"


def test_a_page_says_what_stands_above_it(read):
    world.page("Colophon", parent=world.page("About"))
    steps = graph(read("/about/colophon/"))["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"]) for step in steps] == [(1, "About"), (2, "Colophon")]
    assert steps[0]["item"] == f"{SITE}/about/"


def test_an_author_has_a_profile(read):
    world.ines()
    Person.objects.update(bio="Edits.", links=[{"title": "Home", "url": "https://ines.example.org/"}])
    world.post(authors=[Person.objects.get()])
    said = graph(read("/authors/ines-okafor/"))["ProfilePage"]["mainEntity"]
    assert (said["name"], said["description"]) == ("Ines Okafor", "Edits.")
    assert said["sameAs"] == ["https://ines.example.org/"]


def test_a_picture_is_told_of_with_its_size(read):
    world.post("Let it stand", lead_picture=world.picture(alt="A caret").pk)
    image = graph(read("/blog/let-it-stand/"))["BlogPosting"]["image"]
    assert (image["@type"], image["width"], image["caption"]) == ("ImageObject", 640, "A caret")


def test_a_text_without_a_picture_and_an_author_has_its_card_and_the_site(read):
    world.site(name="Stet")
    world.post("Let it stand")
    said = graph(read("/blog/let-it-stand/"))["BlogPosting"]
    assert said["image"]["url"].startswith(f"{SITE}/blog/let-it-stand.png")
    assert (said["author"]["name"], said["author"]["url"]) == ("Stet", f"{SITE}/")


def test_no_title_ends_the_script(read):
    world.post("</script><b>Let & it stand", slug="let")
    assert graph(read("/blog/let/"))["BlogPosting"]["headline"] == "</script><b>Let & it stand"


def test_what_is_not_to_be_found_says_nothing(read):
    world.post("Hidden", noindex=True)
    for address in ("/search/?q=let", "/blog/hidden/"):
        assert read(address).select("script[type='application/ld+json']") == []


def test_an_author_is_credited_where_posts_are_shared(read):
    world.ines()
    Person.objects.update(fediverse="@ines@example.social")
    world.post("Let it stand", authors=[Person.objects.get()])
    page = read("/blog/let-it-stand/")
    assert page.find("meta", attrs={"name": "fediverse:creator"})["content"] == "@ines@example.social"


def test_a_title_that_cannot_be_drawn_has_the_card_of_the_site(read):
    world.site(name="Stet")
    world.post("𐎀𐎁", slug="iki")
    assert graph(read("/blog/iki/"))["BlogPosting"]["image"]["url"].startswith(f"{SITE}/cards/site.png")
