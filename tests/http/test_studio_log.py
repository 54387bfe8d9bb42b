"""The log: who did what, with what it was before; for editors and admins."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.actors import SITE
from content.configuring import configure
from content.models import LogEntry
from content.publishing import file, rename, trash
from studio import sharing
from studio.models import PreviewLink
from studio.states import moment
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """The browser of Ines."""
    client.force_login(world.ines())
    return client


@pytest.fixture
def lines(desk, read):
    """What the log says to a question, a line each, the last first."""
    return lambda query="": [
        " ".join(each.text.split()) for each in read(f"/studio/log/?{query}").select("tbody th")
    ]


def test_a_line_says_who_did_what_and_what_it_was_before(lines):
    post = world.post("Let it stand", slug="old")
    rename(actor=world.ines(), thing=post, slug="new")
    assert lines()[0] == "Ines Okafor moved to another address Let it stand Address old new"


def test_numbers_of_things_are_said_as_their_names(lines):
    ink, proofs = world.topic("Ink"), world.topic("Proofs")
    file(actor=world.ines(), thing=world.post(topics=[ink]), under=[proofs])
    assert lines("verb=file") == ["Ines Okafor filed Let it stand Topics Ink Ink, Proofs"]


def test_a_menu_is_said_as_what_stands_in_it(lines):
    world.site()
    configure(actor=world.noor(), settings={}, menus={"main": [{"title": "Letters", "url": "/letters/"}]})
    assert lines("verb=settings")[0].endswith("Main menu Writing /blog/ Letters /letters/")


def test_the_end_of_a_preview_is_said_as_one_reads_it(lines):
    sharing.share(actor=world.ines(), thing=world.draft(), lasts="week")
    link = PreviewLink.objects.get()
    said = moment(link.expires_at, timezone.now())
    assert lines("verb=share")[0].endswith(f"Preview {link.pk} until {said}")


def test_a_topic_that_is_gone_is_said_to_be(lines):
    ink = world.topic("Ink")
    file(actor=world.ines(), thing=world.post(), under=[ink])
    ink.delete()
    assert lines("verb=file")[0].endswith("Topics one that is there no more")


def test_the_log_is_filtered_by_person_verb_kind_and_thing(lines):
    post, page = world.post("A post"), world.page("A page")
    trash(actor=world.ines(), thing=post)
    trash(actor=SITE, thing=page)
    assert len(lines(f"who={world.ines().pk}")) == 1
    assert {line.split(" ")[0] for line in lines("who=site")} == {"the"}
    assert len(lines("verb=trash")) == 2
    assert all("A page" in line for line in lines("kind=page"))
    assert lines("thing=a+POST") == lines(f"thing=post:{post.pk}") != []


def test_a_day_is_a_day_of_the_site(lines, settings):
    settings.TIME_ZONE = "Asia/Tehran"
    world.draft()
    LogEntry.objects.update(at=datetime(2026, 3, 1, 21, 0, tzinfo=UTC))
    assert len(lines("from=2026-03-02&to=2026-03-02")) == 1
    assert lines("to=2026-03-01") == []


@pytest.mark.parametrize("query", ["who=x", "verb=%00", "kind=x", "thing=post:x", "from=x", "before=x"])
def test_what_is_asked_strangely_is_answered_calmly(desk, query):
    assert desk.get(f"/studio/log/?{query}").status_code == 200


def test_earlier_lines_are_a_page_of_their_own_and_a_part(desk, monkeypatch, read):
    monkeypatch.setattr("studio.auditing.ROWS", 2)
    for _ in range(3):
        world.draft()
    link = read("/studio/log/").select_one(".older a")
    assert len(read(link["href"]).select("tbody th")) == 1
    part = desk.get(link["data-hx-get"]).text
    assert part.lstrip().startswith("<tr>")
    assert "<html" not in part


@pytest.mark.parametrize(("who", "status"), [("priya", 403), ("tomas", 403), ("ines", 200), ("root", 200)])
def test_the_log_is_read_by_editors_and_admins(client, who, status):
    client.force_login(getattr(world, who)())
    assert client.get("/studio/log/").status_code == status


def test_what_was_written_is_text_and_nothing_else(desk):
    post = world.draft("<script>1</script>", slug="x")
    LogEntry.objects.create(
        at=datetime.now(UTC),
        actor_name="<img src=x>",
        verb="<b>",
        of="post",
        thing_id=post.pk,
        title="<script>1</script>",
        changes={"<i>": ["<script>1", {"a": "<script>1"}], "odd": "<script>1"},
    )
    text = desk.get("/studio/log/").text
    assert "<script>1" not in text
    assert "<img src=x>" not in text


def test_the_log_asks_as_much_for_many_lines_as_for_few(desk):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            desk.get("/studio/log/")
        return len(asked)

    file(actor=SITE, thing=world.post(authors=[world.ines().person]), under=[world.topic("Ink")])
    few = queries()
    for name in "ABC":
        file(actor=SITE, thing=world.post(name, authors=[world.tomas().person]), under=[world.topic(name)])
    assert queries() <= few + 1
