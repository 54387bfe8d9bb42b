"""Texts as Markdown, and what else machines ask for by name."""

import pytest
import yaml

from content import publishing
from content.actors import SITE
from content.models import Person
from tests import world

pytestmark = pytest.mark.django_db
SITE_URL = "http://127.0.0.1:8000"


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_post_is_to_be_had_as_markdown(client):
    world.ines()
    author = Person.objects.get()
    world.post(
        "Let it *stand*", slug="let", summary="On dots.", body="A *whole* [text](/about/).", authors=[author]
    )
    _, matter, body = text(client, "/blog/let.md").split("---\n", 2)
    said = yaml.safe_load(matter)
    assert (said["title"], said["url"]) == ("Let it *stand*", f"{SITE_URL}/blog/let/")
    assert said["author"] == ["Ines Okafor"]
    assert body.strip().endswith(f"On dots.\n\nA *whole* [text]({SITE_URL}/about/).")


def test_page_and_markdown_lead_to_each_other(client, read):
    world.page("Colophon", parent=world.page("About"))
    page, twin = client.get("/about/colophon/"), client.get("/about/colophon.md")
    at = f"{SITE_URL}/about/colophon"
    assert page["Link"] == f'<{at}.md>; rel="alternate"; type="text/markdown"'
    assert twin["Link"] == f'<{at}/>; rel="canonical", <{at}/>; rel="alternate"; type="text/html"'
    assert read("/about/colophon/").select_one("link[type='text/markdown']")["href"] == f"{at}.md"


def test_who_asks_for_markdown_is_sent_to_it(client):
    world.post("Let it stand")
    answer = client.get("/blog/let-it-stand/", headers={"accept": "text/markdown, text/html;q=0.9"})
    assert (answer.status_code, answer["Location"]) == (303, "/blog/let-it-stand.md")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("accept", ["text/html, text/markdown;q=0.1", "text/html,*/*", "text/markdown;q=0"])
def test_who_would_rather_have_html_gets_it(client, accept):
    world.post("Let it stand")
    assert client.get("/blog/let-it-stand/", headers={"accept": accept}).status_code == 200


def test_no_remark_between_the_lines_gets_out(client):
    world.post("Let it stand", body="Seen. <!-- unseen --> Seen too.")
    assert "unseen" not in text(client, "/blog/let-it-stand.md")


def test_markdown_moves_and_goes_with_its_page(client):
    post = world.post("Let it stand")
    publishing.rename(actor=SITE, thing=post, slug="stet")
    assert client.get("/blog/let-it-stand.md")["Location"] == "/blog/stet.md"
    publishing.trash(actor=SITE, thing=post)
    assert client.get("/blog/stet.md").status_code == client.get("/blog/stet/").status_code == 410


def test_what_was_never_seen_is_not_gone(client):
    publishing.trash(actor=SITE, thing=world.draft("Let it stand"))
    assert client.get("/blog/let-it-stand/").status_code == 404


def test_llms_txt_names_pages_and_the_newest_posts(client):
    world.site(description="Notes on editing.")
    (
        world.page("About", summary="Who we are."),
        world.post("Let [it] stand"),
        world.post("Hidden", noindex=True),
    )
    said = text(client, "/llms.txt")
    assert said.startswith("# Stet\n\n> Notes on editing.\n\n")
    assert f"- [About]({SITE_URL}/about.md): Who we are.\n" in said
    assert f"- [Let \\[it\\] stand]({SITE_URL}/blog/let-it-stand.md): There is" in said
    assert "Hidden" not in said


def test_what_ai_may_do_here_is_said_to_each_crawler_by_name(client):
    world.site(ai_training=False, robots="User-agent: *\nAllow: /")
    said = text(client, "/robots.txt")
    assert "User-agent: GPTBot\n" in said
    assert said.count("Disallow: /\n") == 1
    assert "ChatGPT-User" not in said


def test_security_txt_says_whom_to_tell_and_until_when(client):
    assert client.get("/.well-known/security.txt").status_code == 404
    world.site(security_contact="mailto:security@example.org")
    said = text(client, "/.well-known/security.txt")
    assert said.startswith("Contact: mailto:security@example.org\nExpires: 20")


def test_the_manifest_is_the_sites(client, read):
    world.site(name="A “site”")
    assert client.get(read("/").select_one("link[rel=manifest]")["href"]).json()["name"] == "A “site”"
