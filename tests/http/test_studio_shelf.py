"""The shelves: found while typing, filtered, kept as views."""

from datetime import UTC, datetime

import pytest

from content.models import Newest, Revision
from content.publishing import revise
from content.revisions import newest
from studio.models import SavedView
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """The browser of Ines."""
    client.force_login(world.ines())
    return client


@pytest.fixture
def shelf(desk, read):
    """The titles that the shelf of posts shows for a question."""
    return lambda query="": [each.text for each in read(f"/studio/posts/?{query}").select(".title bdi")]


def test_words_are_found_in_any_order_without_case_and_marks(shelf):
    world.draft("Zürich, a House Style")
    world.draft("Another")
    assert shelf("q=style+ZURICH") == ["Zürich, a House Style"]
    assert shelf("q=100%25") == shelf("q=_") == []


def test_a_text_is_found_by_its_draft_title_its_live_title_and_its_address(shelf):
    post = world.post("The errata slip", slug="errata-slip")
    revise(actor=world.ines(), thing=post, fields={"title": "Corrections"}, base=newest(post))
    assert shelf("q=errata") == shelf("q=corrections") == shelf("q=errata-slip") == ["Corrections"]


def test_a_shelf_is_filtered_by_author_topic_and_oneself(shelf):
    world.draft("Mine", authors=[world.ines().person])
    world.draft("His", authors=[world.tomas().person], topics=[world.topic("Ink")])
    assert shelf(f"author={world.tomas().person.slug}") == ["His"]
    assert shelf("topic=ink") == ["His"]
    assert shelf("author=@me") == ["Mine"]
    assert shelf("author=@me&topic=ink") == []


def test_a_day_in_a_filter_is_a_day_of_the_site(shelf, settings):
    settings.TIME_ZONE = "Asia/Tehran"
    world.draft("Late")
    at = datetime(2026, 3, 1, 21, 0, tzinfo=UTC)  # the second of March in Tehran
    Newest.objects.update(made_at=at)
    assert shelf("from=2026-03-02&to=2026-03-02") == ["Late"]
    assert shelf("to=2026-03-01") == shelf("from=2026-03-03") == []


@pytest.mark.parametrize("query", ["from=x", "to=9999-12-31", "from=0001-01-01", "author=%00", "topic=@me"])
def test_what_is_asked_strangely_is_answered_calmly(desk, query):
    assert desk.get(f"/studio/posts/?{query}").status_code == 200


def test_each_tab_says_how_many_there_are(desk, read):
    world.draft()
    world.post("One")
    world.post("Two")
    tabs = read("/studio/posts/").select(".tabs a")
    counts = {each.contents[0].strip(): each.select_one(".n").text for each in tabs}
    assert (counts["All"], counts["Drafts"], counts["Live"], counts["Trash"]) == ("3", "1", "2", "0")


def test_a_tab_keeps_what_else_is_asked(desk, read):
    tab = read("/studio/posts/?q=ink&topic=x").select_one('.tabs a[href*="state=draft"]')
    assert tab["href"] == "/studio/posts/?state=draft&q=ink&topic=x"


def test_a_part_is_the_part_of_its_page_and_no_page(desk):
    world.draft("Found")
    page, part = desk.get("/studio/posts/?q=f").text, desk.get("/studio/posts/?q=f&part=rows").text
    more = desk.get("/studio/posts/?q=f&part=more").text
    assert "<html" not in part
    assert "<html" not in more
    assert '<tr><td class="pick">' in more
    assert more.strip() in part
    assert part.strip().split("csrfmiddlewaretoken")[0] in page


def test_the_newest_row_says_what_the_newest_revision_says(shelf):
    post = world.post("Before")
    revise(actor=world.ines(), thing=post, fields={"title": "After", "summary": "New."}, base=newest(post))
    row = Newest.objects.get()
    assert row.revision == newest(post)
    assert (row.title, row.has_summary, row.kind, row.author) == ("After", True, "draft", world.ines())
    assert Revision.objects.count() > 1


def test_a_question_is_kept_under_a_name_and_stands_among_the_tabs(desk, read):
    desk.post("/studio/views/post/", {"name": " Ink  drafts ", "shelf": "state=draft&topic=ink&before=9&x=1"})
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("Ink drafts", "state=draft&topic=ink")
    tab = read("/studio/posts/?topic=ink&state=draft").select_one(".tabs [aria-current]")
    assert (tab.text, tab["href"]) == ("Ink drafts", "/studio/posts/?state=draft&topic=ink")


def test_a_view_is_renamed_and_removed_by_its_owner_alone(desk):
    view = SavedView.objects.create(user=world.ines(), kind="post", name="Old", query="q=x")
    others = SavedView.objects.create(user=world.tomas(), kind="post", name="His", query="q=x")
    desk.post(f"/studio/views/{view.pk}/", {"do": "rename", "name": "New"})
    assert desk.post(f"/studio/views/{others.pk}/", {"do": "delete"}).status_code == 404
    assert set(SavedView.objects.values_list("name", flat=True)) == {"New", "His"}
    desk.post(f"/studio/views/{view.pk}/", {"do": "delete"})
    assert SavedView.objects.get() == others


def test_a_view_without_a_name_or_with_a_taken_one_is_refused_in_words(desk):
    views = [
        SavedView.objects.create(user=world.ines(), kind="post", name=name, query="q=x") for name in "AB"
    ]
    assert "A view has a name." in desk.post("/studio/views/post/", {"name": " "}, follow=True).text
    answer = desk.post(f"/studio/views/{views[0].pk}/", {"do": "rename", "name": "B"}, follow=True)
    assert "“A” keeps its name" in answer.text


def test_the_name_of_a_view_is_text_and_nothing_else(desk):
    desk.post("/studio/views/post/", {"name": "<script>1</script>", "shelf": "q=x"})
    assert "<script>1" not in desk.get("/studio/posts/?q=x").text
