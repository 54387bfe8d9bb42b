"""The studio over HTTP: writing, publishing, looking back."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from blog.models import Post
from content.actors import SITE
from content.models import Person, Revision
from content.publishing import revise
from content.revisions import newest
from pages.models import Page
from tests import world
from tests.pictures import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """The browser of Ines, who is logged in."""
    client.force_login(world.ines())
    return client


def fields_of(soup):
    fields = {each["name"]: each.get("value", "") for each in soup.select("input[name]:not([type=file])")}
    fields |= {each["name"]: each.text.removeprefix("\n") for each in soup.select("textarea[name]")}
    for each in soup.select("select[name]"):
        chosen = each.select_one("option[selected]")
        fields[each["name"]] = chosen["value"] if chosen else ""
    for box in soup.select("input[type=checkbox]:not([checked])"):
        fields.pop(box["name"], None)
    return fields


def editor(desk, thing):
    soup = BeautifulSoup(desk.get(at(thing)).text, "html.parser")
    return fields_of(soup.select_one("#editor"))


def at(thing, step=""):
    return f"/studio/{thing.kind}/{thing.pk}/{step and step + '/'}"


def begin(desk, **fields):
    blank = fields_of(BeautifulSoup(desk.get("/studio/post/new/").text, "html.parser").select_one("#editor"))
    desk.post("/studio/post/new/", blank | fields)
    return Post.objects.latest("pk")


def publish(desk, thing, **when):
    page = BeautifulSoup(desk.get(at(thing, "publish")).text, "html.parser")
    return desk.post(at(thing, "publish"), fields_of(page.select_one("main form")) | {"when": "now"} | when)


def test_a_post_is_begun_published_and_read(desk):
    post = begin(desk, title="Let it stand", body="Four *letters*.", topics="Ink, Proofs")
    assert post.state(timezone.now()) == "draft"
    publish(desk, post)
    page = Client().get("/blog/let-it-stand/")
    assert "Four <em>letters</em>." in page.text
    assert list(Post.objects.get().topics.values_list("name", flat=True)) == ["Ink", "Proofs"]
    assert [author.name for author in Post.objects.get().authors.all()] == ["Ines Okafor"]


def test_nothing_is_kept_before_the_first_save(desk):
    desk.get("/studio/post/new/")
    assert not Post.objects.exists()


def test_a_new_text_begins_with_its_title_and_an_old_one_where_one_likes(desk):
    new, old = desk.get("/studio/post/new/").text, desk.get(at(world.post())).text
    assert [each["name"] for each in BeautifulSoup(new, "html.parser").select("[autofocus]")] == ["title"]
    assert "autofocus" not in old


def test_a_text_comes_back_letter_by_letter(desk):
    body = "\n\nBegins with empty lines\n\n    code, indented\n\nends with spaces  \n"
    post = begin(desk, title="Spaces", body=body.replace("\n", "\r\n"))
    assert newest(post).fields["body"] == body
    assert editor(desk, post)["body"] == body


def test_an_edit_of_a_live_post_waits_until_it_is_published(desk):
    post = world.post(body="Before.")
    desk.post(at(post), editor(desk, post) | {"body": "After."})
    assert Post.objects.get().body == "Before."
    publish(desk, post)
    assert Post.objects.get().body == "After."


def test_saving_twice_with_one_key_makes_one_revision(desk):
    post = world.draft()
    typed = editor(desk, post) | {"body": "Once."}
    answers = [desk.post(at(post), typed).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert Revision.objects.filter(kind="draft").count() == 2  # the first draft, and this


def test_beginning_twice_with_one_key_makes_one_post(desk):
    blank = fields_of(BeautifulSoup(desk.get("/studio/post/new/").text, "html.parser").select_one("#editor"))
    for _ in range(2):
        desk.post("/studio/post/new/", blank | {"title": "Once"})
    assert Post.objects.count() == 1


def test_saving_what_has_not_changed_makes_no_revision(desk):
    post = world.draft()
    assert desk.post(at(post), editor(desk, post)).status_code == 303
    assert Revision.objects.count() == 1


def test_when_two_wrote_both_texts_are_shown_and_none_is_overwritten(desk):
    post = world.draft(body="It was slow and expensive.")
    mine = editor(desk, post) | {"body": "It was slow and dear."}
    theirs = revise(actor=SITE, thing=post, fields={"body": "It was quick and expensive."}, base=newest(post))
    answer = desk.post(at(post), mine)
    assert answer.status_code == 409
    assert "<del>expensive</del><ins>dear</ins>" in answer.text
    assert "<del>slow</del><ins>quick</ins> and" in answer.text
    assert newest(post) == theirs


def test_after_a_conflict_ones_own_text_can_be_saved_knowingly(desk):
    post = world.draft(body="It was slow.")
    mine = editor(desk, post) | {"body": "It was dear."}
    revise(actor=SITE, thing=post, fields={"body": "It was quick."}, base=newest(post))
    asked = fields_of(BeautifulSoup(desk.post(at(post), mine).text, "html.parser").select_one("#settle"))
    assert desk.post(at(post, "settle"), asked | {"h1": "mine"}).status_code == 303
    assert newest(post).fields["body"] == "It was dear."


def test_a_conflict_loses_nothing_that_only_the_other_changed(desk):
    post = world.draft(body="It was slow.")
    mine = editor(desk, post) | {"body": "It was dear."}
    revise(actor=SITE, thing=post, fields={"summary": "On metal."}, base=newest(post))
    assert desk.post(at(post), mine).status_code == 303
    kept = newest(post).fields
    assert (kept["summary"], kept["body"]) == ("On metal.", "It was dear.")


def test_an_address_that_is_taken_is_said_under_its_field_and_the_text_is_kept(desk):
    world.draft("Let it stand")
    other = world.draft("Another")
    answer = desk.post(at(other), editor(desk, other) | {"slug": "let-it-stand", "body": "Kept in the form."})
    assert answer.status_code == 422
    assert (
        "“let-it-stand-2” is free."
        in BeautifulSoup(answer.text, "html.parser").select_one("#id_slug_error").text
    )
    assert "Kept in the form." in answer.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("slug", "Two Words"),
        ("slug", "2026"),
        ("language", "klingon!"),
        ("authors", "Nobody"),
        ("title", "x" * 301),
    ],
)
def test_what_cannot_stand_is_refused_under_its_field(desk, name, value):
    post = world.draft()
    answer = desk.post(at(post), editor(desk, post) | {name: value})
    assert answer.status_code == 422
    assert f'id="id_{name}_error"' in answer.text
    assert Revision.objects.count() == 1


def test_authors_sign_in_the_order_written(desk):
    world.tomas()
    post = begin(desk, title="Two hands", authors="Tomás Rey, Ines Okafor")
    named = Person.objects.in_bulk(newest(post).fields["authors"])
    assert [named[pk].name for pk in newest(post).fields["authors"]] == ["Tomás Rey", "Ines Okafor"]


def test_a_post_is_scheduled_in_the_time_of_the_site(desk, settings):
    settings.TIME_ZONE = "Asia/Tehran"
    post = world.draft()
    publish(desk, post, when="at", at="2031-03-21T09:00")
    assert Post.objects.get().publish_at.isoformat() == "2031-03-21T05:30:00+00:00"
    assert Client().get(post.get_absolute_url()).status_code == 404


def test_a_live_post_is_not_taken_away_by_scheduling_its_change(desk):
    post = world.post()
    assert publish(desk, post, when="at", at="2031-03-21T09:00").status_code == 303
    assert Post.objects.get().state(timezone.now()) == "live"


def test_a_page_opened_before_somebody_else_wrote_publishes_nothing(desk):
    post = world.draft()
    old = newest(post).pk
    revise(actor=SITE, thing=post, fields={"body": "Since then."}, base=newest(post))
    assert publish(desk, post, revision=old).status_code == 409
    assert Post.objects.get().publish_at is None


def test_a_post_is_withdrawn_and_its_text_stays(desk):
    post = world.post()
    desk.post(at(post, "withdraw"), {"when": "now"})
    assert Client().get(post.get_absolute_url()).status_code == 404
    assert Post.objects.get().state(timezone.now()) == "withdrawn"


def test_a_scheduled_post_can_be_called_back_and_published_now(desk):
    post = world.post(at=timezone.now() + timedelta(days=3))
    desk.post(at(post, "withdraw"), {"when": "now"})
    assert Post.objects.get().state(timezone.now()) == "withdrawn"
    publish(desk, post)
    assert Post.objects.get().state(timezone.now()) == "live"


def test_a_post_goes_into_the_trash_and_comes_back(desk):
    post = world.post()
    desk.post(at(post, "trash"))
    assert Client().get(post.get_absolute_url()).status_code == 410
    desk.post(at(post, "untrash"))
    assert Client().get(post.get_absolute_url()).status_code == 200


def test_the_timeline_shows_what_changed_word_by_word(desk):
    post = world.draft(body="It was slow.")
    desk.post(at(post), editor(desk, post) | {"body": "It was quick."})
    text = desk.get(at(post, "timeline")).text
    assert "<del>slow</del><ins>quick</ins>" in text


def test_an_older_revision_becomes_the_newest_draft_and_readers_see_no_change(desk):
    post = world.post(body="First.")
    first = newest(post)
    desk.post(at(post), editor(desk, post) | {"body": "Second."})
    desk.post(at(post, "restore"), {"revision": first.pk})
    assert newest(post).fields["body"] == "First."
    assert Revision.objects.count() == 4  # drafted, published, revised, restored


def test_a_revision_of_another_post_is_not_there(desk):
    post, other = world.draft("One"), world.draft("Other")
    assert desk.post(at(post, "restore"), {"revision": newest(other).pk}).status_code == 404
    assert desk.get(at(post, "timeline") + f"?revision={newest(other).pk}").status_code == 404


def test_a_picture_is_kept_and_its_line_handed_back_with_the_text(desk):
    post = world.draft()
    typed = editor(desk, post) | {
        "body": "Unsaved.",
        "do": "picture",
        "picture": png(),
        "picture_alt": "A dot",
    }
    answer = desk.post(at(post), typed)
    assert re.search(r"!\[A dot\]\(picture:\d+\)", answer.text)
    assert "Unsaved." in answer.text
    assert Revision.objects.count() == 1


def test_a_lead_picture_is_kept_with_the_text(desk):
    post = world.draft()
    desk.post(at(post), editor(desk, post) | {"lead_file": png(), "lead_alt": "A dot"})
    assert newest(post).fields["lead_picture"]
    desk.post(at(post), editor(desk, post) | {"lead_gone": "on"})
    assert newest(post).fields["lead_picture"] is None


def test_what_is_no_picture_is_refused_under_its_field(desk):
    post = world.draft()
    answer = desk.post(at(post), editor(desk, post) | {"lead_file": png(b"<svg onload=alert(1)>")})
    assert answer.status_code == 422
    assert 'id="id_lead_file_error"' in answer.text


def test_pictures_are_added_and_found_in_the_library(desk):
    desk.post("/studio/media/", {"picture": png(), "alt": "A dot"})
    assert "dot.png" in desk.get("/studio/media/?q=dot").text
    assert "Nothing here fits" in desk.get("/studio/media/?q=comma").text


def test_a_page_stands_below_another_but_never_below_itself(desk):
    above = world.page("Writing")
    below = world.page("Markdown", parent=above)
    desk.post(at(below), editor(desk, below) | {"parent": ""})
    publish(desk, below)
    assert Page.objects.get(pk=below.pk).path == "markdown"
    assert desk.post(at(above), editor(desk, above) | {"parent": above.pk}).status_code == 422


def test_typing_that_meets_an_ended_session_stays_in_sight(client):
    post = world.draft()
    answer = client.post(at(post), {"title": "A title", "body": "Words that took an hour."})
    assert answer.status_code == 401
    assert "Words that took an hour." in answer.text


def test_a_form_that_grew_too_old_can_be_sent_again():
    post = world.draft()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.ines())
    typed = {
        "title": "A title",
        "slug": "a-title",
        "language": "en",
        "body": "An hour.",
        "base": newest(post).pk,
    }
    refused = strict.post(at(post), typed, headers={"origin": "http://testserver"})
    assert refused.status_code == 403
    again = fields_of(BeautifulSoup(refused.text, "html.parser").select_one("form"))
    assert strict.post(at(post), again, headers={"origin": "http://testserver"}).status_code == 303
    assert newest(post).fields["body"] == "An hour."


def test_what_another_site_sent_is_not_offered_to_be_sent_again():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.ines())
    refused = strict.post("/studio/post/new/", {"title": "Evil"}, headers={"origin": "https://evil.example"})
    assert refused.status_code == 403
    assert BeautifulSoup(refused.text, "html.parser").select("main form") == []


def test_a_lead_picture_survives_a_form_that_has_to_be_mended(desk):
    post = world.draft()
    refused = desk.post(at(post), editor(desk, post) | {"lead_file": png(), "slug": "Two Words"})
    mended = fields_of(BeautifulSoup(refused.text, "html.parser").select_one("#editor")) | {"slug": "one"}
    desk.post(at(post), mended)
    assert newest(post).fields["lead_picture"]
