"""The preview: the reader's own page for what was just typed, and how the text looks elsewhere."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from content.models import Revision, Topic
from content.revisions import newest
from media import pictures
from tests import world
from tests.pictures import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """The browser of Ines, who is logged in."""
    world.site()
    client.force_login(world.ines())
    return client


def whole(desk, thing=None, kind="post", **typed):
    """The documents of the preview that stands alone, by what they show."""
    page = desk.post(f"/studio/{kind}/{thing.pk if thing else 0}/preview/", {"language": "en"} | typed)
    frames = BeautifulSoup(page.text, "html.parser").select("iframe")
    return {frame["data-shows"]: BeautifulSoup(frame["srcdoc"], "html.parser") for frame in frames}


def part(desk, thing=None, kind="post", **typed):
    """What is sent for the frames beside the editor."""
    address = f"/studio/{kind}/{thing.pk if thing else 0}/preview/?part=sheet"
    return BeautifulSoup(desk.post(address, {"language": "en"} | typed).text, "html.parser")


def as_read(soup):
    """The text's own page without its lines, and without the second in which it was last revised."""
    for block in soup.select("[data-line], .revised time"):
        block.attrs.pop("data-line", None)
        block.attrs.pop("datetime", None)
    return str(soup.select_one("article"))


def test_the_preview_of_a_live_post_is_the_page_that_readers_get(desk):
    post = world.post(body="# One\n\n*Two*\n\n> [!NOTE]\n> Three", authors=[world.tomas().person])
    typed = newest(post).fields | {"authors": "Tomás Rey", "topics": "", "lead_picture": "", "series": ""}
    public = BeautifulSoup(Client().get(post.get_absolute_url()).text, "html.parser")
    seen = whole(desk, post, **typed)["page"]
    assert as_read(seen) == as_read(public)
    assert str(seen.select_one(".masthead")) == str(public.select_one(".masthead"))


def test_the_part_beside_the_editor_is_the_same_block(desk):
    post = world.post(body="Some *words*.")
    seen = whole(desk, post, body="Other *words*.")["page"]
    assert as_read(seen) == as_read(part(desk, post, body="Other *words*.").select_one("[data-part=page]"))


def test_a_preview_keeps_nothing(desk):
    post = world.draft()
    part(desk, post, title="New", body="New.", topics="Never seen before")
    assert Revision.objects.count() == 1
    assert not Topic.objects.exists()


def test_a_preview_before_the_first_save_is_signed_and_filed(desk):
    page = whole(desk, title="Proofs", body="*words*", topics="Ink", authors="Ines Okafor")["page"]
    assert page.select_one("h1").text == "Proofs"
    assert page.select_one(".byline a").text == "Ines Okafor"
    assert "Ink" in page.select_one(".article-foot").text


def test_each_block_says_in_which_line_it_begins(desk):
    page = part(desk, body="One\n\n## Two\n\n- Three\n\n```\nfour\n```\n\n| a |\n|---|\n| 5 |")
    lines = [block["data-line"] for block in page.select(".prose > [data-line]")]
    assert lines == ["1", "3", "5", "7", "11"]


def test_readers_get_no_lines(desk):
    post = world.post(body="One\n\nTwo")
    assert "data-line" not in Client().get(post.get_absolute_url()).text


def test_a_page_of_the_tree_is_seen_where_it_stands(desk):
    above = world.page("Writing")
    page = whole(desk, kind="page", title="Ink", parent=above.pk, body="x")["page"]
    assert page.select_one(".crumbs a").text == "Writing"


def test_a_part_of_a_series_is_seen_in_its_place(desk):
    first, second = world.posts(2)
    marks = world.series("Marks", first, second)
    said = {"title": "Typed", "series": marks.pk}
    assert whole(desk, first, **said)["page"].select_one("#series").text == "Part 1 of 2: Marks"
    assert whole(desk, **said)["page"].select_one("#series").text == "Part 3 of 3: Marks"
    assert whole(desk, first, title="Typed")["page"].select_one("#series") is None


def test_who_may_not_choose_a_series_sees_the_one_that_was_chosen(client):
    tomas = world.tomas()
    draft = world.draft(authors=[tomas.person])
    world.revise(draft, series=world.series("Marks", world.post()).pk)
    client.force_login(tomas)
    assert "Part 2 of 2" in whole(client, draft, title="Typed")["page"].select_one("#series").text


def test_a_text_in_another_direction_is_seen_in_its_own(desk):
    sheet = part(desk, title="بگذار بماند", body="متن", language="fa").select_one("[data-part=page]")
    assert (sheet["lang"], sheet["dir"]) == ("fa", "rtl")


@pytest.mark.parametrize(
    "typed",
    [
        {"language": "klingon!"},
        {"slug": "Two Words"},
        {"title": ""},
        {"authors": "Nobody", "topics": "…, ,"},
        {"lead_picture": "99999", "canonical_url": "no address"},
        {"body": "x" * 1_000_001},
    ],
)
def test_what_could_not_be_saved_can_still_be_seen(desk, typed):
    assert part(desk, **({"title": "Proofs", "body": "x"} | typed)).select_one("h1").text


def test_a_text_that_is_too_large_says_so(desk):
    assert "divide it" in part(desk, body="x" * 1_000_001).select_one(".refusal").text


def test_what_leads_nowhere_is_named(desk):
    assert "post:999" in part(desk, body="[there](post:999)").select_one(".refusal").text


def test_a_preview_runs_nothing_that_was_typed(desk):
    typed = {"title": "<script>1</script>", "summary": "<script>1</script>", "body": "<script>1</script>"}
    assert not part(desk, **typed).select("script")
    page = desk.post("/studio/post/0/preview/", typed).text
    assert "<script>1" not in page
    assert "&lt;script>1" not in page.partition("srcdoc")[2].partition("</iframe>")[0]


def test_a_result_is_cut_as_result_pages_cut(desk):
    result = part(desk, title="word " * 20, summary="letter " * 40).select_one(".result")
    assert len(result.select_one(".result-title").text) <= 70
    assert result.select_one(".result-title").text.endswith("word…")
    assert len(result.select_one(".result-text").text) <= 160


def test_the_title_for_search_engines_is_the_one_of_the_result(desk):
    seen = part(desk, title="Let it stand", seo_title="What stet means", noindex="on")
    assert seen.select_one(".result-title").text == "What stet means · Stet"
    assert "asked to leave this text out" in seen.text


def test_a_shared_link_shows_the_lead_picture(desk):
    picture = pictures.store(png(), name="dot.png", alt="A dot")
    card = part(desk, title="Proofs", lead_picture=picture.pk, lead_alt="A red dot").select_one(".social")
    assert card.select_one("img")["alt"] == "A red dot"
    assert card.select_one(".social-title").text == "Proofs"


def test_without_a_lead_picture_it_shows_the_card_that_is_drawn(desk):
    post = world.post("Let it stand", authors=[world.tomas().person])
    typed = {"title": "Let it stand", "authors": "Tomás Rey"}
    card = part(desk, post, **typed).select_one(".social img")["src"]
    assert desk.get(card).content == Client().get("/blog/let-it-stand.png").content
    assert desk.get("/studio/card/", {"title": "\ue000"}).content == Client().get("/cards/site.png").content


def test_a_post_is_seen_in_a_list_and_a_page_in_none(desk):
    listed = part(desk, title="Proofs", summary="Of ink.").select_one("[data-part=list] .posts")
    assert (listed.select_one("h2").text, listed.select_one("p").text) == ("Proofs", "Of ink.")
    assert part(desk, kind="page", title="Proofs").select_one("[data-part=list]") is None
